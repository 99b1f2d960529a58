import { mkdir, rm, unlink } from 'node:fs/promises';
import { type DuckDBConnection, DuckDBInstance, StatementType } from '@duckdb/node-api';
import { bucketFunctions } from './bucketFunctions';
import type { ParquetOptions, WrittenFile } from './engine';
import { type Access, lock, type Settings, settings } from './lockdown';
import { MissingMacros } from './missingMacros';
import { copyStatement, writtenFiles } from './parquetCopy';
import { register, type ScalarFunction } from './scalarFunction';
import { csvFunctions } from './source/csvFields';

export interface DuckDbOptions extends Settings {
  /** `CREATE MACRO …` statements; each runs when SQL names it for the first time. */
  macros?: readonly string[];
  functions?: readonly ScalarFunction[];
}

/**
 * One DuckDB in this process: made ready first, locked to the files of a query when one comes. It runs one query at a
 * time, and nothing is kept inside. Errors are DuckDB's own; `describeFailure` says what they mean.
 */
export class DuckDb {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly macros: MissingMacros,
  ) {}

  /**
   * Opens a DuckDB with the functions that generated SQL uses; it cannot run anything until it is locked.
   * @throws Error when DuckDB cannot be loaded or a function is bad
   */
  static async prepare(options: DuckDbOptions): Promise<DuckDb> {
    await mkdir(options.tempFolder, { recursive: true });
    const instance = await DuckDBInstance.create(':memory:');
    try {
      const connection = await instance.connect();
      await connection.run(settings(options).join(';\n'));
      for (const scalar of [...bucketFunctions, ...csvFunctions, ...(options.functions ?? [])])
        register(connection, scalar);
      return new DuckDb(instance, connection, new MissingMacros(options.macros ?? []));
    } catch (error) {
      instance.closeSync();
      throw error;
    }
  }

  /** From here on nothing but these files and folders can be opened. */
  async lock(access: Access): Promise<void> {
    await this.connection.run(lock(access).join(';\n'));
  }

  /** Rows of one SELECT as they come: chunks by column (`columns x rows`), in DuckDB's JavaScript values. */
  async *chunks(sql: string): AsyncGenerator<unknown[][]> {
    const statement = await this.oneSelect(sql);
    const result = await statement.stream();
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return;
      yield chunk.getColumns();
    }
  }

  /** Writes the rows of one SELECT into a folder, which is removed again when that fails. */
  async writeParquet(sql: string, folder: string, options: ParquetOptions): Promise<WrittenFile[]> {
    (await this.oneSelect(sql)).destroySync();
    try {
      await mkdir(folder, { recursive: true });
      const reader = await this.connection.runAndReadAll(copyStatement(sql, folder, options));
      const files = writtenFiles(reader.getRowObjects(), options);
      // A query without rows still makes one file: a table needs none.
      for (const file of files) if (file.rows === 0) await unlink(file.path);
      return files.filter((file) => file.rows > 0);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }

  private async createMacros(sql: string): Promise<void> {
    const missing = this.macros.take(sql);
    if (missing.length > 0) await this.connection.run(missing.join(';\n'));
  }

  /** Prepares the one SELECT of a text. DuckDB would run two statements of one call silently. */
  private async oneSelect(sql: string) {
    await this.createMacros(sql);
    // DuckDB rewrites some PRAGMAs into a SELECT, which the statement's type does not tell.
    if (!/^\s*(SELECT|WITH|VALUES|FROM|\()/i.test(sql)) throw new Error('the engine runs SELECT only');
    const statements = await this.connection.extractStatements(sql);
    if (statements.count !== 1)
      throw new Error(`the engine runs one statement at a time, not ${statements.count}`);
    const statement = await statements.prepare(0);
    if (statement.statementType !== StatementType.SELECT) throw new Error('the engine runs SELECT only');
    return statement;
  }
}
