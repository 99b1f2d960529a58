import { identifier } from '../../engine/sqlText';
import {
  currentSchema,
  type DataFile,
  filesToCompact,
  type ScanTask,
  stageRewrite,
  type TablePointer,
} from '../../iceberg';
import { pendingRemovals } from '../execution/pendingRemovals';
import type { Run } from '../execution/run';
import { tableFiles } from '../execution/tableFiles';
import { writeDataFiles } from './icebergAppend';
import { commitFiles } from './icebergCommit';
import { compactionRules } from './icebergProperties';
import type { ChangeableTable } from './icebergRowChange';
import { sourceOfTasks } from './icebergSource';

/**
 * Writes small files, too large ones and files with many deletes anew, partition by partition, with one commit for all of
 * them. Nothing is committed when the files are in order. A file has all columns of the table's schema, also those that
 * the catalog does not list.
 * @param tasks the files that may be rewritten
 * @throws QueryFailure ICEBERG_COMMIT_ERROR when others changed rows of these files; then nothing is left behind
 */
export async function compactTable(
  tasks: ScanTask[],
  open: ChangeableTable,
  pointer: TablePointer,
  run: Run,
): Promise<void> {
  const { metadata } = open.iceberg;
  const files = tableFiles(run.call.account);
  const groups = filesToCompact(tasks, compactionRules(metadata.properties));
  if (groups.length === 0) return;
  const data: DataFile[] = [];
  try {
    for (const group of groups) data.push(...(await rewritten(group, open, run)));
  } catch (error) {
    await pendingRemovals(run.call.account).discard(
      data.map(({ uri }) => uri),
      metadata.location,
    );
    throw error;
  }
  const written = data.map(({ uri }) => uri);
  await commitFiles(
    written,
    () => stageRewrite(metadata, { read: groups.flat(), data }, files),
    { metadata, pointer },
    run,
  );
}

/** New files of the live rows of one partition. */
async function rewritten(group: ScanTask[], open: ChangeableTable, run: Run): Promise<DataFile[]> {
  const { metadata } = open.iceberg;
  const fields = new Map(currentSchema(metadata).fields.map((field) => [field.name, field]));
  const columns = [...fields.keys()];
  const { table } = open;
  const source = await sourceOfTasks(group, { columns }, { table, iceberg: { metadata, fields } }, run);
  const sql = `SELECT ${columns.map(identifier).join(', ')} FROM ${source}`;
  // Files of an older partition spec go to the partitions of today's.
  const isCurrent = group[0]!.specId === metadata['default-spec-id'];
  return writeDataFiles({ sql, files: run.files.keys(), columns }, metadata, run, {
    partition: isCurrent ? group[0]!.file.partition : undefined,
  });
}
