export { type Files, IcebergError } from './files';
export { partitionTypes } from './manifest/avroSchemas';
export type { DataFile } from './manifest/dataFile';
export { type ManifestFile, readManifestList } from './manifest/manifestList';
export { dataFolder, metadataFolder, readMetadata, writeMetadata } from './metadata/metadataFile';
export { type NewColumn, type NewTable, newTable } from './metadata/newTable';
export { formerMetadataFiles, namedFiles, neededFiles, statisticsFiles } from './metadata/tableFiles';
export {
  ancestors,
  currentSchema,
  currentSnapshot,
  partitionSpec,
  type Snapshot,
  snapshotById,
  type TableMetadata,
} from './metadata/tableMetadata';
export {
  type PartitionField,
  type Partitioning,
  type PartitionSpec,
  parseTransform,
  resultType,
  type Transform,
} from './partition/spec';
export { deletesOf, type EqualityDeletes, type FileTask, type ScanTask } from './scan/fileTask';
export { type LiveEntry, liveEntries } from './scan/liveEntries';
export { type ScanOptions, scan } from './scan/scan';

export { readSchema, resolveSnapshot, type SnapshotRef } from './scan/snapshotRef';
export { InvalidSchemaChange } from './schema/evolve';
export { glueColumns } from './schema/glueColumns';
export {
  columnByName,
  type Field,
  fieldById,
  type IcebergType,
  isPrimitive,
  type PrimitiveType,
  primitiveFields,
  type Schema,
} from './schema/schema';

export { sqlType } from './schema/sqlType';
export { decodeValue } from './value/singleValue';
export { valueText } from './value/text';
export { compareValues, type Value, valueKey } from './value/value';
export { stageAppend } from './write/append';
export { type Change, setProperties } from './write/change';
export {
  CommitConflict,
  CommitStateUnknown,
  commit,
  type TablePointer,
  type TableState,
} from './write/commit';
export { type CompactionRules, filesToCompact } from './write/compaction';
export { ConcurrentRowChange } from './write/concurrentRowChange';
export { dataFile, type FileStatistics } from './write/dataFile';
export { type ExpiryRules, expireSnapshots, isInOrder } from './write/expiry';
export { POSITION_DELETE_IDS, positionDeleteFile } from './write/positionDeletes';
export { stageRewrite } from './write/rewrite';
export { stageRowChange } from './write/rowChange';
export { addColumns, changeColumn, dropColumn } from './write/schemaChange';
