import type { Scan } from '../catalog/catalogResolver';
import { type Position, SqlError } from '../errors';
import type { Window } from '../syntax/ast/query';
import type { Type } from '../types/types';
import type { Typed } from './typed';

/** One column that names can mean. */
export interface FrameColumn {
  /** Lower case; undefined for a column without a name. */
  name: string | undefined;
  /** What may stand before the name: `[table]`, `[database, table]` or `[catalog, database, table]`, longest form. */
  qualifier: string[];
  type: Type;
  /** The column's SQL in this statement. */
  sql: string;
  /** Called when the column is used: the scan then reads it. */
  use?: () => void;
  /** The scan's column that it is, where its rows are those of the scan and no others. */
  scanned?: { scan: Scan; name: string };
  /** Merged away by USING: found by its qualifier only. */
  covered?: boolean;
}

/** A query of a WITH clause. */
export interface CommonTableEntry {
  sqlName: string;
  columns: { name: string | undefined; type: Type }[];
}

/** How columns may stand in an aggregated query. */
export interface Aggregation {
  /** The SQL of what is grouped by. */
  groups: Set<string>;
  /** Columns that stand outside of an aggregate and are not grouped by, as errors. */
  violations: SqlError[];
  /** Above zero: inside of an aggregate's arguments. */
  inside: number;
}

/** One query block: what names mean in it. */
export interface NameScope {
  columns: FrameColumn[];
  /** The block around it, for correlated subqueries. */
  outer?: NameScope;
  ctes: ReadonlyMap<string, CommonTableEntry>;
  lambdas: Map<string, Typed>[];
  /** Present where aggregates may stand. */
  aggregation?: Aggregation;
  /** Present where window functions may stand. */
  windows?: ReadonlyMap<string, Window>;
  /** Outputs of the SELECT, which ORDER BY sees first. */
  outputs?: Map<string, Typed>;
}

export const lower = (name: string): string => name.toLowerCase();

/** A column that is not there, or that the caller may not see: the text is the same. Source: Athena. */
export const notResolved = (name: string, at: Position): SqlError =>
  new SqlError(
    'COLUMN_NOT_FOUND',
    `Column '${lower(name)}' cannot be resolved or requester is not authorized to access requested resources`,
    at,
  );

/** The columns of one block that a name can mean. */
export function matching(block: NameScope, qualifier: string[], name: string): FrameColumn[] {
  return block.columns.filter(
    (column) =>
      column.name === name &&
      (qualifier.length > 0 || !column.covered) &&
      endsWith(column.qualifier, qualifier),
  );
}

function endsWith(whole: string[], end: string[]): boolean {
  return end.length <= whole.length && end.every((part, i) => whole[whole.length - end.length + i] === part);
}
