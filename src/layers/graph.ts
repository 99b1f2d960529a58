import { LAYERS, type LayerName } from '../../infra/layer';
import { CliError } from '../cliError';

export { LAYERS, type LayerName };

/** What must be up before a layer can be. */
export const NEEDS: Record<LayerName, readonly LayerName[]> = {
  foundation: [],
  catalog: ['foundation'],
  query: ['foundation'],
  governance: ['foundation', 'catalog'],
  guards: ['foundation'],
};

/** Of layers that could go up (or down) at the same time, those that take longest begin: the guards wait a minute for S3. */
const START_ORDER: readonly LayerName[] = ['foundation', 'guards', 'catalog', 'query', 'governance'];

/** Layers with all that they stand on, in the order of {@link LAYERS}. */
export function withNeeds(wanted: readonly LayerName[]): LayerName[] {
  const all = new Set<LayerName>();
  const add = (layer: LayerName): void => {
    for (const need of NEEDS[layer]) add(need);
    all.add(layer);
  };
  for (const layer of wanted) add(layer);
  return LAYERS.filter((layer) => all.has(layer));
}

/** Layers with all that stand on them, in the order of {@link LAYERS}. */
export const withDependents = (wanted: readonly LayerName[]): LayerName[] =>
  LAYERS.filter((layer) => withNeeds([layer]).some((need) => wanted.includes(need)));

/**
 * Does `work` for every layer, each as soon as those that it needs are done; `reverse` goes from the top down. After a
 * failure nothing more is begun; what runs is waited for. @throws what failed; a CliError of all, when more than one did
 */
export async function inOrder(
  layers: readonly LayerName[],
  work: (layer: LayerName) => Promise<void>,
  { reverse = false } = {},
): Promise<void> {
  const waiting = new Set(layers);
  const running = new Map<LayerName, Promise<void>>();
  const failures: unknown[] = [];
  const before = (layer: LayerName): readonly LayerName[] =>
    reverse ? LAYERS.filter((other) => NEEDS[other].includes(layer)) : NEEDS[layer];
  const isFree = (layer: LayerName) =>
    before(layer).every((other) => !waiting.has(other) && !running.has(other));
  const begin = async (layer: LayerName): Promise<void> => {
    try {
      await work(layer);
    } catch (error) {
      failures.push(error);
    } finally {
      running.delete(layer);
    }
  };
  while (waiting.size > 0 || running.size > 0) {
    for (const layer of START_ORDER.filter((one) => waiting.has(one) && isFree(one))) {
      if (failures.length > 0) break;
      waiting.delete(layer);
      running.set(layer, begin(layer));
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : together(failures);
}

/** More than one failure as one: all messages, and the first hint. */
function together(failures: unknown[]): unknown {
  const bug = failures.find((failure) => !(failure instanceof CliError));
  if (bug) return bug;
  const errors = failures as CliError[];
  return new CliError(errors.map((error) => error.message).join('\n'), errors[0]!.hint);
}
