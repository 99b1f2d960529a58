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

/** All files of deletes that apply to a data file. */
export const deletesOf = ({ positionDeletes, equalityDeletes }: FileTask): DataFile[] => [
  ...positionDeletes,
  ...equalityDeletes.flatMap((group) => group.files),
];

/** A text by which the live rows of a data file are known: those of the same file with the same deletes. */
export const taskKey = (task: FileTask): string =>
  JSON.stringify([
    task.file.uri,
    ...deletesOf(task)
      .map(({ uri }) => uri)
      .sort(),
  ]);
