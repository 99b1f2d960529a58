import { mkdir, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { SqlError } from '../../../sql/errors';
import type { PartHealth } from '../../health';
import type { ErrorLog } from '../../internalError';
import { internalError } from '../../internalError';
import type {
  CsvOptions,
  Engine,
  Layouts,
  PrintedCsv,
  Reading,
  TextRow,
  WriteOptions,
  WrittenFile,
} from '../engine';
import { engineError } from '../engineError';
import { Footers } from '../footers';
import { type EngineProcess, ProcessGone } from './engineProcess';
import { ProcessSupply, type SupplyOptions } from './processSupply';
import type { Task, TaskResult } from './protocol';

export interface PoolOptions extends SupplyOptions {
  /** Where errors go that nobody may be told of: DuckDB's words, and the SQL. `console.error` by default. */
  log?: ErrorLog;
  /** A query that runs longer makes room for all others; 2000 ms by default. */
  longQueryMs?: number;
}

const LONG_QUERY_MS = 2000;
/** Resident memory of running processes is looked at as often: less than 100 MB can be taken meanwhile. */
const MEMORY_LOOK_MS = 10;

/** DuckDB in processes of their own, one query at a time in each. */
export class EnginePool implements Engine {
  private readonly footers: Footers;
  private readonly running = new Set<EngineProcess>();
  private look: NodeJS.Timeout | undefined;

  private constructor(
    private readonly supply: ProcessSupply,
    private readonly options: PoolOptions,
  ) {
    this.footers = new Footers((sql, reading) => this.query(sql, reading));
  }

  /**
   * Opens the pool; what a crash left in its folder is removed.
   * @throws Error when no engine process can be started
   */
  static async open(options: PoolOptions): Promise<EnginePool> {
    await rm(options.tempFolder, { recursive: true, force: true });
    await mkdir(options.tempFolder, { recursive: true });
    const supply = new ProcessSupply(options);
    await supply.start();
    return new EnginePool(supply, options);
  }

  async query(sql: string, reading: Reading): Promise<TextRow[]> {
    return this.run(sql, reading, { kind: 'rows' }, async (result) => {
      if (result.kind !== 'rows') throw new Error(`rows were asked for, not ${result.kind}`);
      return result.rows;
    });
  }

  async printCsv(sql: string, { columns, file, ...reading }: CsvOptions): Promise<PrintedCsv> {
    return this.run(sql, reading, { kind: 'csv', columns }, async (result) => {
      if (result.kind !== 'csv') throw new Error(`a CSV was asked for, not ${result.kind}`);
      const { rows, content } = result.printed;
      if (content instanceof Uint8Array) return { rows, content };
      await rename(content.file, file);
      return { rows, content: { file } };
    });
  }

  async writeParquet(
    sql: string,
    { folder, files, signal, ...options }: WriteOptions,
  ): Promise<WrittenFile[]> {
    // DuckDB takes `file:///a` for `/a`; Node would make a folder `file:` where the process runs.
    if (!isAbsolute(folder))
      throw new Error(`the engine writes to a folder by its full path, not to ${folder}`);
    return this.run(sql, { files, signal }, { kind: 'parquet', options }, async (result) => {
      if (result.kind !== 'parquet') throw new Error(`Parquet files were asked for, not ${result.kind}`);
      await mkdir(dirname(folder), { recursive: true });
      await rename(result.folder, folder);
      return result.files.map((file) => ({
        ...file,
        path: join(folder, file.path.slice(result.folder.length)),
      }));
    });
  }

  layouts(paths: string[], signal?: AbortSignal): Promise<Layouts> {
    return this.footers.layouts(paths, signal);
  }

  scannedBytes(paths: string[], columns: 'all' | (string | number)[], signal?: AbortSignal): Promise<number> {
    return this.footers.scannedBytes(paths, columns, signal);
  }

  /** How the engine is, without asking it. */
  health(): PartHealth {
    return { name: 'engine', ...this.supply.health() };
  }

  /** Refuses new queries and ends those that run. */
  async close(): Promise<void> {
    clearInterval(this.look);
    await this.supply.close();
  }

  /** @param take the result, while the process's folder is still there */
  private async run<T>(
    sql: string,
    { files, signal }: Reading,
    task: Task,
    take: (result: TaskResult) => Promise<T>,
  ): Promise<T> {
    const paths = [...new Set(files)].sort();
    const process = await this.supply.take(paths.join('\n'), signal);
    const stop = () => process.kill('stop');
    const slow = setTimeout(() => process.slowDown(), this.options.longQueryMs ?? LONG_QUERY_MS);
    signal?.addEventListener('abort', stop, { once: true });
    this.watch(process);
    try {
      signal?.throwIfAborted();
      const answer = await process.run({ sql, files: paths, task });
      signal?.throwIfAborted();
      if (answer.kind === 'failed') throw engineError(answer.failure, sql, this.options.log);
      if (answer.kind !== 'result') throw new Error(`an engine process answered ${answer.kind}`);
      return await take(answer.result);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw error instanceof ProcessGone ? this.goneError(error, sql) : error;
    } finally {
      clearTimeout(slow);
      signal?.removeEventListener('abort', stop);
      this.unwatch(process);
      this.supply.giveBack(process);
    }
  }

  /** What a query is told whose process is gone. Source: Trino, ExceededMemoryLimitException and ClusterMemoryManager. */
  private goneError(gone: ProcessGone, sql: string): Error {
    switch (gone.reason) {
      case 'memory':
        return new SqlError(
          'EXCEEDED_LOCAL_MEMORY_LIMIT',
          `Query exceeded per-node memory limit of ${gigabytes(this.options.residentLimit)}`,
        );
      case 'memory of all':
        return new SqlError(
          'CLUSTER_OUT_OF_MEMORY',
          'Query killed because the cluster is out of memory. Please try again in a few minutes.',
        );
      case 'stop':
        return new Error('the query engine is closed');
      default:
        return internalError('the query engine', gone.message, [sql], this.options.log);
    }
  }

  private watch(process: EngineProcess): void {
    this.running.add(process);
    this.look ??= setInterval(() => this.limitMemory(), MEMORY_LOOK_MS);
  }

  private unwatch(process: EngineProcess): void {
    this.running.delete(process);
    if (this.running.size > 0) return;
    clearInterval(this.look);
    this.look = undefined;
  }

  private limitMemory(): void {
    let total = 0;
    let largest: { process: EngineProcess; bytes: number } | undefined;
    for (const process of this.running) {
      const bytes = process.residentBytes() ?? 0;
      if (bytes > this.options.residentLimit) process.kill('memory');
      else total += bytes;
      if (bytes > (largest?.bytes ?? 0)) largest = { process, bytes };
    }
    if (total > (this.options.residentLimitOfAll ?? os.totalmem() / 2))
      largest?.process.kill('memory of all');
  }
}

/** Trino's text of a size: two digits, `1.50GB`. Source: airlift, DataSize.toString. */
const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)}GB`;
