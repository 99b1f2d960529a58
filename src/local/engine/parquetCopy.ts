import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DuckDBMapValue, type DuckDBValue } from '@duckdb/node-api';
import type { FieldIds, ParquetOptions, WrittenFile } from './engine';
import { identifier, literal } from './sqlText';

const MAX_FILE_BYTES = 512 * 1024 * 1024;
const partitionColumn = (i: number): string => `__partition_${i}`;

/** The COPY that writes a query's rows as Parquet with Iceberg's field ids, and answers with statistics of each file. */
export function copyStatement(sql: string, folder: string, options: ParquetOptions): string {
  const { fieldIds, maxFileBytes = MAX_FILE_BYTES, partitionBy = [] } = options;
  const settings = ['FORMAT parquet', 'COMPRESSION zstd', 'RETURN_STATS'];
  if (Object.keys(fieldIds).length > 0) settings.push(`FIELD_IDS ${fieldIdsText(fieldIds)}`);
  // DuckDB keeps the order only where it writes to a file of its own name.
  if (options.ordered)
    return `COPY (${sql}) TO ${literal(join(folder, `${randomUUID()}.parquet`))} (${settings.join(', ')})`;
  settings.push(`FILENAME_PATTERN '{uuid}'`);
  if (partitionBy.length === 0) {
    settings.push(`FILE_SIZE_BYTES ${maxFileBytes}`);
    return `COPY (${sql}) TO ${literal(folder)} (${settings.join(', ')})`;
  }
  // DuckDB cannot tell a NULL from the text of its own stand-in: so values are marked, and so are NULLs.
  const marked = partitionBy.map(
    (e, i) =>
      `CASE WHEN (${e}) IS NULL THEN 'null' ELSE '=' || CAST(${e} AS VARCHAR) END AS ${identifier(partitionColumn(i))}`,
  );
  settings.push(`PARTITION_BY (${partitionBy.map((_, i) => identifier(partitionColumn(i))).join(', ')})`);
  settings.push('HIVE_FILE_PATTERN false', 'WRITE_PARTITION_COLUMNS false');
  return `COPY (SELECT *, ${marked.join(', ')} FROM (${sql})) TO ${literal(folder)} (${settings.join(', ')})`;
}

function fieldIdsText(ids: FieldIds): string {
  const members = Object.entries(ids).map(([name, id]) => {
    if (name === '__duckdb_field_id') return `${name}: ${Number(id)}`;
    return `${identifier(name)}: ${typeof id === 'number' ? id : fieldIdsText(id)}`;
  });
  return `{${members.join(', ')}}`;
}

/** Reads the answer of {@link copyStatement}, one row a file. */
export function writtenFiles(rows: Record<string, DuckDBValue>[], options: ParquetOptions): WrittenFile[] {
  const idOf = leafIds(options.fieldIds);
  const partitions = options.partitionBy?.length ?? 0;
  return rows.map((row): WrittenFile => {
    const columns: WrittenFile['columns'] = {};
    for (const { key, value } of entries(row.column_statistics)) {
      const id = idOf.get(String(key));
      if (id !== undefined)
        columns[id] = columnStatistics(new Map(entries(value).map((e) => [String(e.key), String(e.value)])));
    }
    const file: WrittenFile = {
      path: String(row.filename),
      sizeInBytes: Number(row.file_size_bytes),
      rows: Number(row.count),
      columns,
    };
    if (partitions > 0) {
      const keys = new Map(entries(row.partition_keys).map((e) => [String(e.key), String(e.value)]));
      file.partition = Array.from({ length: partitions }, (_, i) => {
        const text = keys.get(partitionColumn(i))!;
        return text === 'null' ? null : text.slice(1);
      });
    }
    return file;
  });
}

/** No count of NaNs: DuckDB only tells whether there are any, and of several row groups it tells wrongly. */
function columnStatistics(values: Map<string, string>): WrittenFile['columns'][number] {
  return {
    sizeInBytes: Number(values.get('column_size_bytes')),
    valueCount: Number(values.get('num_values')),
    nullCount: Number(values.get('null_count')),
    min: values.get('min'),
    max: values.get('max'),
  };
}

/** Statistics are keyed by the quoted path of a leaf column: `"st"."x"`. */
function leafIds(ids: FieldIds, path: string[] = []): Map<string, number> {
  const leaves = new Map<string, number>();
  for (const [name, id] of Object.entries(ids)) {
    if (name === '__duckdb_field_id') continue;
    const here = [...path, name];
    if (typeof id === 'number') leaves.set(here.map(identifier).join('.'), id);
    else for (const [key, leaf] of leafIds(id, here)) leaves.set(key, leaf);
  }
  return leaves;
}

function entries(value: DuckDBValue | undefined): { key: DuckDBValue; value: DuckDBValue }[] {
  return value instanceof DuckDBMapValue ? value.entries : [];
}
