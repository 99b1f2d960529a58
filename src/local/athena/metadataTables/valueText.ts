/** Values of partitions and bounds as Iceberg's reference implementation prints them for people (`toHumanString`). */

import { printDouble, printReal } from '../../engine/print/printNumber';
import { type PrimitiveType, type Transform, type Value, valueText } from '../../iceberg';

/**
 * A stored value of a column. Times have no seconds where these are zero, binaries are base64. Undefined for dates that
 * no calendar has.
 */
export function humanText(type: PrimitiveType, value: Value): string | undefined {
  if (Buffer.isBuffer(value)) return value.toString('base64');
  switch (type) {
    case 'float':
      return printReal(value as number);
    case 'double':
      return printDouble(value as number);
    case 'time':
    case 'timestamp':
    case 'timestamptz': {
      const text = valueText(type, value)
        ?.replace(' ', 'T')
        .replace(/(\d\d:\d\d):00(?=\+00|$)/, '$1');
      return type === 'timestamptz' ? text?.replace('+00', 'Z') : text;
    }
    default:
      return valueText(type, value);
  }
}

/** A partition value: that of a time as the year, month, day or hour that it stands for. */
export function humanPartition(transform: Transform, type: PrimitiveType, value: Value): string | undefined {
  const number = Number(value);
  switch (transform.kind) {
    case 'year':
      return year(1970 + number);
    case 'month':
      return `${year(1970 + Math.floor(number / 12))}-${two((((number % 12) + 12) % 12) + 1)}`;
    case 'hour': {
      const day = Math.floor(number / 24);
      return `${valueText('date', day)}-${two(number - day * 24)}`;
    }
    default:
      return humanText(type, value);
  }
}

const two = (count: number): string => String(count).padStart(2, '0');
const year = (count: number): string => String(count).padStart(4, '0');
