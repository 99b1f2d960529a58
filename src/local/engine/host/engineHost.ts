import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDb, type DuckDbOptions } from '../duckDb';
import type { TextRow } from '../engine';
import { isFatal } from '../engineError';
import type { QueryMessage, TaskResult } from '../pool/protocol';
import { printCsv } from './printCsv';

/** A DuckDB that is locked to some files. */
interface Locked {
  /** The files, as one text. */
  files: string;
  duckDb: DuckDb;
}

/**
 * Runs queries, one at a time, each in a DuckDB that can open exactly the files of the query.
 *
 * Measured (two cores): a DuckDB costs 20 ms, all macros would cost 30 ms more, and to lock it costs 1 ms for a hundred
 * files. So macros are made by need, the next DuckDB is prepared before a query comes, and a locked one stays for queries
 * of the same files: those without any, and those that ask the same table again.
 */
export class EngineHost {
  private locked: Locked | undefined;
  private prepared: Promise<DuckDb> | undefined;
  private readonly written: string;

  /** @param folder of this process alone; queries write there, and nowhere else */
  constructor(
    private readonly folder: string,
    private readonly options: DuckDbOptions,
  ) {
    this.written = join(folder, 'written');
  }

  /** Makes the DuckDB of a next query ready. */
  async prepare(): Promise<void> {
    this.prepared ??= DuckDb.prepare(this.options);
    await this.prepared;
  }

  /** @throws what DuckDB says, and SqlError */
  async run({ sql, files, task }: QueryMessage): Promise<TaskResult> {
    const duckDb = await this.lockedTo(files);
    try {
      switch (task.kind) {
        case 'rows':
          return { kind: 'rows', rows: await textRows(duckDb.chunks(sql)) };
        case 'csv': {
          await mkdir(this.written, { recursive: true });
          const file = join(this.written, `${randomUUID()}.csv`);
          return { kind: 'csv', printed: await printCsv(duckDb.chunks(sql), task.columns, file) };
        }
        case 'parquet': {
          const folder = join(this.written, randomUUID());
          return { kind: 'parquet', folder, files: await duckDb.writeParquet(sql, folder, task.options) };
        }
      }
    } catch (error) {
      if (isFatal(error)) this.forget();
      throw error;
    }
  }

  private async lockedTo(paths: string[]): Promise<DuckDb> {
    const files = [...new Set(paths)].sort();
    const key = files.join('\n');
    if (this.locked?.files === key) return this.locked.duckDb;
    this.forget();
    await this.prepare();
    const duckDb = (await this.prepared)!;
    this.prepared = undefined;
    await duckDb.lock({ files, folders: [this.folder] });
    this.locked = { files: key, duckDb };
    return duckDb;
  }

  private forget(): void {
    this.locked?.duckDb.close();
    this.locked = undefined;
  }
}

async function textRows(chunks: AsyncIterable<unknown[][]>): Promise<TextRow[]> {
  const rows: TextRow[] = [];
  for await (const columns of chunks) {
    const count = columns[0]?.length ?? 0;
    for (let row = 0; row < count; row++)
      rows.push(
        columns.map((column) =>
          column[row] === null || column[row] === undefined ? null : String(column[row]),
        ),
      );
  }
  return rows;
}
