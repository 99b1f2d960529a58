import { MISSING } from './arn';

/** A text that is there. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const named = (value: unknown): string => text(value) ?? MISSING;

/** The names of a list. It is never empty, as no decision would be one in favour. */
export function namedEach(value: unknown): string[] {
  const list = Array.isArray(value) ? value.map(named) : [];
  return list.length > 0 ? [...new Set(list)] : [MISSING];
}

/** The texts of a list; nothing for what is no list. */
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** The members of a structure or the entries of a map; none for anything else. */
export const fields = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
