import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fieldIds } from '../../engine/fieldIds';
import { partitionExpressions } from '../../engine/partitionExpression';
import { identifier, storedType } from '../../engine/sqlText';
import {
  currentSchema,
  type DataFile,
  dataFile,
  dataFolder,
  partitionSpec,
  sqlType,
  stageAppend,
  type TableMetadata,
  type TablePointer,
} from '../../iceberg';
import { parseS3Uri } from '../../s3/objectStore';
import { failure } from '../execution/failure';
import { pendingRemovals, type UnfinishedFiles } from '../execution/pendingRemovals';
import type { Run } from '../execution/run';
import { tableFiles } from '../execution/tableFiles';
import { commitFiles } from './icebergCommit';
import { targetFileBytes } from './icebergProperties';

/** Rows to be stored: the engine's SQL, the files that it reads, and the table's columns that its outputs fill, in order. */
export interface Rows {
  sql: string;
  files: Iterable<string>;
  columns: string[];
}

/** Athena writes to at most so many partitions with one statement. */
const MOST_PARTITIONS = 100;

/**
 * Appends rows to a table with one commit: all of them are visible, or none. Other writers that come first make it
 * commit again, without writing the rows again. On failure no file is left behind, unless the commit may have happened:
 * then the table may need them all.
 * @returns the number of rows
 * @throws QueryFailure ICEBERG_COMMIT_ERROR when others came first too many times; CommitStateUnknown
 */
export async function appendRows(
  rows: Rows,
  metadata: TableMetadata,
  pointer: TablePointer,
  run: Run,
): Promise<number> {
  const data = await writeDataFiles(rows, metadata, run);
  const stage = () => stageAppend(metadata, data, tableFiles(run.call.account));
  const written = data.map((file) => file.uri);
  if (data.length > 0) await commitFiles(written, stage, { metadata, pointer }, run);
  return data.reduce((sum, file) => sum + file.rows, 0);
}

/**
 * Rows of a table that is not in the catalog yet: its metadata with them.
 * @param unfinished notes all files before they are written; whoever enters the table settles it, or undoes it
 */
export async function firstRows(
  rows: Rows,
  empty: TableMetadata,
  unfinished: UnfinishedFiles,
  run: Run,
): Promise<{ metadata: TableMetadata; rows: number }> {
  const files = unfinished.noting(tableFiles(run.call.account));
  const data = await writeDataFiles(rows, empty, run, { announce: (uris) => unfinished.add(uris) });
  if (data.length === 0) return { metadata: empty, rows: 0 };
  const change = await stageAppend(empty, data, files);
  const { metadata } = await change.apply(empty, files, run.call.now);
  run.signal.throwIfAborted();
  return { metadata, rows: data.reduce((sum, file) => sum + file.rows, 0) };
}

/**
 * Writes rows as the table's data files; they are in the table's folder then, and no metadata names them yet.
 * @param options.partition of all the rows, where that is known
 * @param options.announce is called with the addresses before there is a file at them
 */
export async function writeDataFiles(
  rows: Rows,
  metadata: TableMetadata,
  run: Run,
  { partition, announce }: { partition?: DataFile['partition']; announce?: (uris: string[]) => void } = {},
): Promise<DataFile[]> {
  const { engine, objects } = run.call.account;
  const schema = currentSchema(metadata);
  const spec = partitionSpec(metadata);
  const folder = join(objects.scratch(), randomUUID());
  const adopted: string[] = [];
  try {
    const written = await engine.writeParquet(shaped(rows, metadata), {
      folder,
      fieldIds: fieldIds(schema),
      partitionBy: partition ? [] : partitionExpressions(spec, schema),
      maxFileBytes: targetFileBytes(metadata.properties),
      files: rows.files,
      signal: run.signal,
    });
    const partitions = new Set(written.map((file) => JSON.stringify(file.partition ?? [])));
    if (partitions.size > MOST_PARTITIONS) {
      throw failure(
        'ICEBERG_TOO_MANY_OPEN_PARTITIONS',
        `Exceeded limit of ${MOST_PARTITIONS} open writers for partitions/buckets`,
      );
    }
    const files: DataFile[] = [];
    const placed = written.map((file) => ({
      file,
      uri: `${dataFolder(metadata)}/${randomUUID()}-${basename(file.path)}`,
    }));
    announce?.(placed.map(({ uri }) => uri));
    for (const { file, uri } of placed) {
      const { bucket, key } = parseS3Uri(uri);
      // What the manifest says must be right before the file moves to where it cannot be taken back.
      const described = dataFile(file, uri, schema, spec, partition);
      await objects.adopt(bucket, key, file.path);
      adopted.push(uri);
      files.push(described);
    }
    return files;
  } catch (error) {
    await pendingRemovals(run.call.account).discard(adopted, metadata.location);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The rows with exactly the table's columns, in its order and its stored types; columns that are not filled are NULL. */
function shaped(rows: Rows, metadata: TableMetadata): string {
  const { fields } = currentSchema(metadata);
  const places = new Map(rows.columns.map((name, i) => [name.toLowerCase(), i]));
  const columns = fields.map((field) => {
    const place = places.get(field.name.toLowerCase());
    const value = place === undefined ? 'NULL' : `q.c${place}`;
    return `CAST(${value} AS ${storedType(sqlType(field.type))}) AS ${identifier(field.name)}`;
  });
  const names = rows.columns.map((_, i) => `c${i}`).join(', ');
  return `SELECT ${columns.join(', ')} FROM (${rows.sql}) AS q(${names})`;
}
