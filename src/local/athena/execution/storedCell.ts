import { type PrimitiveType, type Value, valueText } from '../../iceberg';
import type { Cell } from './inlineRows';

/** A stored value as a cell of its column's type. */
export function valueCell(type: PrimitiveType, value: Value | null | undefined): Cell {
  if (value === null || value === undefined || typeof value === 'boolean' || Buffer.isBuffer(value))
    return value;
  if (type === 'int' || type === 'long' || type === 'float' || type === 'double') return value;
  return valueText(type, value);
}

/** A moment in milliseconds, as a timestamp with time zone. */
export const momentCell = (millis: number): Cell => valueText('timestamptz', BigInt(millis) * 1000n);
