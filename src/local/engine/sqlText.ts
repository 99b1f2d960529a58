import { SqlError } from '../../sql/errors';
import { formatType, type Type } from '../../sql/types/types';

/** A DuckDB identifier, quoted. */
export const identifier = (name: string): string => `"${clean(name).replaceAll('"', '""')}"`;

/** A DuckDB string literal. */
export const literal = (text: string): string => `'${clean(text).replaceAll("'", "''")}'`;

/** Paths are patterns to DuckDB; ours are meant to the letter. */
export const escapeGlob = (path: string): string => path.replace(/[*?[]/g, '[$&]');

export const literals = (texts: string[]): string => `[${texts.map(literal).join(', ')}]`;

/** DuckDB's parser ends the text at a NUL, so what follows would be another statement than we think. */
function clean(text: string): string {
  if (text.includes('\0')) throw new SqlError('NOT_SUPPORTED', 'names and paths cannot hold a NUL character');
  return text;
}

/**
 * DuckDB's spelling of the type in which a stored column is read.
 * @throws SqlError NOT_SUPPORTED for types that no table can hold
 */
export function storedType(type: Type): string {
  switch (type.kind) {
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'double':
    case 'date':
    case 'uuid':
      return type.kind.toUpperCase();
    case 'real':
      return 'FLOAT';
    case 'varbinary':
      return 'BLOB';
    case 'varchar':
    case 'char':
      return 'VARCHAR';
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'time':
      if (type.withTimeZone) break;
      return 'TIME';
    case 'timestamp':
      return type.withTimeZone ? 'TIMESTAMPTZ' : 'TIMESTAMP';
    case 'array':
      return `${storedType(type.element)}[]`;
    case 'map':
      return `MAP(${storedType(type.key)}, ${storedType(type.value)})`;
    case 'row':
      return `STRUCT(${type.fields.map((f, i) => `${identifier(f.name ?? `field${i}`)} ${storedType(f.type)}`).join(', ')})`;
  }
  throw new SqlError('NOT_SUPPORTED', `Type not supported in tables: ${formatType(type)}`);
}
