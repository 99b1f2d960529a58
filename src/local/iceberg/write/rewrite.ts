import type { Files } from '../files';
import type { DataFile } from '../manifest/dataFile';
import { readManifestList } from '../manifest/manifestList';
import {
  currentSchema,
  currentSnapshot,
  partitionSpec,
  type Snapshot,
  type TableMetadata,
} from '../metadata/tableMetadata';
import { deletesOf, type ScanTask, taskKey } from '../scan/fileTask';
import { liveEntries } from '../scan/liveEntries';
import { scan } from '../scan/scan';
import type { Change } from './change';
import { ConcurrentRowChange } from './concurrentRowChange';
import { writeNewManifest } from './newManifest';
import { addSnapshot, newSnapshotId } from './newSnapshot';
import { rewriteSummary } from './summary';

/** Files whose live rows are in other files now. */
interface Rewrite {
  /** What was read, all of its deletes applied. */
  read: ScanTask[];
  /** New files of the same rows, written for the table's current schema and default partition spec. */
  data: DataFile[];
}

/**
 * Stages a rewrite of data files (Iceberg spec, operation `replace`: the rows stay the same). It is applied only to a
 * state of the table in which the files are still there, with the same deletes: rows that others deleted since would come
 * back otherwise. Files that others added stay as they are. Delete files go when no file that is left needs them: new
 * files have higher sequence numbers, so that old deletes never apply to them.
 * @throws what writing throws; `apply` throws ConcurrentRowChange
 */
export async function stageRewrite(
  metadata: TableMetadata,
  { read, data }: Rewrite,
  files: Files,
): Promise<Change> {
  const id = newSnapshotId(metadata);
  const schema = currentSchema(metadata);
  const of = { snapshotId: id, spec: partitionSpec(metadata), schema, metadata };
  const manifests = data.length > 0 ? [await writeNewManifest(data, of, files)] : [];
  return {
    staged: manifests.map(({ uri }) => uri),
    async apply(base, io, now) {
      const left = await withoutRead(metadata, base, read, io);
      const removed = [...read, ...(await needless(base, left, io))];
      const addition = {
        id,
        schemaId: schema['schema-id'],
        manifests,
        without: new Set(removed.map(({ file }) => file.uri)),
        summary: (parent: Snapshot | undefined) =>
          rewriteSummary({ data, specId: metadata['default-spec-id'], deletes: [] }, removed, parent),
      };
      return addSnapshot(addition, base, io, now);
    },
  };
}

/** The data files that a table has besides those that were read. @throws ConcurrentRowChange when those are others now */
async function withoutRead(
  before: TableMetadata,
  base: TableMetadata,
  read: ScanTask[],
  files: Files,
): Promise<ScanTask[]> {
  if (base['table-uuid'] !== before['table-uuid']) throw new ConcurrentRowChange(before);
  const wanted = new Set(read.map(taskKey));
  const left = (await scan(base, {}, files)).filter((task) => !wanted.delete(taskKey(task)));
  if (wanted.size > 0) throw new ConcurrentRowChange(before);
  return left;
}

/** Delete files that apply to none of the data files. */
async function needless(
  base: TableMetadata,
  left: ScanTask[],
  files: Files,
): Promise<{ specId: number; file: DataFile }[]> {
  const snapshot = currentSnapshot(base);
  if (!snapshot) return [];
  const needed = new Set(left.flatMap(deletesOf).map(({ uri }) => uri));
  const manifests = (await readManifestList(snapshot, files)).filter(({ content }) => content === 'deletes');
  return (await liveEntries(manifests, base, files)).filter(({ file }) => !needed.has(file.uri));
}
