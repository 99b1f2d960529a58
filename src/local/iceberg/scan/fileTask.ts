import type { DataFile } from '../manifest/dataFile';
import type { Field } from '../schema/schema';

/** Files whose rows delete all older rows with equal values (NULL equals NULL) in the given fields. */
export interface EqualityDeletes {
  fields: Field[];
  files: DataFile[];
}

/** One data file to read, with the deletes that apply to it. */
export interface FileTask {
  file: DataFile;
  /** Files of positions (`file_path`, `pos`) of deleted rows; they may name other data files too. */
  positionDeletes: DataFile[];
  equalityDeletes: EqualityDeletes[];
}

/** A file of a snapshot, with the partition spec that it was written for. */
export interface ScanTask extends FileTask {
  specId: number;
}
