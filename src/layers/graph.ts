import { LAYERS, type LayerName } from '../../infra/layer';

export { LAYERS, type LayerName };

/** What must be up before a layer can be. */
export const NEEDS: Record<LayerName, readonly LayerName[]> = {
  foundation: [],
  catalog: ['foundation'],
  query: ['foundation'],
  governance: ['foundation', 'catalog'],
  guards: ['foundation'],
};

/** A layer with all that it stands on, in the order of {@link LAYERS}. */
export function withNeeds(wanted: readonly LayerName[]): LayerName[] {
  const all = new Set<LayerName>();
  const add = (layer: LayerName): void => {
    for (const need of NEEDS[layer]) add(need);
    all.add(layer);
  };
  for (const layer of wanted) add(layer);
  return LAYERS.filter((layer) => all.has(layer));
}

/**
 * Does `work` for every layer, each as soon as those before it are done, at most `width` at once. `reverse` goes from
 * the top down. The first failure stops what has not begun; what runs is waited for, then the failure is thrown.
 */
export async function inOrder(layers: readonly LayerName[], work: (layer: LayerName) => Promise<void>, options: { width: number; reverse?: boolean }): Promise<void> {
  const waiting = new Set(layers);
  const running = new Map<LayerName, Promise<void>>();
  const before = (layer: LayerName): readonly LayerName[] => (options.reverse ? LAYERS.filter((other) => NEEDS[other].includes(layer)) : NEEDS[layer]);
  const isFree = (layer: LayerName) => before(layer).every((other) => !waiting.has(other) && !running.has(other));
  let failure: { error: unknown } | undefined;
  while (waiting.size > 0 || running.size > 0) {
    for (const layer of waiting) {
      if (failure || running.size >= options.width) break;
      if (!isFree(layer)) continue;
      waiting.delete(layer);
      running.set(
        layer,
        work(layer)
          .catch((error: unknown) => void (failure ??= { error }))
          .finally(() => running.delete(layer)),
      );
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (failure) throw failure.error;
}
