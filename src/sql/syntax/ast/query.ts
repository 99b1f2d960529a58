/** Queries: what yields rows. */
import type { Position } from '../../errors';
import type { Expression } from './expression';
import type { Identifier, Name, Node } from './node';

export interface Query extends Node {
  type: 'query';
  recursive: boolean;
  with: CommonTable[];
  body: QueryBody;
  orderBy: SortItem[];
  offset?: Expression;
  limit?: Limit;
}
export interface CommonTable extends Node {
  name: Identifier;
  columns?: Identifier[];
  query: Query;
}
/** `LIMIT n`, `LIMIT ALL` (count undefined), `FETCH FIRST n ROWS [ONLY | WITH TIES]`. */
export interface Limit extends Node {
  count?: Expression;
  withTies: boolean;
}
export type QueryBody = Select | SetOperation | Values | TableQuery | Query;
export interface Select extends Node {
  type: 'select';
  distinct: boolean;
  items: SelectItem[];
  from: TableExpression[];
  where?: Expression;
  groupBy?: GroupBy;
  having?: Expression;
  windows: { name: Identifier; window: Window }[];
}
export type SelectItem =
  | (Node & { type: 'expression'; expression: Expression; alias?: Identifier })
  /** `*`, `t.*`, `row_expression.* AS (a, b)`. */
  | (Node & { type: 'star'; of?: Expression; aliases?: Identifier[] });
export interface SetOperation extends Node {
  /** Of UNION, INTERSECT or EXCEPT: errors are told there, as in Trino. */
  operatorAt: Position;
  type: 'setOperation';
  operator: 'union' | 'intersect' | 'except';
  distinct: boolean;
  left: QueryBody;
  right: QueryBody;
}
/** `VALUES (1, 'a'), (2, 'b')`: a row of one value is the value itself. */
export interface Values extends Node {
  type: 'values';
  rows: Expression[];
}
/** `TABLE t`. */
export interface TableQuery extends Node {
  type: 'tableQuery';
  name: Name;
}
export interface GroupBy extends Node {
  distinct: boolean;
  elements: GroupingElement[];
}
export type GroupingElement =
  | (Node & { type: 'simple'; expressions: Expression[] })
  | (Node & { type: 'rollup'; expressions: Expression[] })
  | (Node & { type: 'cube'; expressions: Expression[] })
  | (Node & { type: 'sets'; sets: Expression[][] });
export interface SortItem extends Node {
  expression: Expression;
  descending: boolean;
  nulls?: 'first' | 'last';
}
export interface Window extends Node {
  /** A named window that this one extends. */
  base?: Identifier;
  partitionBy: Expression[];
  orderBy: SortItem[];
  frame?: { unit: 'rows' | 'range' | 'groups'; start: FrameBound; end?: FrameBound };
}
export type FrameBound =
  | { bound: 'unbounded preceding' | 'unbounded following' | 'current row' }
  | { bound: 'preceding' | 'following'; value: Expression };

/** Time travel: `FOR TIMESTAMP AS OF` a time, `FOR VERSION AS OF` a snapshot's id or the name of a branch or tag. */
export interface TableVersion {
  kind: 'timestamp' | 'version';
  /** A constant: it names no columns. */
  value: Expression;
}

export type TableExpression =
  | (Node & { type: 'table'; name: Name; asOf?: TableVersion })
  | (Node & { type: 'subqueryTable'; query: Query; lateral: boolean })
  | (Node & { type: 'unnest'; expressions: Expression[]; withOrdinality: boolean })
  | (Node & { type: 'aliased'; table: TableExpression; alias: Identifier; columns?: Identifier[] })
  | (Node & {
      type: 'sampled';
      table: TableExpression;
      method: 'bernoulli' | 'system';
      percentage: Expression;
    })
  | (Node & {
      type: 'join';
      kind: 'inner' | 'left' | 'right' | 'full' | 'cross';
      left: TableExpression;
      right: TableExpression;
      condition?: { on: Expression } | { using: Identifier[] } | { natural: true };
    });
