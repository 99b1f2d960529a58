export { type Files, IcebergError } from './files';
export { dataFolder, metadataFolder, readMetadata, writeMetadata } from './metadata/metadataFile';
export { type NewColumn, type NewTable, newTable } from './metadata/newTable';
export {
  currentSchema,
  currentSnapshot,
  partitionSpec,
  type Snapshot,
  schemaOf,
  type TableMetadata,
} from './metadata/tableMetadata';
export type { PartitionField, Partitioning, PartitionSpec } from './partition/spec';
export { glueColumns } from './schema/glueColumns';
export { columnByName, type Field, type IcebergType, type Schema } from './schema/schema';
export { sqlType } from './schema/sqlType';
