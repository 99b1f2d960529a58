import type { Item } from './item';

export interface Comparison {
  /** In the account, in no state: somebody made it by hand. */
  unmanaged: Item[];
  /** In a state, not in the account: somebody removed it by hand. */
  missing: Item[];
  /** The learner's own tables: data, not infrastructure. */
  data: Item[];
  managed: Item[];
}

const keyOf = (item: Item): string => `${item.kind}\n${item.id}`;

/** Holds what exists against what the states say. Tables of the sandbox count as data. */
export function compare(living: Item[], states: Item[], sandbox: string): Comparison {
  const made = new Set(states.map(keyOf));
  const exists = new Set(living.map(keyOf));
  const isData = (item: Item) =>
    item.kind === 'glue table' && item.id.startsWith(`${sandbox}.`) && !made.has(keyOf(item));
  return {
    managed: living.filter((item) => made.has(keyOf(item))),
    unmanaged: living.filter((item) => !made.has(keyOf(item)) && !isData(item)),
    data: living.filter(isData),
    missing: states.filter((item) => !exists.has(keyOf(item))),
  };
}
