/**
 * The tree that `parse` makes of a statement. Every node has the position of its first token. Identifiers are lower
 * case unless they were quoted (then `quoted` is true and the text is as written). Nothing is resolved here.
 * Grammar: Trino's SqlBase (DML, views, CTAS) and Athena's own Hive-side DDL.
 */
import type { Position } from './errors';

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

// ---- expressions -------------------------------------------------------------------------------------------------

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

// ---- queries -----------------------------------------------------------------------------------------------------

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

export type TableExpression =
  | (Node & { type: 'table'; name: Name; asOf?: { kind: 'timestamp' | 'version'; value: Expression } })
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

// ---- statements --------------------------------------------------------------------------------------------------

export interface ColumnDefinition extends Node {
  name: Identifier;
  columnType: TypeName;
  comment?: string;
}
/** A property of WITH (…), TBLPROPERTIES (…), SERDEPROPERTIES (…). */
export interface Property extends Node {
  key: string;
  value: Expression;
}
/** `PARTITIONED BY (region string)` (a new column) or, on Iceberg, `(region, day(ts), bucket(16, id), truncate(4, s))`. */
export type PartitionElement =
  | (Node & { type: 'column'; column: ColumnDefinition })
  | (Node & {
      type: 'transform';
      transform: 'identity' | 'year' | 'month' | 'day' | 'hour' | 'bucket' | 'truncate';
      column: Identifier;
      argument?: number;
    });

export type Statement =
  | Query
  | (Node & { type: 'insert'; target: Name; columns?: Identifier[]; query: Query })
  | (Node & { type: 'delete'; target: Name; alias?: Identifier; where?: Expression })
  | (Node & {
      type: 'update';
      target: Name;
      alias?: Identifier;
      assignments: { column: Identifier; value: Expression }[];
      where?: Expression;
    })
  | Merge
  | (Node & {
      type: 'createTableAs';
      name: Name;
      ifNotExists: boolean;
      properties: Property[];
      columns?: Identifier[];
      comment?: string;
      query: Query;
      withData: boolean;
    })
  | CreateTable
  | (Node & {
      type: 'createDatabase';
      name: Name;
      ifNotExists: boolean;
      comment?: string;
      location?: string;
      properties: Property[];
    })
  | (Node & { type: 'dropDatabase'; name: Name; ifExists: boolean; cascade: boolean })
  | (Node & { type: 'dropTable'; name: Name; ifExists: boolean })
  | (Node & {
      type: 'createView';
      name: Name;
      orReplace: boolean;
      columns?: Identifier[];
      comment?: string;
      query: Query /** The query's own text. */;
      text: string;
    })
  | (Node & { type: 'dropView'; name: Name; ifExists: boolean })
  | (Node & { type: 'alterTable'; name: Name; action: AlterAction })
  | (Node & { type: 'msckRepair'; name: Name })
  | (Node & { type: 'optimize'; name: Name; where?: Expression })
  | (Node & { type: 'vacuum'; name: Name })
  | (Node & { type: 'unload'; query: Query; to: string; properties: Property[] })
  | (Node & { type: 'showDatabases'; like?: string })
  | (Node & { type: 'showTables'; database?: Identifier; like?: string })
  | (Node & { type: 'showViews'; database?: Identifier; like?: string })
  | (Node & { type: 'showColumns'; name: Name })
  | (Node & { type: 'showPartitions'; name: Name })
  | (Node & { type: 'showTableProperties'; name: Name; property?: string })
  | (Node & { type: 'showCreateTable'; name: Name })
  | (Node & { type: 'showCreateView'; name: Name })
  | (Node & { type: 'showFunctions'; like?: string })
  | (Node & { type: 'describe'; name: Name; formatted: boolean; extended?: boolean; column?: Identifier })
  | (Node & { type: 'explain'; analyze: boolean; options: Property[]; statement: Statement })
  | (Node & { type: 'prepare'; name: Identifier; statement: Statement; text: string })
  | (Node & {
      type: 'execute';
      name: Identifier;
      parameters: Expression[] /** The parameters' texts. */;
      texts: string[];
    })
  | (Node & { type: 'deallocate'; name: Identifier });

export interface Merge extends Node {
  type: 'merge';
  target: Name;
  alias?: Identifier;
  source: TableExpression;
  on: Expression;
  cases: MergeCase[];
}
export type MergeCase =
  | (Node & { when: 'matched'; and?: Expression; action: 'delete' })
  | (Node & {
      when: 'matched';
      and?: Expression;
      action: 'update';
      assignments: { column: Identifier; value: Expression }[];
    })
  | (Node & {
      when: 'not matched';
      and?: Expression;
      action: 'insert';
      columns: Identifier[];
      values: Expression[];
    });

export interface CreateTable extends Node {
  type: 'createTable';
  name: Name;
  external: boolean;
  ifNotExists: boolean;
  columns: ColumnDefinition[];
  comment?: string;
  partitionedBy: PartitionElement[];
  clusteredBy?: { columns: Identifier[]; buckets: number };
  rowFormat?:
    | {
        kind: 'delimited';
        fieldsTerminatedBy?: string;
        escapedBy?: string;
        collectionItemsTerminatedBy?: string;
        mapKeysTerminatedBy?: string;
        linesTerminatedBy?: string;
        nullDefinedAs?: string;
      }
    | { kind: 'serde'; className: string; properties: Property[] };
  storedAs?: { format: string } | { inputFormat: string; outputFormat: string };
  location?: string;
  properties: Property[];
}

export type AlterAction =
  | { action: 'addColumns'; columns: ColumnDefinition[] }
  | { action: 'replaceColumns'; columns: ColumnDefinition[] }
  | { action: 'dropColumn'; column: Identifier }
  | {
      action: 'changeColumn';
      column: Identifier;
      to: ColumnDefinition;
      position?: 'first' | { after: Identifier };
    }
  | { action: 'renameTo'; name: Name }
  | { action: 'setProperties'; properties: Property[] }
  | { action: 'unsetProperties'; keys: string[] }
  | { action: 'setLocation'; location: string /** Of one partition only. */; partition?: Property[] }
  | { action: 'addPartitions'; ifNotExists: boolean; partitions: { values: Property[]; location?: string }[] }
  | { action: 'dropPartitions'; ifExists: boolean; partitions: Property[][] };
