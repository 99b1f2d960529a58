import { literal as text } from '../duckdb/text';
import { SqlError } from '../errors';
import type { Literal } from '../syntax/ast/expression';
import { decimal, duckType, T, timestamp, typeOfName, varchar } from '../types/typeRules';
import type { Type } from '../types/types';
import type { Typed } from './typed';

/** The value of a literal, typed. @throws SqlError INVALID_LITERAL */
export function literalValue(node: Literal): Typed {
  const { at } = node;
  switch (node.kind) {
    case 'null':
      return { type: T.unknown, sql: 'NULL', at, constant: null };
    case 'boolean':
      return { type: T.boolean, sql: String(node.value), at };
    case 'integer': {
      const big = BigInt(node.text);
      if (big > 9223372036854775808n)
        throw new SqlError('INVALID_LITERAL', `Invalid numeric literal: ${node.text}`, at);
      return {
        type: big > 2147483647n ? T.bigint : T.integer,
        sql: node.text,
        at,
        constant: Number(node.text),
      };
    }
    case 'decimal':
    case 'double':
      // Athena reads a bare 1.5 as a double, where Trino reads a decimal.
      return { type: T.double, sql: `CAST(${text(node.text)} AS DOUBLE)`, at, constant: Number(node.text) };
    case 'string':
      return { type: varchar([...node.value].length), sql: text(node.value), at, constant: node.value };
    case 'binary':
      return { type: T.varbinary, sql: `unhex(${text(node.hex)})`, at };
    case 'interval':
      return { ...intervalValue(node), at };
    case 'typed':
      return { ...typedLiteral(typeOfName(node.typeName), node.value, at), at };
  }
}

const SECONDS: Record<string, number> = { day: 86_400, hour: 3600, minute: 60, second: 1, week: 604_800 };

function intervalValue(node: Extract<Literal, { kind: 'interval' }>): Pick<Typed, 'type' | 'sql'> {
  const bad = () => new SqlError('INVALID_LITERAL', `Invalid INTERVAL literal: ${node.value}`, node.at);
  const negative = node.negative !== node.value.trim().startsWith('-');
  const value = node.value.trim().replace(/^[+-]/, '');
  const sign = negative ? '-' : '';
  if (node.from === 'year' || node.from === 'month') {
    const [, years = '0', months = '0'] =
      (node.to ? /^(\d+)-(\d+)$/ : node.from === 'year' ? /^(\d+)()$/ : /^()(\d+)$/).exec(value) ?? [];
    if (!/^\d+(-\d+)?$/.test(value)) throw bad();
    return {
      type: T.yearInterval,
      sql: `to_months(${sign}${Number(years || 0) * 12 + Number(months || 0)})`,
    };
  }
  if (node.to === undefined && (node.from === 'day' || node.from === 'week')) {
    if (!/^\d+$/.test(value)) throw bad();
    return { type: T.dayInterval, sql: `to_days(${sign}${Number(value) * (node.from === 'week' ? 7 : 1)})` };
  }
  const parts = value.split(/[ :]/).map(Number);
  if (parts.some((part) => Number.isNaN(part)) || parts.length === 0) throw bad();
  const fields = ['day', 'hour', 'minute', 'second'];
  const from = fields.indexOf(node.from);
  const seconds = parts.reduce(
    (sum, part, i) => sum + part * (SECONDS[fields[from + i] ?? 'second'] ?? 0),
    0,
  );
  return { type: T.dayInterval, sql: `to_microseconds(${sign}${Math.round(seconds * 1e6)})` };
}

const fraction = (value: string): number => /\.(\d+)/.exec(value)?.[1]?.length ?? 0;

function typedLiteral(type: Type, value: string, at: Typed['at']): Pick<Typed, 'type' | 'sql' | 'constant'> {
  const cast = `CAST(${text(value)} AS ${duckType(type)})`;
  const invalid = () =>
    new SqlError('INVALID_LITERAL', `'${value}' is not a valid ${type.kind.toUpperCase()} literal`, at);
  switch (type.kind) {
    case 'decimal': {
      const [, whole = '', digits = ''] = /^[+-]?(\d*)\.?(\d*)$/.exec(value.trim()) ?? [];
      if (!/\d/.test(value) || !/^[+-]?\d*\.?\d*$/.test(value.trim()))
        throw new SqlError('INVALID_LITERAL', `Invalid decimal literal: '${value}'`, at);
      const precision = Math.max(1, whole.replace(/^0+/, '').length + digits.length);
      if (precision > 38) throw new SqlError('INVALID_LITERAL', `Invalid decimal literal: '${value}'`, at);
      const own = decimal(precision, digits.length);
      return { type: own, sql: `CAST(${text(value.trim())} AS ${duckType(own)})`, constant: Number(value) };
    }
    case 'date':
      if (!/^\s*[+-]?\d{4,}-\d{1,2}-\d{1,2}\s*$/.test(value) || !isOfCalendar(value))
        throw new SqlError('INVALID_LITERAL', `'${value}' is not a valid DATE literal`, at);
      return { type, sql: cast, constant: value.trim() };
    case 'timestamp': {
      const [whole, zone] =
        /^\s*[+-]?\d{4,}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)?\s*(.*?)\s*$/.exec(
          value,
        ) ?? [];
      if (whole === undefined || !isOfCalendar(value))
        throw new SqlError('INVALID_LITERAL', `'${value}' is not a valid TIMESTAMP literal`, at);
      const own = timestamp(fraction(value), zone !== '');
      // The engine takes an offset only where no blank stands before it.
      const written = value.trim().replace(/\s+(?=[+-]\d)/, '');
      return { type: own, sql: `CAST(${text(written)} AS ${duckType(own)})`, constant: value.trim() };
    }
    case 'time':
      if (!/^\s*\d{1,2}:\d{1,2}(:\d{1,2}(\.\d+)?)?/.test(value)) throw invalid();
      return { type: { ...type, precision: fraction(value) }, sql: cast };
    case 'char':
      return { type: { kind: 'char', length: [...value].length }, sql: text(value), constant: value };
    case 'varchar':
      return { type: varchar([...value].length), sql: text(value), constant: value };
    case 'json':
      return { type, sql: `CAST(${text(canonicalJson(value, at))} AS JSON)` };
    default:
      return { type, sql: cast, constant: value };
  }
}

/** Whether the date and time of day that a text begins with are ones. */
function isOfCalendar(value: string): boolean {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (value.match(/\d+/g) ?? []).map(
    Number,
  );
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  const timed = /\d[ T]\d{1,2}:/.test(value);
  return (
    day >= 1 && day <= days && (!timed || (hour < 24 && minute < 60 && (!/:\d+:/.test(value) || second < 60)))
  );
}

/** Trino keeps JSON with its keys in order. */
function canonicalJson(value: string, at: Typed['at']): string {
  const ordered = (json: unknown): unknown =>
    Array.isArray(json)
      ? json.map(ordered)
      : json && typeof json === 'object'
        ? Object.fromEntries(
            Object.entries(json)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, inner]) => [key, ordered(inner)]),
          )
        : json;
  try {
    return JSON.stringify(ordered(JSON.parse(value)));
  } catch {
    throw new SqlError('INVALID_LITERAL', `'${value}' is not a valid JSON literal`, at);
  }
}
