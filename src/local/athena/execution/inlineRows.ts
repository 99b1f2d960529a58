import type { RelationColumn } from '../../../sql/catalog/catalogResolver';
import { literal } from '../../../sql/duckdb/text';
import type { Type } from '../../../sql/types/types';
import { storedType } from '../../engine/sqlText';

/**
 * A value of a row that the account makes itself. Of rows and arrays the values in order, of maps a Map; what has no
 * JavaScript form of its own (dates, times, decimals, uuids) is a text that the engine can cast.
 */
export type Cell =
  | string
  | number
  | bigint
  | boolean
  | Buffer
  | null
  | undefined
  | Cell[]
  | ReadonlyMap<Cell, Cell>;

/** Rows as a table expression for the engine, in the columns' types. */
export function inlineSource(columns: RelationColumn[], rows: Cell[][]): string {
  const value = (cell: Cell, { type }: RelationColumn) => `CAST(${sqlOf(cell, type)} AS ${storedType(type)})`;
  const row = (cells: Cell[]) => `(${columns.map((column, i) => value(cells[i], column)).join(', ')})`;
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  // VALUES without rows are no SQL.
  const values = rows.length > 0 ? rows.map(row) : [row([])];
  const select = `SELECT * FROM (VALUES ${values.join(', ')}) AS t(${names})`;
  return rows.length > 0 ? `(${select})` : `(${select} WHERE false)`;
}

function sqlOf(cell: Cell, type: Type): string {
  if (cell === null || cell === undefined) return 'NULL';
  if (Buffer.isBuffer(cell)) return `unhex('${cell.toString('hex')}')`;
  if (Array.isArray(cell)) {
    if (type.kind === 'array') return `[${cell.map((item) => sqlOf(item, type.element)).join(', ')}]`;
    if (type.kind !== 'row') throw new Error(`a list of values is no ${type.kind}`);
    const members = type.fields.map(
      (field, i) => `${literal(field.name ?? `field${i}`)}: ${sqlOf(cell[i], field.type)}`,
    );
    return `{${members.join(', ')}}`;
  }
  if (typeof cell === 'object') {
    if (type.kind !== 'map') throw new Error(`a map is no ${type.kind}`);
    const entries = [...cell].map(([key, value]) => `${sqlOf(key, type.key)}: ${sqlOf(value, type.value)}`);
    return `MAP {${entries.join(', ')}}`;
  }
  if (typeof cell !== 'string') return number(cell);
  return type.kind === 'varchar' ? literal(cell) : `CAST(${literal(cell)} AS ${storedType(type)})`;
}

const number = (value: number | bigint | boolean): string =>
  typeof value === 'number' && !Number.isFinite(value) ? `'${value}'::DOUBLE` : String(value);
