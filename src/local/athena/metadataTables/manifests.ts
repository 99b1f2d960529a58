import {
  currentSnapshot,
  decodeValue,
  type ManifestFile,
  type PartitionSpec,
  type PrimitiveType,
  parseTransform,
  partitionSpec,
  partitionTypes,
  readManifestList,
} from '../../iceberg';
import type { Cell } from '../execution/inlineRows';
import { BIGINT, BOOLEAN, columns, INTEGER, type MetadataTable, VARCHAR } from './metadataTable';
import { humanPartition } from './valueText';

const SUMMARY = {
  kind: 'row' as const,
  fields: [
    { name: 'contains_null', type: BOOLEAN },
    { name: 'contains_nan', type: BOOLEAN },
    { name: 'lower_bound', type: VARCHAR },
    { name: 'upper_bound', type: VARCHAR },
  ],
};

/** `"t$manifests"`: manifests of the current snapshot, those of delete files too. */
export const manifestsTable: MetadataTable = {
  columns: () =>
    columns({
      path: VARCHAR,
      length: BIGINT,
      partition_spec_id: INTEGER,
      added_snapshot_id: BIGINT,
      added_data_files_count: INTEGER,
      added_rows_count: BIGINT,
      existing_data_files_count: INTEGER,
      existing_rows_count: BIGINT,
      deleted_data_files_count: INTEGER,
      deleted_rows_count: BIGINT,
      partitions: { kind: 'array', element: SUMMARY },
    }),
  async rows(metadata, files) {
    const snapshot = currentSnapshot(metadata);
    if (!snapshot) return [];
    return (await readManifestList(snapshot, files)).map((manifest) => {
      const spec = partitionSpec(metadata, manifest.specId);
      return [
        manifest.uri,
        manifest.length,
        manifest.specId,
        manifest.snapshotId,
        manifest.addedFiles,
        manifest.addedRows,
        manifest.existingFiles,
        manifest.existingRows,
        manifest.deletedFiles,
        manifest.deletedRows,
        summaries(manifest, spec, partitionTypes(spec, metadata.schemas)),
      ];
    });
  },
};

function summaries(manifest: ManifestFile, spec: PartitionSpec, types: PrimitiveType[]): Cell {
  return manifest.partitions?.map(({ containsNull, containsNan, lower, upper }, i) => {
    const field = spec.fields[i];
    const type = types[i];
    const text = (bytes: Buffer | undefined): Cell => {
      if (!bytes || !field || !type) return undefined;
      const value = decodeValue(type, bytes);
      return value === undefined ? undefined : humanPartition(parseTransform(field.transform), type, value);
    };
    return [containsNull, containsNan, text(lower), text(upper)];
  });
}
