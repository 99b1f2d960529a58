import fs from 'node:fs';
import path from 'node:path';
import type { Target } from '../target/target';
import { stopAccelerator } from './accelerator/accelerator';
import { LAYERS, type LayerName } from './graph';
import { awaitRecordedRun } from './terraform/recordedRun';
import { layerFolder, stateFile, unfinishedNote } from './workspace';

type Home = Pick<Target, 'home'>;

/**
 * Puts right, before new work on the layers, what a killed command or a killed Terraform left: waits for a run that goes
 * on alone, replaces a half-written state by Terraform's own copy of the one before, and takes a dead run's lock away.
 * What was made meanwhile and stands in no state is then found in the account. Each repair is told in one sentence.
 */
export async function recoverLayers(
  target: Home,
  say: (text: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  let unfinished = false;
  for (const layer of LAYERS) {
    const folder = layerFolder(layer, target);
    const waiting = ({ pid, command }: { pid: number; command: string }) =>
      say(
        `Waiting for Terraform's ${command} of the layer ${layer} (pid ${pid}): the command that began it was killed, and Terraform finishes its work.`,
      );
    await awaitRecordedRun(folder, waiting, signal);
    const lock = path.join(folder, `.${layer}.tfstate.lock.info`);
    if (fs.existsSync(lock)) {
      fs.rmSync(lock);
      say(
        `Layer ${layer}: the last run of Terraform was killed, and left its lock; this run goes on from there.`,
      );
    }
    recoverState(layer, target, say);
    unfinished ||= await unfinishedNote(layer, target).exists();
  }
  // Its provider may still be making what a killed Terraform asked for; what is made after the account was searched would
  // be found by nobody.
  if (unfinished) await stopAccelerator(target);
}

/** Terraform writes a state in place: killed in that moment, it leaves an empty file or half of one. */
function recoverState(layer: LayerName, target: Home, say: (text: string) => void): void {
  const file = stateFile(layer, target);
  const found = resourcesIn(file);
  if (found === 'none') return;
  const before = resourcesIn(`${file}.backup`);
  const copy = typeof before === 'number' && before > 0;
  // Terraform makes the file, empty, before it has anything to write down.
  if (found === 'empty' && !copy) return;
  if (found !== 'empty' && found !== 'damaged') return;
  const aside = `${file}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  fs.renameSync(file, aside);
  if (copy) fs.copyFileSync(`${file}.backup`, file);
  say(
    `Layer ${layer}: the state was half written, and ${copy ? "Terraform's copy of the one before is used" : 'there is no copy of the one before'}; what it does not know is looked for in the account (the damaged file is kept: ${aside}).`,
  );
}

/** How many resources a state file has. */
function resourcesIn(file: string): number | 'none' | 'empty' | 'damaged' {
  if (!fs.existsSync(file)) return 'none';
  const text = fs.readFileSync(file, 'utf8');
  if (text === '') return 'empty';
  try {
    const { version, resources = [] } = JSON.parse(text) as { version?: number; resources?: unknown[] };
    return typeof version === 'number' ? resources.length : 'damaged';
  } catch {
    return 'damaged';
  }
}
