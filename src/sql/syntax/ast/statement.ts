/** Statements: what can be run. */
import type { Expression } from './expression';
import type { Identifier, Name, Node, TypeName } from './node';
import type { Query, TableExpression } from './query';

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
