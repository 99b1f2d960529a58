import { open } from 'node:fs/promises';
import { type NamedColumn, nameColumns } from './columnName';
import type { Dialect } from './dialect';
import { identifier, literal, type Reader } from './reader';
import { PATTERN, type ValueType } from './valueType';

/** A row that does not fit the file's columns. */
export interface BadRow {
  /** Line of the file, from 1, where the row starts. */
  line: number;
  problem: string;
  text: string;
}

export interface CsvColumn extends NamedColumn {
  type: ValueType;
}

export interface CsvContent {
  columns: CsvColumn[];
  /** Rows that fit. */
  rows: number;
  badRows: BadRow[];
}

/** More bad rows than this are not told one by one. */
const REJECTS_LIMIT = 1000;
const MAX_LINE_BYTES = 16 * 1024 * 1024;
const DUCKDB_TYPE: Record<ValueType, string> = {
  boolean: 'BOOLEAN',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  varchar: 'VARCHAR',
};

/** The file as a table expression of texts `c0, c1, …`; what does not fit lands in `rejected`. */
function source(file: string, dialect: Dialect): string {
  const columns = dialect.names.map((_, i) => `c${i}: 'VARCHAR'`).join(', ');
  return `read_csv(${literal(file)}, auto_detect = false, columns = {${columns}}, header = ${dialect.header}, delim = ${literal(dialect.delimiter)}, quote = '"', escape = '"', allow_quoted_nulls = false, max_line_size = ${MAX_LINE_BYTES}, buffer_size = ${2 * MAX_LINE_BYTES}, store_rejects = true, rejects_table = 'rejected', rejects_scan = 'rejected_scan', rejects_limit = ${REJECTS_LIMIT})`;
}

/**
 * Reads the whole file once: counts its rows, infers each column's type from all of its values, and collects the rows
 * that do not fit. A value that is empty says nothing about a type.
 */
export async function examineCsv(reader: Reader, file: string, dialect: Dialect): Promise<CsvContent> {
  const types = Object.keys(PATTERN) as (keyof typeof PATTERN)[];
  const tests = dialect.names.flatMap((_, i) => [
    `count(nullif(c${i}, '')) AS n${i}`,
    ...types.map(
      (type) =>
        `coalesce(bool_and(regexp_full_match(c${i}, ${literal(PATTERN[type])}) AND TRY_CAST(c${i} AS ${DUCKDB_TYPE[type]}) IS NOT NULL) FILTER (c${i} <> ''), false) AS ${type}${i}`,
    ),
  ]);
  const [seen] = await reader.rows(
    `SELECT count(*) AS rows, ${tests.join(', ')} FROM ${source(file, dialect)}`,
  );
  const columns = nameColumns(dialect.names).map((column, i) => {
    const type =
      Number(seen![`n${i}`]) === 0
        ? 'varchar'
        : (types.find((candidate) => seen![`${candidate}${i}`] === true) ?? 'varchar');
    return { ...column, type } satisfies CsvColumn;
  });
  const rejected = await reader.rows(
    'SELECT DISTINCT ON (line_byte_position) line_byte_position AS at, error_type, error_message, csv_line FROM rejected ORDER BY line_byte_position',
  );
  const lines = await lineNumbers(
    file,
    rejected.map((row) => Number(row.at)),
  );
  const badRows = rejected.map((row, i) => ({
    line: lines[i]!,
    problem: String(row.error_message).split('\n')[0]!,
    text: String(row.csv_line ?? ''),
  }));
  return { columns, rows: Number(seen!.rows), badRows };
}

/** Writes the rows that fit as one Parquet file, typed and with the tables' names. Empty values are NULL, but in text columns a quoted empty one stays. */
export async function csvToParquet(
  reader: Reader,
  file: string,
  dialect: Dialect,
  columns: CsvColumn[],
  parquet: string,
): Promise<void> {
  const select = columns.map(
    (column, i) =>
      `${column.type === 'varchar' ? `c${i}` : `CAST(nullif(c${i}, '') AS ${DUCKDB_TYPE[column.type]})`} AS ${identifier(column.name)}`,
  );
  await reader.run('DROP TABLE IF EXISTS rejected; DROP TABLE IF EXISTS rejected_scan');
  await reader.run(
    `COPY (SELECT ${select.join(', ')} FROM ${source(file, dialect)}) TO ${literal(parquet)} (FORMAT parquet, COMPRESSION zstd)`,
  );
}

/** The line, from 1, of each byte position (from 1, ascending): DuckDB counts records, which embedded newlines make fewer. */
async function lineNumbers(file: string, positions: number[]): Promise<number[]> {
  if (positions.length === 0) return [];
  const lines: number[] = [];
  const handle = await open(file);
  try {
    let line = 1;
    let offset = 0;
    for await (const chunk of handle.createReadStream({ autoClose: false })) {
      for (const byte of chunk as Buffer) {
        offset++;
        while (lines.length < positions.length && offset >= positions[lines.length]!) lines.push(line);
        if (byte === 0x0a) line++;
      }
      if (lines.length === positions.length) break;
    }
    while (lines.length < positions.length) lines.push(line);
    return lines;
  } finally {
    await handle.close();
  }
}
