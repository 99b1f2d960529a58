import type { Predicate } from '../../../sql/scope';
import { type Files, IcebergError } from '../files';
import type { DataFile } from '../manifest/dataFile';
import type { ManifestFile } from '../manifest/manifestList';
import { currentSchema, partitionSpec, type Snapshot, type TableMetadata } from '../metadata/tableMetadata';
import type { PartitionSpec } from '../partition/spec';
import type { ScanTask } from '../scan/fileTask';
import { scan } from '../scan/scan';
import { fieldById, newestFirst, type Schema } from '../schema/schema';
import type { Change } from './change';
import { writeNewManifest } from './newManifest';
import { addSnapshot, newSnapshotId } from './newSnapshot';
import { rowChangeSummary } from './summary';

/** Rows that are deleted by their positions, and rows that are added. */
interface RowChange {
  /** New rows, written for the table's current schema and default partition spec. */
  data: DataFile[];
  deletes: { specId: number; file: DataFile }[];
  /** What the change was made from: all files of the table that the filter lets through. */
  read: { tasks: ScanTask[]; filter?: Predicate };
}

/** Since the rows were read, another writer has changed files that they were read from, or added some. */
export class ConcurrentRowChange extends IcebergError {
  constructor(metadata: TableMetadata) {
    super(`rows of table ${metadata.location} were changed by others at the same time`);
    this.name = 'ConcurrentRowChange';
  }
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

/** A schema that has the columns of an old spec: those may be dropped by now. */
function schemaOfSpec(spec: PartitionSpec, metadata: TableMetadata): Schema {
  const has = (schema: Schema) => spec.fields.every((field) => fieldById(schema, field['source-id']));
  return newestFirst(metadata.schemas).find(has) ?? currentSchema(metadata);
}

async function assertSame(
  before: TableMetadata,
  now: TableMetadata,
  { tasks, filter }: RowChange['read'],
  files: Files,
): Promise<void> {
  if (before['table-uuid'] === now['table-uuid']) {
    if (before['current-snapshot-id'] === now['current-snapshot-id']) return;
    const found = await scan(now, filter ? { filter } : {}, files);
    if (stateOf(found) === stateOf(tasks)) return;
  }
  throw new ConcurrentRowChange(before);
}

/** All files that rows are read from, as a text. */
const stateOf = (tasks: ScanTask[]): string =>
  tasks
    .map(({ file, positionDeletes, equalityDeletes }) => {
      const deletes = [...positionDeletes, ...equalityDeletes.flatMap((group) => group.files)];
      return JSON.stringify([file.uri, ...deletes.map(({ uri }) => uri).sort()]);
    })
    .sort()
    .join('\n');
