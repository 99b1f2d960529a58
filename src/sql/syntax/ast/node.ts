/**
 * The tree that `parse` makes of a statement. Every node has the position of its first token. Identifiers are lower
 * case unless they were quoted (then `quoted` is true and the text is as written). Nothing is resolved here.
 * Grammar: Trino's SqlBase (DML, views, CTAS) and Athena's own Hive-side DDL.
 */
import type { Position } from '../../errors';

export interface Node {
  at: Position;
}

export interface Identifier extends Node {
  name: string;
  quoted: boolean;
}

/** `t`, `db.t` or `catalog.db.t`: one to three parts. */
export interface Name extends Node {
  parts: Identifier[];
}

/** What stands between its operands: errors of such an expression are told at the operator, as in Trino. */
export interface Operation {
  operatorAt?: Position;
}

/** A type as written: `decimal(10,2)`, `array(row(a integer))`, `timestamp(3) with time zone`; `struct<…>`, `array<…>` in Hive's form. */
export interface TypeName extends Node {
  /** Lower case: `integer` (also for `int`), `varchar` (also for Hive's `string`), `timestamp with time zone`, `row` (also for `struct`), … */
  base: string;
  /** Type arguments and numbers, in order. */
  arguments: (TypeName | number)[];
  /** For `row`: the fields' names, parallel to `arguments`; undefined entries are anonymous. */
  fieldNames?: (Identifier | undefined)[];
  /** The text as written. */
  text: string;
}
