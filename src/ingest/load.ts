import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { QueryFailed, runQuery } from '../athena/query';
import { CliError } from '../cliError';
import type { Clients } from '../target/clients';
import { tableName } from './columnName';
import { type BadRow, csvToParquet, examineCsv } from './csv';
import { detectDialect } from './dialect';
import { detectEncoding, toUtf8 } from './encoding';
import { examineParquet, rewriteParquet } from './parquet';
import { identifier, openReader, type Reader } from './reader';

/** Where a load goes: Athena's work group, the database, and a place in the raw zone for the file on its way. */
export interface Destination {
  clients: Clients;
  workGroup: string;
  database: string;
  /** `s3://bucket/prefix/` of the database's tables, with a slash at the end. */
  databaseLocation: string;
  rawBucket: string;
}

export interface LoadOptions {
  table: string;
  /** Add the rows to a table that is there already; without it such a load is refused. */
  append?: boolean;
  /** Leave bad rows out instead of refusing the file. */
  skipBadRows?: boolean;
  delimiter?: string;
  header?: boolean;
  signal?: AbortSignal;
  /** Told what is being done; `done` and `total` in bytes where they are known. */
  onProgress?: (phase: string, done?: number, total?: number) => void;
}

/** What a load did. */
export interface LoadOutcome {
  /** `database.table`. */
  table: string;
  columns: { source: string; name: string; type: string; because?: string }[];
  rows: number;
  badRows: BadRow[];
  /** Things that a person should know: encoding, delimiter, header. */
  notes: string[];
  ms: number;
}

/** A file whose rows do not fit; nothing was loaded. */
export class BadRowsError extends Error {
  constructor(readonly badRows: BadRow[]) {
    super(`${badRows.length} rows do not fit the file's columns`);
    this.name = 'BadRowsError';
  }
}

/** The file made ready: one Parquet file with the table's names and types. */
interface Prepared extends Pick<LoadOutcome, 'columns' | 'rows' | 'badRows' | 'notes'> {
  parquet: string;
}

/**
 * Loads one CSV or Parquet file into an Iceberg table: the file goes to the raw zone as Parquet, and Athena creates the
 * table from it (or inserts into it). One statement makes the rows visible: a load that fails leaves nothing behind.
 * @throws CliError for a file that cannot be read, BadRowsError, QueryFailed
 */
export async function load(
  file: string,
  destination: Destination,
  options: LoadOptions,
): Promise<LoadOutcome> {
  const started = Date.now();
  await assertReadable(file);
  const table = tableName(options.table);
  if (!table)
    throw new CliError(
      `${JSON.stringify(options.table)} is no name for a table.`,
      'Use letters, digits and _.',
    );
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lakehouse-load-'));
  const reader = await openReader();
  try {
    const prepared = (await isParquet(file))
      ? await prepareParquet(reader, file, folder, options)
      : await prepareCsv(reader, file, folder, options);
    if (prepared.columns.length === 0) throw new CliError(`${file} has no columns.`);
    if (prepared.badRows.length > 0 && !options.skipBadRows) throw new BadRowsError(prepared.badRows);
    options.signal?.throwIfAborted();
    await transfer(prepared, table, destination, options);
    const { columns, rows, badRows, notes } = prepared;
    return {
      table: `${destination.database}.${table}`,
      columns,
      rows,
      badRows,
      notes,
      ms: Date.now() - started,
    };
  } finally {
    reader.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function assertReadable(file: string): Promise<void> {
  const info = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(
      error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${error.message}`,
      'Check the path.',
    );
  });
  if (!info.isFile()) throw new CliError(`${file} is not a file.`, 'Give one CSV or Parquet file.');
  if (info.size === 0) throw new CliError(`${file} is empty.`);
}

/** Parquet files begin and end with the same four letters, whatever their name. */
async function isParquet(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1') === 'PAR1';
  } finally {
    await handle.close();
  }
}

async function prepareCsv(
  reader: Reader,
  file: string,
  folder: string,
  options: LoadOptions,
): Promise<Prepared> {
  const notes: string[] = [];
  options.onProgress?.('looking at the file');
  const encoding = await detectEncoding(file);
  let text = file;
  if (encoding !== 'utf-8') {
    text = path.join(folder, 'utf8.csv');
    await toUtf8(file, encoding, text);
    notes.push(`the file is not UTF-8; it was read as ${encoding}`);
  }
  const dialect = await detectDialect(text, options);
  if (dialect.names.length === 0) throw new CliError(`${file} has no rows.`);
  if (dialect.delimiter !== ',') notes.push(`the delimiter is ${JSON.stringify(dialect.delimiter)}`);
  if (!dialect.header) notes.push('the first row is data, not a header (--header says otherwise)');
  const { columns, rows, badRows } = await examineCsv(reader, text, dialect);
  if (badRows.length > 0 && !options.skipBadRows) return { columns, rows, badRows, notes, parquet: '' };
  const parquet = path.join(folder, 'rows.parquet');
  options.onProgress?.('converting');
  await csvToParquet(reader, text, dialect, columns, parquet);
  return { columns, rows, badRows, notes, parquet };
}

async function prepareParquet(
  reader: Reader,
  file: string,
  folder: string,
  options: LoadOptions,
): Promise<Prepared> {
  options.onProgress?.('looking at the file');
  const { columns, rows, unsupported, asIs } = await examineParquet(reader, file).catch((error: unknown) => {
    throw new CliError(
      `${file} is not a Parquet file that can be read: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    );
  });
  if (unsupported.length > 0)
    throw new CliError(
      `Columns with nested or unknown types cannot be loaded: ${unsupported.join(', ')}.`,
      'Flatten them first, or leave them out.',
    );
  if (asIs) return { columns, rows, badRows: [], notes: [], parquet: file };
  const parquet = path.join(folder, 'rows.parquet');
  options.onProgress?.('converting');
  await rewriteParquet(reader, file, columns, parquet);
  return { columns, rows, badRows: [], notes: [], parquet };
}

/** Athena's type in SELECT -> Hive's in DDL. */
function hiveType(type: string): string {
  switch (type) {
    case 'varchar':
      return 'string';
    case 'integer':
      return 'int';
    case 'real':
      return 'float';
    case 'varbinary':
      return 'binary';
    default:
      return type;
  }
}

async function transfer(
  prepared: Prepared,
  table: string,
  to: Destination,
  options: LoadOptions,
): Promise<void> {
  const id = randomUUID().replaceAll('-', '');
  const staging = `load_${id}`;
  const prefix = `uploads/${table}/${id}/`;
  const athena = await to.clients.athena();
  const run = (sql: string) =>
    runQuery(athena, sql, { workGroup: to.workGroup, database: to.database, signal: options.signal });
  const there = await exists(to, table);
  if (there && !options.append)
    throw new CliError(
      `The table ${to.database}.${table} is there already; nothing was loaded.`,
      `Give --append to add the rows, take another name, or drop it first: npx lakehouse sql "DROP TABLE ${to.database}.${table}"`,
    );
  try {
    await upload(prepared.parquet, to, `${prefix}rows.parquet`, options);
    options.onProgress?.('writing the Iceberg table');
    const columns = prepared.columns.map((c) => `\`${c.name}\` ${hiveType(c.type)}`).join(', ');
    await run(
      `CREATE EXTERNAL TABLE \`${staging}\` (${columns}) STORED AS PARQUET LOCATION 's3://${to.rawBucket}/${prefix}'`,
    );
    const names = prepared.columns.map((c) => identifier(c.name)).join(', ');
    const location = `${to.databaseLocation}${table}/${id}/`;
    const target = there
      ? `INSERT INTO ${identifier(table)} (${names})`
      : `CREATE TABLE ${identifier(table)} WITH (table_type = 'ICEBERG', is_external = false, location = '${location}') AS`;
    await run(`${target} SELECT ${names} FROM ${identifier(staging)}`);
  } finally {
    await clear(to, run, staging, prefix);
  }
}

async function exists(to: Destination, table: string): Promise<boolean> {
  const { GetTableCommand } = await import('@aws-sdk/client-glue');
  try {
    await (await to.clients.glue()).send(new GetTableCommand({ DatabaseName: to.database, Name: table }));
    return true;
  } catch (error) {
    if ((error as Error).name === 'EntityNotFoundException') return false;
    throw error;
  }
}

async function upload(file: string, to: Destination, key: string, options: LoadOptions): Promise<void> {
  const { Upload } = await import('@aws-sdk/lib-storage');
  const total = (await stat(file)).size;
  options.onProgress?.('uploading', 0, total);
  const upload = new Upload({
    client: await to.clients.s3(),
    params: { Bucket: to.rawBucket, Key: key, Body: fs.createReadStream(file) },
    partSize: 16 * 1024 * 1024,
    queueSize: 2,
  });
  upload.on('httpUploadProgress', ({ loaded }) => options.onProgress?.('uploading', loaded, total));
  const stop = () => void upload.abort();
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    await upload.done();
  } finally {
    options.signal?.removeEventListener('abort', stop);
  }
}

/** Takes the staging table and its file away; the load itself stands or has failed by then, so this only tells. */
async function clear(
  to: Destination,
  run: (sql: string) => Promise<unknown>,
  staging: string,
  prefix: string,
): Promise<void> {
  const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
  await run(`DROP TABLE IF EXISTS \`${staging}\``).catch((error: unknown) => {
    if (!(error instanceof QueryFailed)) throw error;
  });
  await (await to.clients.s3()).send(
    new DeleteObjectCommand({ Bucket: to.rawBucket, Key: `${prefix}rows.parquet` }),
  );
}
