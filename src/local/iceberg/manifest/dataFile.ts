import type { PartitionValue } from '../value/value';

export type FileFormat = 'PARQUET' | 'ORC' | 'AVRO';
export type FileContent = 'data' | 'position deletes' | 'equality deletes';

/** A file of a table with its statistics, as a manifest tells (Iceberg spec, "data_file"). Maps are keyed by field id. */
export interface DataFile {
  content: FileContent;
  uri: string;
  format: FileFormat;
  /** One value for each field of the partition spec, in its order. */
  partition: PartitionValue[];
  rows: number;
  sizeInBytes: number;
  columnSizes?: ReadonlyMap<number, number>;
  valueCounts?: ReadonlyMap<number, number>;
  nullCounts?: ReadonlyMap<number, number>;
  nanCounts?: ReadonlyMap<number, number>;
  /** In binary form (`encodeValue`). */
  lowerBounds?: ReadonlyMap<number, Buffer>;
  upperBounds?: ReadonlyMap<number, Buffer>;
  /** How an encrypted file is read; what it means is the writer's own. */
  keyMetadata?: Buffer;
  splitOffsets?: number[];
  /** Of equality deletes: the fields that are compared. */
  equalityIds?: number[];
  sortOrderId?: number;
  /** Of position deletes: the only data file that they are of. */
  referencedDataFile?: string;
}
