import type { ColumnInfo } from '@aws-sdk/client-athena';

/** One value of a result: typed where JavaScript has the type without loss, else Athena's text. */
export type Cell = string | number | bigint | boolean | null;

/** A column of a result, by Athena's words. */
export interface Column {
  name: string;
  /** Athena's type: `integer`, `varchar`, `decimal`, … */
  type: string;
  precision?: number;
  scale?: number;
}

export const columnOf = (info: ColumnInfo): Column => ({
  name: info.Name ?? '',
  type: info.Type ?? 'varchar',
  precision: info.Precision,
  scale: info.Scale,
});

const SMALL = new Set(['tinyint', 'smallint', 'integer', 'int', 'float', 'real', 'double']);

/** Athena's text of a value as a typed cell. Decimals, dates, times and nested values stay text: nothing is rounded. */
export function cellOf(text: string | undefined, type: string): Cell {
  if (text === undefined) return null;
  if (SMALL.has(type)) return Number(text);
  if (type === 'bigint') return BigInt(text);
  if (type === 'boolean') return text === 'true';
  return text;
}

/** Are values of the type numbers, to be right-aligned? */
export const isNumeric = (type: string): boolean =>
  SMALL.has(type) || type === 'bigint' || type === 'decimal';
