import type { Field } from '../schema/schema';
import type { PartitionValue } from '../value/value';

export type FileFormat = 'PARQUET' | 'ORC' | 'AVRO';

/** A file that a scan reads, of rows or of deletes. */
export interface ScannedFile {
  uri: string;
  format: FileFormat;
  rows: number;
  sizeInBytes: number;
  specId: number;
  /** One value for each field of the spec `specId`, in its order. */
  partition: PartitionValue[];
}

/** A file of positions (`file_path`, `pos`) of deleted rows. It may name other data files too. */
export type PositionDeletes = ScannedFile;

/** Files whose rows delete all older rows with equal values (NULL equals NULL) in the given fields. */
export interface EqualityDeletes {
  fields: Field[];
  files: ScannedFile[];
}

/** One data file to read, with the deletes that apply to it. */
export interface FileTask {
  file: ScannedFile;
  positionDeletes: PositionDeletes[];
  equalityDeletes: EqualityDeletes[];
}
