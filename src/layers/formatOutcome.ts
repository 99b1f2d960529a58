import type { Outcome } from './event';

type Counts = Pick<Outcome, 'add' | 'change' | 'remove'>;

/** `3 to add, 1 to change`. */
export const plannedInWords = ({ add, change, remove }: Counts): string =>
  [add && `${add} to add`, change && `${change} to change`, remove && `${remove} to remove`]
    .filter(Boolean)
    .join(', ') || 'nothing to change';

/** `8 added`, `as it should be`. */
export function outcomeInWords({ result, add, change, remove, adopted }: Outcome): string {
  const parts = [
    adopted && `${adopted} taken over`,
    add && `${add} added`,
    change && `${change} changed`,
    remove && `${remove} removed`,
  ];
  return result === 'unchanged' ? 'as it should be' : parts.filter(Boolean).join(', ') || result;
}
