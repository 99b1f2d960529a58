import type { Typed } from '../bind/typed';
import { SqlError } from '../errors';

/** @throws SqlError INVALID_FUNCTION_ARGUMENT for a constant that names no time zone */
export function assertZone({ constant }: Typed): void {
  if (typeof constant !== 'string' || isZone(constant)) return;
  throw new SqlError('INVALID_FUNCTION_ARGUMENT', `'${constant}' is not a valid time zone`);
}

function isZone(name: string): boolean {
  if (/^(?:[+-]\d{2}:?\d{2}|Z)$/.test(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
