import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { literal } from '../../engine/sqlText';
import {
  type DataFile,
  dataFolder,
  POSITION_DELETE_IDS,
  positionDeleteFile,
  type ScanTask,
  type TableMetadata,
  valueKey,
} from '../../iceberg';
import { parseS3Uri } from '../../s3/objectStore';
import { pendingRemovals } from '../execution/pendingRemovals';
import type { Run } from '../execution/run';

/**
 * Writes files of position deletes: one for each partition that rows are deleted of, sorted by file and position (Iceberg
 * spec, "Position Delete Files"). They are in the table's folder then, and no metadata names them yet.
 * @param deleted SQL of the rows' places (`file`, a path on disk, and `position`), and the files that it reads
 * @param tasks the data files that the places are in
 */
export async function writePositionDeletes(
  deleted: { sql: string; files: string[] },
  tasks: ScanTask[],
  metadata: TableMetadata,
  run: Run,
): Promise<{ specId: number; file: DataFile }[]> {
  const { engine, objects } = run.call.account;
  const byPath = new Map(
    tasks.map((task) => {
      const { bucket, key } = parseS3Uri(task.file.uri);
      return [objects.pathOf(bucket, key), task] as const;
    }),
  );
  const reading = { files: deleted.files, signal: run.signal };
  const found = await engine.query(`SELECT DISTINCT file FROM (${deleted.sql})`, reading);
  const paths = found.map(([path]) => String(path));
  const files: { specId: number; file: DataFile }[] = [];
  try {
    for (const part of partitionsOf(paths, byPath)) {
      const { specId, file } = part[0]!.task;
      const names = part.map(({ path, task }) => `(${literal(path)}, ${literal(task.file.uri)})`);
      const sql = `SELECT uri AS file_path, position AS pos FROM (${deleted.sql}) AS d
        JOIN (VALUES ${names.join(', ')}) AS f(path, uri) ON d.file = f.path ORDER BY file_path, pos`;
      const dataFiles = part.map(({ task }) => task.file.uri);
      const written = await writeDeleteFile(
        { sql, files: deleted.files },
        { dataFiles, partition: file.partition },
        metadata,
        run,
      );
      files.push({ specId, file: written });
    }
  } catch (error) {
    await pendingRemovals(run.call.account).discard(
      files.map(({ file }) => file.uri),
      metadata.location,
    );
    throw error;
  }
  return files;
}

interface PlacedTask {
  path: string;
  task: ScanTask;
}

/** Data files by their partition. @throws Error for a path that is not a data file's: its rows would not be deleted */
function partitionsOf(paths: string[], byPath: ReadonlyMap<string, ScanTask>): PlacedTask[][] {
  const partitions = new Map<string, PlacedTask[]>();
  for (const path of paths) {
    const task = byPath.get(path);
    if (!task) throw new Error(`rows of ${path}, which is no data file of the table, cannot be deleted`);
    // A delete file is of one partition only: NaN, the infinities and NULL are partitions of their own.
    const key = [task.specId, ...task.file.partition.map(valueKey)].join(' ');
    partitions.set(key, [...(partitions.get(key) ?? []), { path, task }]);
  }
  return [...partitions.values()];
}

async function writeDeleteFile(
  { sql, files }: { sql: string; files: string[] },
  of: Parameters<typeof positionDeleteFile>[2],
  metadata: TableMetadata,
  run: Run,
): Promise<DataFile> {
  const { engine, objects } = run.call.account;
  const folder = join(objects.scratch(), randomUUID());
  try {
    const options = { folder, fieldIds: POSITION_DELETE_IDS, ordered: true, files, signal: run.signal };
    const [written] = await engine.writeParquet(sql, options);
    if (!written) throw new Error(`no rows are deleted of ${of.dataFiles.join(', ')}`);
    const uri = `${dataFolder(metadata)}/${randomUUID()}-deletes.parquet`;
    const described = positionDeleteFile(written, uri, of);
    const { bucket, key } = parseS3Uri(uri);
    await objects.adopt(bucket, key, written.path);
    return described;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
