import fs from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from '../target/target';
import { LAYERS, type LayerName } from './graph';
import { stateFile } from './workspace';

/** Terraform's outputs of every layer that has a state, by layer and name. Read from the states: no run is needed. */
export async function outputs(
  target: Pick<Target, 'home'>,
): Promise<Record<string, Record<string, unknown>>> {
  const all = await Promise.all(LAYERS.map((layer) => outputsOf(layer, target)));
  return Object.fromEntries(LAYERS.flatMap((layer, i) => (all[i] ? [[layer, all[i]]] : [])));
}

/** Terraform writes a state in place: one that is read in that moment is read again, so many times, so long apart. */
const TRIES = 20;
const PAUSE_MS = 50;

async function outputsOf(
  layer: LayerName,
  target: Pick<Target, 'home'>,
): Promise<Record<string, unknown> | undefined> {
  for (let tried = 1; ; tried++) {
    try {
      const state = JSON.parse(await fs.readFile(stateFile(layer, target), 'utf8')) as {
        outputs?: Record<string, { value: unknown }>;
      };
      // What one layer hands to the next is between them.
      const own = Object.entries(state.outputs ?? {}).filter(([name]) => !name.startsWith('cross-stack-'));
      return Object.fromEntries(own.map(([name, { value }]) => [name, value]));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      if (!(error instanceof SyntaxError) || tried === TRIES) throw error;
      await pause(PAUSE_MS);
    }
  }
}
