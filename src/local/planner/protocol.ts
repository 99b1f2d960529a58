/** What the gateway and a planner say to each other. All of it passes by structured clone. */

import type { Relation } from '../../sql/catalog/catalogResolver';
import type { Position } from '../../sql/errors';
import type { TypedStatement } from '../../sql/ir/typedStatement';
import type { Statement } from '../../sql/syntax/ast/statement';
import type { StatementType } from '../../sql/syntax/parse';
import type { NamedRelation } from './namedRelations';

/** A text's statement as far as the gateway needs it; the tree itself stays with the planner when the text is large. */
export interface Outline {
  /** The text as Athena echoes it. */
  query: string;
  /** Of a large text without its queries, conditions and values (src/sql/syntax/outline.ts). */
  statement: Statement;
  type: StatementType;
  /** How many `?` there are. */
  places: number;
  /** What stands where a relation may stand in the part that is analyzed. */
  names: NamedRelation[];
}

/** Whatever a statement may name, looked up before: by its key (relationKey.ts). */
export interface PlannedScope {
  catalog: string;
  database: string;
  now: Date;
  parameters: string[];
  /** Null: there was an error, which the gateway keeps. */
  relations: Map<string, Relation | null>;
}

export type PlannerTask =
  | { kind: 'outline'; text: string }
  | { kind: 'analyze'; text: string; scope: PlannedScope };

export type PlannerAnswer =
  | { kind: 'outline'; outline: Outline }
  | { kind: 'analyzed'; typed: TypedStatement }
  /** The statement cannot be run as it is written. */
  | { kind: 'sqlError'; errorName: string; text: string; position?: Position }
  /** The statement names a relation that the gateway has an error for. */
  | { kind: 'refused'; key: string; position: Position }
  | { kind: 'failed'; stack: string };
