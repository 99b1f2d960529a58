import { SqlError } from '../../errors';
import { invalidArgument, type Rule } from './rule';

/** DuckDB's types in its texts about casts, as Trino tells them there. */
const TARGETS: Record<string, string> = {
  INT8: 'TINYINT',
  INT16: 'SMALLINT',
  INT32: 'INT',
  INT64: 'BIGINT',
  INTEGER: 'INT',
  FLOAT: 'REAL',
  BOOL: 'BOOLEAN',
};
/** Integers as Trino tells them in texts about ranges. */
const RANGES: Record<string, string> = {
  INT8: 'tinyint',
  INT16: 'smallint',
  INT32: 'integer',
  INT64: 'bigint',
  INT128: 'decimal(38,0)',
  FLOAT: 'real',
  DOUBLE: 'double',
};

const invalidCast = (text: string): SqlError => new SqlError('INVALID_CAST_ARGUMENT', text);
const timeCast = (kind: string, value: string): SqlError =>
  invalidCast(`Value cannot be cast to ${kind.toLowerCase()}: ${value}`);

/** DuckDB writes `1e+30`, and Java `1.0E30`. */
function javaNumber(text: string): string {
  if (/^-?inf$/.test(text)) return text.replace('inf', 'Infinity');
  if (text === 'nan' || text === '-nan') return 'NaN';
  const [, mantissa, exponent] = /^(-?[\d.]+)e([+-]\d+)$/.exec(text) ?? [];
  return mantissa ? `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}` : text;
}

/** Texts and numbers that are no value of a type. Source: Trino's casts, by their answers. */
export const CASTS: Rule[] = [
  {
    pattern: /Could not convert string ['"](.*)['"] to ((?:u?int\d+|integer|bool|float|double))\b/is,
    // The engine's UUIDs are integers of 128 bits, and no other type of the dialect is one.
    meaning: (value, type) =>
      type!.toUpperCase() === 'INT128'
        ? invalidCast(`Cannot cast value to UUID: ${value}`)
        : invalidCast(`Cannot cast '${value}' to ${TARGETS[type!.toUpperCase()] ?? type!.toUpperCase()}`),
  },
  {
    pattern: /Could not convert string ['"](.*)['"] to UUID/is,
    meaning: (value) => invalidCast(`Cannot cast value to UUID: ${value}`),
  },
  {
    pattern: /Could not convert string ['"](.*)['"] to DECIMAL\((\d+),\s*(\d+)\)/is,
    meaning: (value, precision, scale) =>
      invalidCast(
        `Cannot cast VARCHAR '${value}' to DECIMAL(${precision}, ${scale}).${/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value!) ? '' : ' Value is not a number.'}`,
      ),
  },
  {
    pattern: /invalid (date|timestamp|time) field format: "(.*?)"/is,
    meaning: (kind, value) => timeCast(kind!, value!),
  },
  {
    pattern: /(date|timestamp|time) field value out of range: "(.*?)"/is,
    meaning: (kind, value) => timeCast(kind!, value!),
  },
  {
    pattern: /timestamp \(?\w*\)?.*? field value "(.*?)" has a timestamp that is not UTC/is,
    meaning: (value) => timeCast('timestamp', value!),
  },
  {
    pattern: /Type (\w+) with value (\S+) can't be cast .* destination type (\w+)/s,
    meaning: (from, value, to) => {
      const target = RANGES[to!];
      if (!target) return undefined;
      if (/^(FLOAT|DOUBLE)$/.test(from!) && (to === 'INT64' || value === 'nan'))
        return invalidCast(`Unable to cast ${javaNumber(value!)} to ${target}`);
      return new SqlError('NUMERIC_VALUE_OUT_OF_RANGE', `Out of range for ${target}: ${javaNumber(value!)}`);
    },
  },
  {
    pattern: /Could not cast value (\S+) (?:from DECIMAL\S* )?to DECIMAL\((\d+),\s*(\d+)\)/s,
    meaning: (value, precision, scale) =>
      invalidCast(`Cannot cast '${javaNumber(value!)}' to DECIMAL(${precision}, ${scale})`),
  },
  {
    pattern: /Casting value "(\S+)" to type DECIMAL\((\d+),\s*(\d+)\) failed/s,
    meaning: (value, precision, scale) =>
      invalidCast(`Cannot cast '${value}' to DECIMAL(${precision}, ${scale})`),
  },
  {
    pattern: /Failed to cast decimal value ['"]?(\S+?)['"]? to type (\w+)/is,
    meaning: (value, type) => invalidCast(`Cannot cast '${value}' to ${TARGETS[type!] ?? type}`),
  },
  {
    pattern: /Failed to cast value to (?:numerical|\w+): (.*)/is,
    meaning: (value) => invalidCast(`Cannot cast '${value}' to a number`),
  },
  {
    pattern: /Expected (OBJECT|ARRAY), but got (\w+)/,
    meaning: (expected, found) =>
      invalidCast(`Expected a json ${expected!.toLowerCase()}, but got ${found!.toLowerCase()}`),
  },
  {
    pattern: /Malformed JSON at byte .*Input: "(.*)"/s,
    meaning: (value) => invalidArgument(`Cannot convert value to JSON: '${value}'`),
  },
];
