import { SqlError } from '../../errors';
import { fixed, type Rule } from './rule';

const INTEGERS: Record<string, string> = {
  INT8: 'tinyint',
  INT16: 'smallint',
  INT32: 'integer',
  INT64: 'bigint',
};

const outOfRange = (text: string): SqlError => new SqlError('NUMERIC_VALUE_OUT_OF_RANGE', text);

/** The integer type whose smallest value this is: DuckDB does not tell the type. */
function smallestOf(value: string): string {
  return { '-128': 'tinyint', '-32768': 'smallint', '-2147483648': 'integer' }[value] ?? 'bigint';
}

/** Results that do not fit. Source: Trino's operators, by their answers. */
export const ARITHMETIC: Rule[] = [
  {
    pattern: /Overflow in (addition|subtraction|multiplication|division) of (INT\d+) \((.*?)\)/,
    meaning: (operation, type, operands) =>
      INTEGERS[type!]
        ? outOfRange(`${INTEGERS[type!]} ${operation} overflow: ${operands}`)
        : outOfRange('Decimal overflow'),
  },
  fixed(/Overflow in \w+ of DECIMAL/, 'NUMERIC_VALUE_OUT_OF_RANGE', 'Decimal overflow'),
  fixed(/Overflow in HUGEINT/, 'NUMERIC_VALUE_OUT_OF_RANGE', 'Decimal overflow'),
  fixed(/Overflow in negation/, 'NUMERIC_VALUE_OUT_OF_RANGE', 'bigint negation overflow'),
  {
    pattern: /Overflow in division of ((-\d+) \/ -1)/,
    meaning: (operands, value) => outOfRange(`${smallestOf(value!)} division overflow: ${operands}`),
  },
  {
    pattern: /Overflow on abs\((-\d+)\)/,
    meaning: (value) => outOfRange(`Value ${value} is out of range for abs(${smallestOf(value!)})`),
  },
  fixed(
    /interval value .*out of range|Overflow in INTERVAL|Interval .*out of range/i,
    'NUMERIC_VALUE_OUT_OF_RANGE',
    'Interval is out of range',
  ),
  fixed(
    /Date and time not in timestamp range|(?:date|timestamp)\b.*out of range|Epoch \w+ out of range|Could not convert .* to timestamp|overflows? the range of timestamps?|Cannot subtract infinite/i,
    'NUMERIC_VALUE_OUT_OF_RANGE',
    'Date or timestamp is out of range',
  ),
  fixed(
    /^Out of Range Error: (?:Overflow|.*out of range)/i,
    'NUMERIC_VALUE_OUT_OF_RANGE',
    'Value is out of range',
  ),
];
