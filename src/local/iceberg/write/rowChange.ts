import type { Files } from '../files';
import type { DataFile } from '../manifest/dataFile';
import type { ManifestFile } from '../manifest/manifestList';
import {
  currentSchema,
  partitionSpec,
  type Snapshot,
  schemaOfSpec,
  type TableMetadata,
} from '../metadata/tableMetadata';
import type { PartitionSpec } from '../partition/spec';
import { type ScanTask, taskKey } from '../scan/fileTask';
import { type ScanOptions, scan } from '../scan/scan';
import type { Schema } from '../schema/schema';
import type { Change } from './change';
import { ConcurrentRowChange } from './concurrentRowChange';
import { writeNewManifest } from './newManifest';
import { addSnapshot, newSnapshotId } from './newSnapshot';
import { rowChangeSummary } from './summary';

/** Rows that are deleted by their positions, and rows that are added. */
interface RowChange {
  /** New rows, written for the table's current schema and default partition spec. */
  data: DataFile[];
  deletes: { specId: number; file: DataFile }[];
  /** What the change was made from: all files of the table that the filter lets through. */
  read: { tasks: ScanTask[] } & Omit<ScanOptions, 'snapshot'>;
}

/**
 * Stages a change of rows that were read from `metadata`. Isolation is serializable: it is applied only to a state of the
 * table in which a scan would find the same files with the same deletes again. So other tables' names for it, properties
 * and columns may change meanwhile, and rows that the filter leaves out.
 * @throws what writing throws (then nothing is left behind); `apply` throws ConcurrentRowChange
 */
export async function stageRowChange(
  metadata: TableMetadata,
  change: RowChange,
  files: Files,
): Promise<Change> {
  const id = newSnapshotId(metadata);
  const schema = currentSchema(metadata);
  const manifests: ManifestFile[] = [];
  const write = async (added: DataFile[], spec: PartitionSpec, known: Schema) => {
    const of = { snapshotId: id, spec, schema: known, metadata };
    manifests.push(await writeNewManifest(added, of, files));
  };
  try {
    if (change.data.length > 0) await write(change.data, partitionSpec(metadata), schema);
    for (const [specId, deletes] of bySpec(change.deletes)) {
      const spec = partitionSpec(metadata, specId);
      await write(deletes, spec, schemaOfSpec(spec, metadata));
    }
  } catch (error) {
    await files.remove?.(manifests.map(({ uri }) => uri));
    throw error;
  }
  return {
    staged: manifests.map(({ uri }) => uri),
    async apply(base, io, now) {
      await assertSame(metadata, base, change.read, io);
      const addition = {
        id,
        schemaId: schema['schema-id'],
        manifests,
        summary: (parent: Snapshot | undefined) =>
          rowChangeSummary({ ...change, specId: metadata['default-spec-id'] }, parent),
      };
      return addSnapshot(addition, base, io, now);
    },
  };
}

function bySpec(deletes: RowChange['deletes']): Map<number, DataFile[]> {
  const specs = new Map<number, DataFile[]>();
  for (const { specId, file } of deletes) specs.set(specId, [...(specs.get(specId) ?? []), file]);
  return specs;
}

async function assertSame(
  before: TableMetadata,
  now: TableMetadata,
  { tasks, ...options }: RowChange['read'],
  files: Files,
): Promise<void> {
  if (before['table-uuid'] === now['table-uuid']) {
    if (before['current-snapshot-id'] === now['current-snapshot-id']) return;
    const found = await scan(now, options, files);
    if (stateOf(found) === stateOf(tasks)) return;
  }
  throw new ConcurrentRowChange(before);
}

/** All files that rows are read from, as a text. */
const stateOf = (tasks: ScanTask[]): string => tasks.map(taskKey).sort().join('\n');
