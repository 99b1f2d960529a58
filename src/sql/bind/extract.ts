import { SqlError } from '../errors';
import { isInterval } from '../types/typeRules';
import { formatType } from '../types/types';
import type { Typed } from './typed';

const OF_TIME = ['hour', 'minute', 'second'];

/** EXTRACT takes from a value only fields that its type has. @throws SqlError TYPE_MISMATCH */
export function assertExtractable(field: string, value: Typed): void {
  const { kind } = value.type;
  if (kind === 'unknown') return;
  if (kind !== 'date' && kind !== 'time' && kind !== 'timestamp' && !isInterval(value.type))
    throw new SqlError(
      'TYPE_MISMATCH',
      `Type of argument to extract must be DATE, TIME, TIMESTAMP, or INTERVAL (actual ${formatType(value.type)})`,
      value.at,
    );
  const isOfTime = OF_TIME.includes(field) || field.startsWith('timezone');
  if ((kind === 'date' && isOfTime) || (kind === 'time' && !isOfTime))
    throw new SqlError('TYPE_MISMATCH', `Cannot extract ${field} from ${formatType(value.type)}`, value.at);
}
