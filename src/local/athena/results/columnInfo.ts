import type { ColumnInfo } from '@aws-sdk/client-athena';
import type { Type } from '../../../sql/types/types';

const UNBOUNDED = 2147483647;

/** ColumnInfo's Type, Precision and Scale of an Athena type. */
function describe(type: Type): [name: string, precision: number, scale: number] {
  switch (type.kind) {
    case 'tinyint':
      return ['tinyint', 3, 0];
    case 'smallint':
      return ['smallint', 5, 0];
    case 'integer':
      return ['integer', 10, 0];
    case 'bigint':
      return ['bigint', 19, 0];
    case 'real':
      return ['float', 17, 0];
    case 'double':
      return ['double', 17, 0];
    case 'decimal':
      return ['decimal', type.precision, type.scale];
    case 'varchar':
      return ['varchar', type.length ?? UNBOUNDED, 0];
    case 'char':
      return ['char', type.length, 0];
    case 'varbinary':
      return ['varbinary', 1073741824, 0];
    case 'time':
      return [type.withTimeZone ? 'time with time zone' : 'time', 3, 0];
    case 'timestamp':
      // 3 whatever the precision of the type is.
      return [type.withTimeZone ? 'timestamp with time zone' : 'timestamp', 3, 0];
    case 'unknown':
      return ['unknown', 0, 0];
    default:
      return [type.kind, 0, 0];
  }
}

/** A column of a query's result as the API tells it. */
export function columnInfo(name: string, type: Type): ColumnInfo {
  const [typeName, precision, scale] = describe(type);
  return infoOf(name, typeName, precision, scale, type.kind === 'varchar' || type.kind === 'char');
}

/** The columns of SHOW, DESCRIBE and other Hive-side statements: type `string`, whatever is in them. */
export const stringColumn = (name: string): ColumnInfo => infoOf(name, 'string', 0, 0, false);

/** What INSERT and its like answer instead of rows. */
export const ROWS_COLUMN: ColumnInfo = infoOf('rows', 'bigint', 19, 0, false);

function infoOf(
  name: string,
  type: string,
  precision: number,
  scale: number,
  caseSensitive: boolean,
): ColumnInfo {
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: name,
    Label: name,
    Type: type,
    Precision: precision,
    Scale: scale,
    Nullable: 'UNKNOWN',
    CaseSensitive: caseSensitive,
  };
}
