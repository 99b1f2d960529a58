import { DuckDb, type DuckDbOptions } from '../../../src/local/engine/duckDb';
import type { ParquetOptions, TextRow, WrittenFile } from '../../../src/local/engine/engine';
import { describeFailure, engineError, type TranslateError } from '../../../src/local/engine/engineError';
import { Footers } from '../../../src/local/engine/footers';
import type { ErrorLog } from '../../../src/local/internalError';

export interface LocalDuckDbOptions extends Omit<DuckDbOptions, 'memoryLimit'> {
  /** The only folders whose files queries may touch. */
  folders: string[];
  translateError?: TranslateError;
  log?: ErrorLog;
}

/** The DuckDB of an engine process inside the test's own, for the values that it gives. One query at a time. */
export class LocalDuckDb {
  private last: Promise<unknown> = Promise.resolve();
  private readonly footers = new Footers(async (sql) => this.texts(sql));

  private constructor(
    private readonly duckDb: DuckDb,
    private readonly options: LocalDuckDbOptions,
  ) {}

  static async open(options: LocalDuckDbOptions): Promise<LocalDuckDb> {
    const duckDb = await DuckDb.prepare({ memoryLimit: '1GB', ...options });
    await duckDb.lock({ files: [], folders: options.folders });
    return new LocalDuckDb(duckDb, options);
  }

  /** All rows of a query, in DuckDB's JavaScript values. @throws EngineError */
  rows(sql: string): Promise<unknown[][]> {
    return this.turn(sql, async () => {
      const rows: unknown[][] = [];
      for await (const columns of this.duckDb.chunks(sql))
        for (let i = 0; i < columns[0]!.length; i++) rows.push(columns.map((column) => column[i]));
      return rows;
    });
  }

  /** @throws EngineError */
  writeParquet(
    sql: string,
    { folder, ...options }: ParquetOptions & { folder: string },
  ): Promise<WrittenFile[]> {
    return this.turn(sql, () => this.duckDb.writeParquet(sql, folder, options));
  }

  layouts(paths: string[]) {
    return this.footers.layouts(paths);
  }

  async close(): Promise<void> {
    await this.last;
    this.duckDb.close();
  }

  private async texts(sql: string): Promise<TextRow[]> {
    const rows = await this.rows(sql);
    return rows.map((row) => row.map((value) => (value === null ? null : String(value))));
  }

  private turn<T>(sql: string, work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work).catch((thrown: unknown) => {
      throw engineError(describeFailure(thrown, this.options.translateError), sql, this.options.log);
    });
    this.last = mine.catch(() => undefined);
    return mine;
  }
}
