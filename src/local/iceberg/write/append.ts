import type { Files } from '../files';
import type { DataFile } from '../manifest/dataFile';
import { currentSchema, partitionSpec, type TableMetadata } from '../metadata/tableMetadata';
import type { Change } from './change';
import { writeNewManifest } from './newManifest';
import { addSnapshot, newSnapshotId } from './newSnapshot';
import { appendSummary } from './summary';

/**
 * Stages the append of data files that were written for `metadata` (its current schema and default partition spec).
 * Their manifest is written here, once: what a lost race makes necessary is a new manifest list and metadata file.
 */
export async function stageAppend(
  metadata: TableMetadata,
  dataFiles: DataFile[],
  files: Files,
): Promise<Change> {
  const id = newSnapshotId(metadata);
  const schema = currentSchema(metadata);
  const of = { snapshotId: id, spec: partitionSpec(metadata), schema, metadata };
  const manifests = dataFiles.length > 0 ? [await writeNewManifest(dataFiles, of, files)] : [];
  return {
    staged: manifests.map((manifest) => manifest.uri),
    apply: (base, io, now) =>
      addSnapshot(
        {
          id,
          schemaId: schema['schema-id'],
          manifests,
          summary: (parent) => appendSummary(dataFiles, parent),
        },
        base,
        io,
        now,
      ),
  };
}
