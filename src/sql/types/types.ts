/**
 * The types of Athena's query language (Trino's types), as values, and their spellings.
 *
 * Trino's spelling is what the analyzer and error texts use; Hive's is what DDL and the Glue catalog use;
 * DuckDB's is what the generated SQL uses. Sources: Trino "Data types", Athena "Data types in Amazon Athena".
 */

export type SimpleTypeName =
  | 'unknown'
  | 'boolean'
  | 'tinyint'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'real'
  | 'double'
  | 'varbinary'
  | 'date'
  | 'json'
  | 'uuid'
  | 'ipaddress'
  | 'interval day to second'
  | 'interval year to month';

export interface RowField {
  /** Absent for anonymous fields, as in `ROW(1, 'x')`. */
  name?: string;
  type: Type;
}

/** One type. Values are immutable; compare with {@link sameType}. */
export type Type =
  | { kind: SimpleTypeName }
  | { kind: 'decimal'; precision: number; scale: number }
  /** `length` absent: unbounded varchar. */
  | { kind: 'varchar'; length?: number }
  | { kind: 'char'; length: number }
  | { kind: 'time'; precision: number; withTimeZone: boolean }
  | { kind: 'timestamp'; precision: number; withTimeZone: boolean }
  | { kind: 'array'; element: Type }
  | { kind: 'map'; key: Type; value: Type }
  | { kind: 'row'; fields: RowField[] }
  | { kind: 'function'; parameters: Type[]; result: Type };

/** Trino's spelling, as `typeof()` and error texts print it: `decimal(10, 2)`, `array(varchar(3))`. */
export function formatType(type: Type): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'varchar':
      return type.length === undefined ? 'varchar' : `varchar(${type.length})`;
    case 'char':
      return `char(${type.length})`;
    case 'time':
    case 'timestamp':
      return `${type.kind}(${type.precision})${type.withTimeZone ? ' with time zone' : ''}`;
    case 'array':
      return `array(${formatType(type.element)})`;
    case 'map':
      return `map(${formatType(type.key)}, ${formatType(type.value)})`;
    case 'row':
      return `row(${type.fields.map((f) => (f.name === undefined ? formatType(f.type) : `${fieldName(f.name)} ${formatType(f.type)}`)).join(', ')})`;
    case 'function':
      return `function(${[...type.parameters, type.result].map(formatType).join(', ')})`;
    default:
      return type.kind;
  }
}

const fieldName = (name: string): string => (/^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name}"`);

/** Structural equality, row field names included. */
export function sameType(a: Type, b: Type): boolean {
  return formatType(a) === formatType(b);
}
