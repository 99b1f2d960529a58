import type { Position } from '../errors';
import type { TableVersion } from '../syntax/ast/query';
import type { Type } from '../types/types';

/** One visible column of a relation. */
export interface RelationColumn {
  name: string;
  type: Type;
  /** The column's identity in its table (Iceberg field id, or the position in a CSV): stable under renames. */
  fieldId?: number;
}

/** A table that the caller may read, with only the columns that it may read: a hidden column is not in it. */
export interface TableRelation {
  kind: 'table';
  catalog: string;
  database: string;
  name: string;
  columns: RelationColumn[];
  /** The scope's mark of a version of the table other than the one that is current. */
  version?: string;
}

/** A view: its text is parsed and analyzed with the caller's own rights (Athena's views have no owner's rights). */
export interface ViewRelation {
  kind: 'view';
  catalog: string;
  database: string;
  name: string;
  sql: string;
  /** The declared output columns. */
  columns: RelationColumn[];
}

export type Relation = TableRelation | ViewRelation;

export interface QualifiedName {
  catalog?: string;
  database?: string;
  name: string;
}

/**
 * What a statement may name, built once for the caller (Lake Formation is enforced here and nowhere else for SQL).
 * `relation` throws SqlError (TABLE_NOT_FOUND, SCHEMA_NOT_FOUND, CATALOG_NOT_FOUND, permission texts) at `position`; with
 * time travel the columns are those of that version of the table.
 */
export interface CatalogResolver {
  catalog: string;
  database?: string;
  /** The start of the query: `now()`, `current_date` and the like. */
  now: Date;
  relation(name: QualifiedName, position: Position, asOf?: TableVersion): Relation;
  /** Values for `?`, in order, as SQL expressions that are already parsed by the analyzer's own rules. */
  parameters?: string[];
  /**
   * Is told of every expression and query that was analyzed. What it throws ends the analysis.
   * @param characters of the SQL that was made of it
   */
  progress?(characters: number): void;
}

/** A comparison that data files can be pruned by; columns by name in the relation. */
export type Predicate =
  | { op: 'and' | 'or'; operands: Predicate[] }
  | {
      op: '=' | '<>' | '<' | '<=' | '>' | '>=';
      column: string;
      value: string | number | bigint | boolean;
      type: Type;
    }
  | { op: 'in'; column: string; values: (string | number | bigint | boolean)[]; type: Type }
  | { op: 'is null' | 'is not null'; column: string };

/** One use of a table in a statement: what the planner must read for it. */
export interface Scan {
  /** Unique in the statement; `generate` asks for its source by this. */
  id: string;
  relation: TableRelation;
  /** Names of the columns that the statement uses, in the relation's order. */
  columns: string[];
  /** Rows outside of it need not be read (it is a hint; the generated SQL filters anyway). */
  filter?: Predicate;
  /** Names of two more columns, where each row's place is asked for: its file, and its position there (from 0). */
  places?: { file: string; position: string };
}

/** DuckDB SQL (a table expression such as `(SELECT … FROM read_parquet(…))`) for each scan, by its id. Its columns are named as in the relation. */
export type Inputs = ReadonlyMap<string, string>;
