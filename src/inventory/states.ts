import fs from 'node:fs/promises';
import { LAYERS, stateFile } from '../layers';
import type { Target } from '../target/target';
import type { Item } from './item';
import { itemsOfState } from './state';

/** What the states of all layers say that Terraform made. A layer without a state has made nothing. */
export async function stateItems(target: Target): Promise<Item[]> {
  const states = await Promise.all(
    LAYERS.map(async (layer) => {
      try {
        return itemsOfState(await fs.readFile(stateFile(layer, target), 'utf8'));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
    }),
  );
  return states.flat();
}
