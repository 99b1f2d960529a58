import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { analyze } from '../../src/sql/bind/bind';
import type { CatalogResolver } from '../../src/sql/catalog/catalogResolver';
import { translateEngineError } from '../../src/sql/duckdb/errors';
import { FUNCTIONS } from '../../src/sql/duckdb/functions';
import { generate } from '../../src/sql/duckdb/generate';
import { MACROS } from '../../src/sql/duckdb/macros';
import { parse } from '../../src/sql/syntax/parse';
import { LocalDuckDb } from '../local/engine/localDuckDb';
import { scopeOf } from './harness';
import { rowsOf, TABLES } from './people';

/** The engine as the account opens it, locked, with a folder of its own. */
export async function openLockedEngine() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'locked-engine-'));
  const log: string[] = [];
  const engine = await LocalDuckDb.open({
    log: (...entry) => void log.push(entry.join(' ')),
    folders: [path.join(folder, 'lake')],
    tempFolder: path.join(folder, 'temp'),
    threads: 1,
    macros: MACROS,
    functions: FUNCTIONS,
    translateError: translateEngineError,
  });
  return {
    /** What the engine wrote down of errors that it told by a number only. */
    log,
    /** A user's statement, from its text to its rows. @param parameters values of `?`, as SQL */
    async answer(
      sql: string,
      more: Partial<CatalogResolver> = {},
      parameters?: string[],
    ): Promise<unknown[][]> {
      const typed = analyze(parse(sql), scopeOf(TABLES, parameters ? { ...more, parameters } : more));
      const sources = typed.query.scans.map((scan) => [scan.id, rowsOf(scan.relation)] as const);
      return engine.rows(generate(typed, new Map(sources)));
    },
    async close() {
      await engine.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
