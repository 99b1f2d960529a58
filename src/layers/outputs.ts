import fs from 'node:fs/promises';
import type { Target } from '../target/target';
import { LAYERS, type LayerName } from './graph';
import { stateFile } from './workspace';

/** Terraform's outputs of every layer that has a state, by layer and name. Read from the states: no run is needed. */
export async function outputs(target: Pick<Target, 'home'>): Promise<Record<string, Record<string, unknown>>> {
  const read = async (layer: LayerName): Promise<[string, Record<string, unknown>][]> => {
    try {
      const state = JSON.parse(await fs.readFile(stateFile(layer, target), 'utf8')) as { outputs?: Record<string, { value: unknown }> };
      return [[layer, Object.fromEntries(Object.entries(state.outputs ?? {}).map(([name, { value }]) => [name, value]))]];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  };
  return Object.fromEntries((await Promise.all(LAYERS.map(read))).flat());
}
