import fs from 'node:fs/promises';
import path from 'node:path';
import { PROJECT, SANDBOX } from '../../infra/names';
import { destroyAll, type Listener, openLayers, stopAccelerator } from '../layers';
import { clientsOf } from '../target/clients';
import type { Target } from '../target/target';
import { compare } from './compare';
import type { Item } from './item';
import { liveItems } from './liveInventory';
import { removeByHand } from './removal';
import { stateItems } from './states';

export interface NukeOutcome {
  /** What is in the account afterwards. */
  left: Item[];
  /** What was in no state before. */
  byHand: Item[];
  /** The sandbox's tables that went with it. */
  data: Item[];
}

/** Files of the target's home that tell of a lakehouse which is no more. */
const STALE = ['stopwatch.json', 'report.json', 'report.md'];

/**
 * Destroys every layer and all data. The inventory is taken from the living account before the states go, and once more
 * at the end: what the account itself still shows is what is left.
 * @param options.all also removes what was made by hand (local account)
 */
export const nuke = (
  target: Target,
  on: Listener,
  options: { all?: boolean; signal?: AbortSignal } = {},
): Promise<NukeOutcome> => openLayers(target, options, () => nukeAlone(target, on, options));

async function nukeAlone(
  target: Target,
  on: Listener,
  options: { all?: boolean; signal?: AbortSignal },
): Promise<NukeOutcome> {
  const clients = clientsOf(target);
  try {
    const { unmanaged, data } = compare(
      await liveItems(target, clients, PROJECT),
      await stateItems(target),
      SANDBOX,
    );
    await destroyAll(target, on, { signal: options.signal });
    let left = await liveItems(target, clients, PROJECT);
    if (options.all && target.name === 'local') {
      await removeByHand(left, clients);
      left = await liveItems(target, clients, PROJECT);
    }
    await stopAccelerator(target);
    for (const name of STALE) await fs.rm(path.join(target.home, name), { force: true });
    return { left, byHand: unmanaged, data };
  } finally {
    clients.destroy();
  }
}
