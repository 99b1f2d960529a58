import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from '../../../sql/duckdb/generate';
import type { RowChange } from '../../../sql/ir/typedStatement';
import type { Engine, Reading } from '../../engine/engine';
import { escapeGlob, literals } from '../../engine/sqlText';
import { type DataFile, scan as planScan, stageRowChange, type TablePointer } from '../../iceberg';
import type { OpenTable } from '../execution/callerScope';
import { failure } from '../execution/failure';
import { pendingRemovals } from '../execution/pendingRemovals';
import type { AnalyzedStatement } from '../execution/plannedQuery';
import type { Run } from '../execution/run';
import { scanSources } from '../execution/scanSources';
import { tableFiles } from '../execution/tableFiles';
import { writeDataFiles } from './icebergAppend';
import { commitFiles } from './icebergCommit';
import { writePositionDeletes } from './icebergRowChangeDeletes';
import { sourceOfTasks } from './icebergSource';

/** A table whose rows can be changed. */
export type ChangeableTable = OpenTable & { iceberg: NonNullable<OpenTable['iceberg']> };

/**
 * Changes rows of a table with one commit, by merge-on-read: files of position deletes, and data files of new rows. What
 * happens to which row is decided once and kept in a scratch file, for a condition may depend on chance.
 * @returns the number of rows that were deleted, updated or inserted
 * @throws QueryFailure ICEBERG_COMMIT_ERROR when others changed the rows that were read; then nothing is left behind
 */
export async function changeRows(
  query: AnalyzedStatement,
  change: RowChange,
  open: ChangeableTable,
  pointer: TablePointer,
  run: Run,
): Promise<number> {
  const { metadata } = open.iceberg;
  const { engine, objects } = run.call.account;
  const { sql, read } = await planned(query, change, open, run);
  const folder = join(objects.scratch(), randomUUID());
  const written: string[] = [];
  try {
    const scratch = await engine.writeParquet(sql, {
      folder,
      fieldIds: {},
      files: run.files.keys(),
      signal: run.signal,
    });
    if (scratch.length === 0) return 0;
    const files = scratch.map(({ path }) => path);
    const rows = `read_parquet(${literals(files.map(escapeGlob))})`;
    const reading = { files, signal: run.signal };
    await assertMatchedOnce(rows, engine, reading);
    const changed = await count(`${rows} WHERE action IS NOT NULL`, engine, reading);
    if (changed === 0) return 0;
    const deletes = await writePositionDeletes(
      { sql: `SELECT file, position FROM ${rows} WHERE ${oneOf(change, ['delete', 'update'])}`, files },
      read.tasks,
      metadata,
      run,
    );
    written.push(...deletes.map(({ file }) => file.uri));
    const data = await newRows({ rows, files }, change, open, run);
    written.push(...data.map(({ uri }) => uri));
    const stage = () => stageRowChange(metadata, { data, deletes, read }, tableFiles(run.call.account));
    // From here on the commit knows whether the files may be removed.
    await commitFiles(written.splice(0), stage, { metadata, pointer }, run);
    return changed;
  } catch (error) {
    await pendingRemovals(run.call.account).discard(written, metadata.location);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** SQL for what happens to which row, with columns file, position, action and v0, v1, …; and what it reads of the target. */
async function planned(
  { typed, scope }: AnalyzedStatement,
  { scan, target }: RowChange,
  open: ChangeableTable,
  run: Run,
): Promise<{ sql: string; read: Parameters<typeof stageRowChange>[1]['read'] }> {
  const others = typed.query.scans.filter((other) => other !== scan);
  // Where the target is also read elsewhere in the statement, all of it must stay as it was read.
  const readTwice = others.some(
    ({ relation }) => relation.database === target.database && relation.name === target.name,
  );
  const { metadata, fields } = open.iceberg;
  const options = readTwice || !scan.filter ? {} : { filter: scan.filter, fields };
  const tasks = await planScan(metadata, options, tableFiles(run.call.account));
  const sources = new Map(await scanSources(others, scope, run));
  sources.set(scan.id, await sourceOfTasks(tasks, scan, open, run));
  const values = typed.query.output.slice(3).map((_, i) => `v${i}`);
  const names = ['file', 'position', 'action', ...values].join(', ');
  const sql = `SELECT * FROM (${generate(typed, sources)}) AS q(${names})`;
  run.meter.planned();
  return { sql, read: { tasks, ...options } };
}

const oneOf = ({ actions }: RowChange, wanted: RowChange['actions']): string => {
  const numbers = actions.flatMap((action, i) => (wanted.includes(action) ? [i] : []));
  return numbers.length > 0 ? `action IN (${numbers.join(', ')})` : 'false';
};

async function newRows(
  { rows, files }: { rows: string; files: string[] },
  change: RowChange,
  open: ChangeableTable,
  run: Run,
): Promise<DataFile[]> {
  const made = oneOf(change, ['update', 'insert']);
  if (made === 'false') return [];
  const columns = change.target.columns.map(({ name }) => name);
  const sql = `SELECT ${columns.map((_, i) => `v${i}`).join(', ')} FROM ${rows} WHERE ${made}`;
  return writeDataFiles({ sql, files, columns }, open.iceberg.metadata, run);
}

/**
 * A row of the target may meet one row of the source with an action, and one without. (Trino looks at each case by
 * itself, so there two cases could write one row twice.)
 */
async function assertMatchedOnce(rows: string, engine: Engine, reading: Reading): Promise<void> {
  const twice = `(SELECT 1 FROM ${rows} WHERE position IS NOT NULL GROUP BY file, position
    HAVING count(action) > 1 OR count(*) - count(action) > 1 LIMIT 1)`;
  if ((await count(twice, engine, reading)) > 0)
    throw failure(
      'MERGE_TARGET_ROW_MULTIPLE_MATCHES',
      'One MERGE target table row matched more than one source row',
    );
}

async function count(from: string, engine: Engine, reading: Reading): Promise<number> {
  const [row] = await engine.query(`SELECT count(*) FROM ${from}`, reading);
  return Number(row?.[0]);
}
