import { SqlError } from '../../../sql/errors';
import { formatType, type Type } from '../../../sql/types/types';
import { escapeGlob, identifier, literal, literals, storedType } from '../sqlText';
import { FIELD_END } from './csvFields';

/** How a Hive table's text files are parsed. */
export type CsvFormat =
  /** OpenCSVSerde. Empty strings of characters mean that there is none. */
  | { serde: 'open csv'; separator: string; quote: string; escape: string; skipLines: number }
  /** LazySimpleSerDe. */
  | { serde: 'lazy simple'; separator: string; escape?: string; nullText: string; skipLines: number };

export interface CsvColumn {
  name: string;
  type: Type;
  /** Place in the file's lines, from 0. */
  position: number;
}

export interface CsvFile {
  path: string;
  /** Hive partition keys of the file's folder: values of columns that are not in the file. */
  partition?: Record<string, string | null>;
}

/** DuckDB reads an empty line as NULL; to Hive it is a row whose first field is empty. */
const LINE = `coalesce("$line", '')`;
const FIELDS = '"$fields"';
/** No text holds it: so every line stays whole. */
const NO_DELIMITER = '\u001d\u001e\u001d\u001e';

/** From serde parameters of a Glue table, with Hive's defaults. @throws SqlError for other serdes */
export function csvFormat(
  serde: string,
  parameters: Record<string, string>,
  tableParameters: Record<string, string> = {},
): CsvFormat {
  const skipLines =
    Number.parseInt(
      tableParameters['skip.header.line.count'] ?? parameters['skip.header.line.count'] ?? '0',
      10,
    ) || 0;
  switch (serde) {
    case 'org.apache.hadoop.hive.serde2.OpenCSVSerde':
      return {
        serde: 'open csv',
        separator: character(parameters.separatorChar, ','),
        quote: character(parameters.quoteChar, '"'),
        escape: character(parameters.escapeChar, '\\'),
        skipLines,
      };
    case 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe': {
      const escaping = parameters['escape.delim'];
      return {
        serde: 'lazy simple',
        separator: delimiter(parameters['field.delim'] ?? parameters['serialization.format'] ?? '\u0001'),
        ...(escaping === undefined ? {} : { escape: delimiter(escaping) }),
        nullText: parameters['serialization.null.format'] ?? '\\N',
        skipLines,
      };
    }
    default:
      throw new SqlError('NOT_SUPPORTED', `Serde is not supported: ${serde}`);
  }
}

const character = (text: string | undefined, preset: string): string =>
  text === undefined || text === '' ? preset : text[0]!;

/** A delimiter is a byte's number, or else its first character (Hive, LazyUtils.getByte). */
function delimiter(text: string): string {
  return /^\d{1,3}$/.test(text) && Number(text) < 128 ? String.fromCharCode(Number(text)) : text[0]!;
}

/**
 * A table expression over text files, as Athena reads them. Lines are taken whole and cut into fields afterwards: as
 * Hive does, so a newline within quotes ends the row. Rows that are too short give NULL, further fields are left out.
 *
 * OpenCSVSerde takes all as text and casts: what is no number, boolean, day number (DATE) or milliseconds (TIMESTAMP)
 * raises HIVE_BAD_DATA, an empty field too. LazySimpleSerDe gives NULL for what it cannot parse.
 * @throws SqlError NOT_SUPPORTED for column types that text files cannot hold
 */
export function csvSource(files: CsvFile[], columns: CsvColumn[], format: CsvFormat): string {
  const selects = [...grouped(files)].map(({ paths, partition, compression }) => {
    const projection = columns.map(
      (column) => `${columnValue(column, partition, format)} AS ${identifier(column.name)}`,
    );
    const lines = `read_csv(${literals(paths.map(escapeGlob))}, ${readOptions(format, compression)})`;
    return `SELECT ${projection.length > 0 ? projection.join(', ') : 'true AS "$row"'} FROM (SELECT ${fieldsOf(format)} AS ${FIELDS} FROM ${lines})`;
  });
  if (selects.length > 0) return `(${selects.join(' UNION ALL ')})`;
  const nulls = columns.map((c) => `CAST(NULL AS ${storedType(c.type)}) AS ${identifier(c.name)}`);
  return `(SELECT ${nulls.length > 0 ? nulls.join(', ') : 'true AS "$row"'} WHERE false)`;
}

function* grouped(
  files: CsvFile[],
): Generator<{ paths: string[]; partition?: CsvFile['partition']; compression: string }> {
  const groups = new Map<string, CsvFile[]>();
  for (const file of files) {
    const key = JSON.stringify([file.partition ?? {}, compressionOf(file.path)]);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  for (const group of groups.values()) {
    yield {
      paths: group.map((f) => f.path),
      partition: group[0]!.partition,
      compression: compressionOf(group[0]!.path),
    };
  }
}

function compressionOf(path: string): string {
  if (path.endsWith('.gz')) return 'gzip';
  return path.endsWith('.zst') ? 'zstd' : 'none';
}

function readOptions(format: CsvFormat, compression: string): string {
  return [
    `columns = {'$line': 'VARCHAR'}`,
    'auto_detect = false',
    'header = false',
    `skip = ${format.skipLines}`,
    `delim = ${literal(NO_DELIMITER)}`,
    `quote = ''`,
    `escape = ''`,
    `compression = ${literal(compression)}`,
    'hive_partitioning = false',
    'max_line_size = 33554432',
    // Else DuckDB takes sixteen times the longest line.
    'buffer_size = 67108864',
  ].join(', ');
}

/** A list of a line's fields. JavaScript is slow: it only gets the lines that need it. */
function fieldsOf(format: CsvFormat): string {
  const separator = literal(format.separator);
  const plain = `string_split(${LINE}, ${separator})`;
  const special = (
    format.serde === 'open csv' ? [format.quote, format.escape] : [format.escape ?? '']
  ).filter((char) => char !== '');
  if (special.length === 0) return plain;
  const needed = special.map((char) => `contains(${LINE}, ${literal(char)})`).join(' OR ');
  const call =
    format.serde === 'open csv'
      ? `opencsv_fields(${LINE}, ${separator}, ${literal(format.quote)}, ${literal(format.escape)})`
      : `lazy_fields(${LINE}, ${separator}, ${literal(format.escape!)})`;
  return `CASE WHEN ${needed} THEN string_split(${call}, ${literal(FIELD_END)}) ELSE ${plain} END`;
}

function columnValue(column: CsvColumn, partition: CsvFile['partition'], format: CsvFormat): string {
  const constant = partition && column.name in partition ? partition[column.name] : undefined;
  // Partition keys are parsed as Hive does: by the text formats of LazySimpleSerDe.
  if (constant !== undefined)
    return constant === null
      ? `CAST(NULL AS ${storedType(column.type)})`
      : lenient(literal(constant), column.type);
  const field = `${FIELDS}[${column.position + 1}]`;
  if (format.serde === 'open csv') return strict(field, column);
  const text = format.escape === undefined ? field : unescaped(field, format.escape);
  return lenient(`CASE WHEN ${field} <> ${literal(format.nullText)} THEN ${text} END`, column.type);
}

const unescaped = (field: string, char: string): string =>
  `regexp_replace(${field}, ${literal(`${char.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')}(.)`)}, '\\1', 'gs')`;

const INTEGERS: Partial<Record<Type['kind'], string>> = {
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  integer: 'INTEGER',
  bigint: 'BIGINT',
};
const WHOLE = `'[+-]?[0-9]+'`;
const FLOATING = `'(?i)\\s*[+-]?(nan|infinity|([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[+-]?[0-9]+)?[fd]?)\\s*'`;
const DECIMAL = `'[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?'`;

/** The value of a text, or NULL where it is none of the type. */
function lenient(text: string, type: Type): string {
  const when = (pattern: string, sql: string) =>
    `CASE WHEN regexp_full_match(${text}, ${pattern}) THEN ${sql} END`;
  const integer = INTEGERS[type.kind];
  if (integer) return when(WHOLE, `TRY_CAST(${text} AS ${integer})`);
  switch (type.kind) {
    case 'varchar':
      return type.length === undefined ? text : `left(${text}, ${type.length})`;
    case 'char':
      return `rpad(left(${text}, ${type.length}), ${type.length}, ' ')`;
    case 'boolean':
      return `CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`;
    case 'real':
    case 'double':
      return when(FLOATING, `TRY_CAST(rtrim(trim(${text}), 'fFdD') AS ${storedType(type)})`);
    case 'decimal':
      return when(DECIMAL, `TRY_CAST(${text} AS ${storedType(type)})`);
    case 'date':
      return when(`'[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}'`, `TRY_CAST(${text} AS DATE)`);
    case 'timestamp':
      if (type.withTimeZone) break;
      return milliseconds(
        when(
          `'[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?'`,
          `TRY_CAST(${text} AS TIMESTAMP)`,
        ),
      );
    case 'varbinary':
      return `from_base64(${text})`;
  }
  throw unsupported(type);
}

/** Hive's timestamps have three digits. */
const milliseconds = (timestamp: string): string =>
  `date_trunc('millisecond', ${timestamp} + INTERVAL 500 MICROSECOND)`;

/** The value of a text, or HIVE_BAD_DATA. */
function strict(field: string, { type, position }: CsvColumn): string {
  const value = strictValue(field, type);
  if (value === undefined) return lenient(field, type);
  const message = `'HIVE_BAD_DATA: Error parsing field value ''' || ${field} || ''' for field ${position}: For input string: "' || ${field} || '"'`;
  return `CASE WHEN ${field} IS NOT NULL THEN coalesce(${value}, error(${message})) END`;
}

function strictValue(field: string, type: Type): string | undefined {
  switch (type.kind) {
    case 'varchar':
    case 'char':
      return undefined;
    case 'date':
      return `DATE '1970-01-01' + ${lenient(field, { kind: 'integer' })}`;
    case 'timestamp':
      if (type.withTimeZone) throw unsupported(type);
      return `make_timestamp(${lenient(field, { kind: 'bigint' })} * 1000)`;
    default:
      return lenient(field, type);
  }
}

const unsupported = (type: Type): SqlError =>
  new SqlError('NOT_SUPPORTED', `Type not supported in text files: ${formatType(type)}`);
