import { mkdir, rm, unlink } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { type DuckDBConnection, type DuckDBResult, StatementType } from '@duckdb/node-api';
import type { ErrorLog } from '../internalError';
import { bucketFunctions } from './bucketFunctions';
import { Connections } from './connections';
import type { Engine, QueryStream, WriteOptions, WrittenFile } from './engine';
import { type ErrorBoundary, engineError, fateAfter, type TranslateError } from './engineError';
import { Footers } from './footers';
import { lockdown } from './lockdown';
import { copyStatement, writtenFiles } from './parquetCopy';
import { register, type ScalarFunction } from './scalarFunction';
import { csvFunctions } from './source/csvFields';

export interface EngineOptions {
  /** The only folders whose files queries may touch. */
  folders: string[];
  /** Where DuckDB spills what does not fit into memory; must not hold anything else. */
  tempFolder: string;
  /** In DuckDB's words, such as `2GB`; `1GB` by default. */
  memoryLimit?: string;
  threads?: number;
  /** Queries that run at the same time; others wait. */
  connections?: number;
  /** `CREATE MACRO …` statements. */
  macros?: readonly string[];
  functions?: readonly ScalarFunction[];
  /** Knows the errors of generated SQL; asked first, with DuckDB's message. */
  translateError?: TranslateError;
  /** Where errors go that nobody may be told of: DuckDB's words, and the SQL. `console.error` by default. */
  log?: ErrorLog;
}

/**
 * Opens DuckDB, locked down, with the macros and functions that generated SQL uses.
 * @throws Error when DuckDB cannot be loaded or a macro or function is bad
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  await mkdir(options.tempFolder, { recursive: true });
  const connections = new Connections(options.connections ?? 4, async (connection) => {
    const setup = lockdown({ memoryLimit: '1GB', ...options });
    for (const statement of [...(options.macros ?? []), ...setup]) await connection.run(statement);
    for (const scalar of [...bucketFunctions, ...csvFunctions, ...(options.functions ?? [])])
      register(connection, scalar);
  });
  (await connections.acquire()).release('reusable');
  return new DuckDbEngine(connections, { translate: options.translateError, log: options.log });
}

class DuckDbEngine implements Engine {
  private readonly footers = new Footers((sql) => this.rows(sql));

  constructor(
    private readonly connections: Connections,
    private readonly boundary: ErrorBoundary,
  ) {}

  async query(sql: string, { signal }: { signal?: AbortSignal } = {}): Promise<QueryStream> {
    const lease = await this.connections.acquire(signal);
    const end = interruptBy(signal, lease.connection);
    const fail = (thrown: unknown): never => {
      end();
      lease.release(signal?.aborted ? 'spent' : fateAfter(thrown));
      if (signal?.aborted) throw signal.reason;
      throw engineError(thrown, sql, this.boundary);
    };
    let result: DuckDBResult;
    try {
      const statement = await oneSelect(lease.connection, sql);
      signal?.throwIfAborted();
      result = await statement.stream();
    } catch (thrown) {
      return fail(thrown);
    }
    let done = false;
    return {
      async next() {
        if (done) return undefined;
        try {
          signal?.throwIfAborted();
          const chunk = await result.fetchChunk();
          if (chunk && chunk.rowCount > 0) return chunk.getColumns();
        } catch (thrown) {
          done = true;
          return fail(thrown);
        }
        done = true;
        end();
        lease.release('reusable');
        return undefined;
      },
      close() {
        if (done) return;
        done = true;
        end();
        lease.connection.interrupt();
        lease.release('spent');
      },
    };
  }

  async writeParquet(sql: string, options: WriteOptions): Promise<WrittenFile[]> {
    const { signal, folder } = options;
    // DuckDB takes `file:///a` for `/a`; Node would make a folder `file:` where the process runs.
    if (!isAbsolute(folder))
      throw new Error(`the engine writes to a folder by its full path, not to ${folder}`);
    const lease = await this.connections.acquire(signal);
    const end = interruptBy(signal, lease.connection);
    try {
      (await oneSelect(lease.connection, sql)).destroySync();
      signal?.throwIfAborted();
      await mkdir(folder, { recursive: true });
      const statement = await lease.connection.prepare(copyStatement(sql, options));
      const reader = await statement.runAndReadAll();
      const files = writtenFiles(reader.getRowObjects(), options);
      lease.release('reusable');
      // A query without rows still makes one file: a table needs none.
      for (const file of files) if (file.rows === 0) await unlink(file.path);
      return files.filter((file) => file.rows > 0);
    } catch (thrown) {
      lease.release(signal?.aborted ? 'spent' : fateAfter(thrown));
      await rm(folder, { recursive: true, force: true });
      if (signal?.aborted) throw signal.reason;
      throw engineError(thrown, sql, this.boundary);
    } finally {
      end();
    }
  }

  layouts(paths: string[]) {
    return this.footers.layouts(paths);
  }

  scannedBytes(paths: string[], columns: 'all' | (string | number)[]) {
    return this.footers.scannedBytes(paths, columns);
  }

  close() {
    return this.connections.close();
  }

  private async rows(sql: string) {
    const lease = await this.connections.acquire();
    try {
      const reader = await (await oneSelect(lease.connection, sql)).runAndReadAll();
      lease.release('reusable');
      return reader.getRowObjects();
    } catch (thrown) {
      lease.release(fateAfter(thrown));
      throw engineError(thrown, sql, this.boundary);
    }
  }
}

/** Prepares the one SELECT of a text. DuckDB would run two statements of one call silently. */
async function oneSelect(connection: DuckDBConnection, sql: string) {
  // DuckDB rewrites some PRAGMAs into a SELECT, which the statement's type does not tell.
  if (!/^\s*(SELECT|WITH|VALUES|FROM|\()/i.test(sql)) throw new Error('the engine runs SELECT only');
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1)
    throw new Error(`the engine runs one statement at a time, not ${statements.count}`);
  const statement = await statements.prepare(0);
  if (statement.statementType !== StatementType.SELECT) throw new Error('the engine runs SELECT only');
  return statement;
}

/**
 * Interrupts a connection's query when the signal is aborted; returns how to stop that. An interrupt that comes just
 * before DuckDB starts the query is lost, so it is repeated until the query has ended.
 */
function interruptBy(signal: AbortSignal | undefined, connection: DuckDBConnection): () => void {
  if (!signal) return () => {};
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    connection.interrupt();
    timer = setInterval(() => connection.interrupt(), 5);
  };
  if (signal.aborted) interrupt();
  else signal.addEventListener('abort', interrupt, { once: true });
  return () => {
    signal.removeEventListener('abort', interrupt);
    clearInterval(timer);
  };
}
