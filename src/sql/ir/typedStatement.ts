import type { Scan, TableRelation } from '../catalog/catalogResolver';
import type { Statement } from '../syntax/ast/statement';
import type { Type } from '../types/types';

/** A column of a statement's result. */
export interface OutputColumn {
  /** Lower case; `_col0`, `_col1`, … where the statement gives no name. */
  name: string;
  type: Type;
}

/**
 * A statement with every name resolved and every expression typed. What is inside of `plan` is the business of the
 * analyzer and the generator only.
 */
export interface TypedStatement {
  source: Statement;
  /** The query that yields rows: of a SELECT itself, of an INSERT or CTAS what it stores, coerced to the target's types. */
  query: TypedQuery;
  /** INSERT: the target, and which of its columns the query's outputs fill, in order. Missing ones are NULL. */
  insert?: { target: TableRelation; columns: string[] };
  /** DELETE, UPDATE, MERGE. */
  rowChange?: RowChange;
}

/**
 * What happens to rows of a target. The query's first outputs are a row's file, its position there (both NULL for a row
 * that is new) and the number of the action that it meets (NULL: none, it stays). The others are a new row's values, one
 * for each column of the target; where no action makes rows they are absent.
 */
export interface RowChange {
  target: TableRelation;
  /** The scan of the target, with places. */
  scan: Scan;
  actions: ('delete' | 'update' | 'insert')[];
}

export interface TypedQuery {
  source: Statement;
  output: OutputColumn[];
  /** Every use of a table, views opened. */
  scans: Scan[];
  /** The typed tree, private to src/sql. */
  plan: unknown;
}

export type { Type };
