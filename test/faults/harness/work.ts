import type { Scene, Writer } from './writer';

/** Lets each writer make some changes, all at the same time. @param steps of each */
export async function letWrite(scene: Scene, writers: readonly Writer[], steps: number): Promise<void> {
  await Promise.all(
    writers.map(async (writer) => {
      for (let step = 0; step < steps && scene.account.isAlive; step++) await writer.step(scene);
    }),
  );
}
