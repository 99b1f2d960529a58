/** Expressions: what has a value. */
import type { Identifier, Name, Node, Operation, TypeName } from './node';
import type { Query, SortItem, Window } from './query';

export type Expression =
  | Literal
  | ColumnReference
  | Dereference
  | Parameter
  | Unary
  | Binary
  | Comparison
  | QuantifiedComparison
  | Logical
  | Not
  | IsNull
  | IsDistinctFrom
  | Between
  | InList
  | InSubquery
  | Like
  | Exists
  | ScalarSubquery
  | Case
  | Cast
  | FunctionCall
  | Lambda
  | ArrayConstructor
  | RowConstructor
  | Subscript
  | Extract
  | AtTimeZone
  | CurrentValue
  | Grouping;

export type Literal =
  | (Node & { type: 'literal'; kind: 'null' })
  | (Node & { type: 'literal'; kind: 'boolean'; value: boolean })
  /** Digits as written (`1`, `1_000`'s underscores removed). */
  | (Node & { type: 'literal'; kind: 'integer'; text: string })
  /** `1.5`: a double in Athena. */
  | (Node & { type: 'literal'; kind: 'decimal'; text: string })
  /** `1E5`. */
  | (Node & { type: 'literal'; kind: 'double'; text: string })
  | (Node & { type: 'literal'; kind: 'string'; value: string })
  /** `X'65 66'`: hexadecimal digits without blanks. */
  | (Node & { type: 'literal'; kind: 'binary'; hex: string })
  /** `DATE '2020-01-01'`, `DECIMAL '1.5'`, `JSON '…'`, `TIMESTAMP '…'`, `BIGINT '5'`. */
  | (Node & { type: 'literal'; kind: 'typed'; typeName: TypeName; value: string })
  /** `INTERVAL -'1' DAY`, `INTERVAL '1-2' YEAR TO MONTH`. */
  | (Node & {
      type: 'literal';
      kind: 'interval';
      negative: boolean;
      value: string;
      from: IntervalField;
      to?: IntervalField;
    });

export type IntervalField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'week';

/** A bare name; it may turn out to be a column, or the base of a dereference. */
export interface ColumnReference extends Node {
  type: 'column';
  name: Identifier;
}
/** `base.field`: `t.c`, `db.t.c` or a field of a row; the analyzer decides. */
export interface Dereference extends Node {
  type: 'dereference';
  base: Expression;
  field: Identifier;
}
/** `?`, numbered from 0 in the order of the text. */
export interface Parameter extends Node {
  type: 'parameter';
  index: number;
}
export interface Unary extends Node {
  type: 'unary';
  operator: '+' | '-';
  operand: Expression;
}
export interface Binary extends Node, Operation {
  type: 'binary';
  operator: '+' | '-' | '*' | '/' | '%' | '||';
  left: Expression;
  right: Expression;
}
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export interface Comparison extends Node, Operation {
  type: 'comparison';
  operator: ComparisonOperator;
  left: Expression;
  right: Expression;
}
export interface QuantifiedComparison extends Node, Operation {
  type: 'quantified';
  operator: ComparisonOperator;
  quantifier: 'all' | 'any';
  left: Expression;
  query: Query;
}
export interface Logical extends Node {
  type: 'logical';
  operator: 'and' | 'or';
  operands: Expression[];
}
export interface Not extends Node {
  type: 'not';
  operand: Expression;
}
export interface IsNull extends Node, Operation {
  type: 'isNull';
  operand: Expression;
  negated: boolean;
}
export interface IsDistinctFrom extends Node, Operation {
  type: 'isDistinctFrom';
  left: Expression;
  right: Expression;
  negated: boolean;
}
export interface Between extends Node, Operation {
  type: 'between';
  operand: Expression;
  low: Expression;
  high: Expression;
  negated: boolean;
}
export interface InList extends Node, Operation {
  type: 'inList';
  operand: Expression;
  list: Expression[];
  negated: boolean;
}
export interface InSubquery extends Node, Operation {
  type: 'inSubquery';
  operand: Expression;
  query: Query;
  negated: boolean;
}
export interface Like extends Node, Operation {
  type: 'like';
  operand: Expression;
  pattern: Expression;
  escape?: Expression;
  negated: boolean;
}
export interface Exists extends Node {
  type: 'exists';
  query: Query;
}
export interface ScalarSubquery extends Node {
  type: 'subquery';
  query: Query;
}
export interface Case extends Node {
  type: 'case';
  /** `CASE operand WHEN …`; absent in the searched form. */
  operand?: Expression;
  branches: { when: Expression; then: Expression }[];
  otherwise?: Expression;
}
/** `CAST(x AS t)` and `TRY_CAST(x AS t)`. */
export interface Cast extends Node {
  type: 'cast';
  operand: Expression;
  to: TypeName;
  safe: boolean;
}
export interface FunctionCall extends Node {
  type: 'call';
  /** Lower case; `coalesce`, `nullif`, `if`, `try`, `position`, `trim`, `substring`, `normalize`, `concat`, … are calls like any other. */
  name: Name;
  arguments: Expression[];
  /** `count(*)`. */
  star: boolean;
  distinct: boolean;
  /** `array_agg(x ORDER BY y)`. */
  orderBy: SortItem[];
  filter?: Expression;
  nullTreatment?: 'ignore' | 'respect';
  over?: Window | Identifier;
  /** `listagg(…, ',') WITHIN GROUP (ORDER BY …)`. */
  withinGroup?: SortItem[];
  /** `listagg(… ON OVERFLOW TRUNCATE '…' WITH COUNT)`; absent: an error. */
  onOverflow?: { filler?: string; withCount: boolean };
  /** `trim(LEADING 'x' FROM s)`. */
  trim?: 'leading' | 'trailing' | 'both';
}
export interface Lambda extends Node {
  type: 'lambda';
  parameters: Identifier[];
  body: Expression;
}
export interface ArrayConstructor extends Node {
  type: 'array';
  elements: Expression[];
}
/** `ROW(1, 2)` and `(1, 2)`. */
export interface RowConstructor extends Node {
  type: 'row';
  elements: Expression[];
}
export interface Subscript extends Node {
  type: 'subscript';
  base: Expression;
  index: Expression;
}
export interface Extract extends Node {
  type: 'extract';
  /** Lower case: `year`, `day_of_week`, `dow`, `timezone_hour`, … */
  field: string;
  operand: Expression;
}
export interface AtTimeZone extends Node, Operation {
  type: 'atTimeZone';
  operand: Expression;
  zone: Expression;
}
/** `current_date`, `current_timestamp(3)`, `localtime`, `current_user`, … */
export interface CurrentValue extends Node {
  type: 'current';
  value: 'date' | 'time' | 'timestamp' | 'localtime' | 'localtimestamp' | 'user' | 'catalog' | 'schema';
  precision?: number;
}
/** `GROUPING(a, b)`. */
export interface Grouping extends Node {
  type: 'grouping';
  columns: Expression[];
}
