import type { ScanTask } from '../scan/fileTask';
import { deletesOf } from '../scan/fileTask';
import { valueKey } from '../value/value';

/** When a data file is worth to be written anew (Athena user guide, `optimize_rewrite_…`). */
export interface CompactionRules {
  /** Bytes. Files that are smaller, or larger, are candidates. */
  minFileBytes: number;
  maxFileBytes: number;
  /** So many candidates of one partition are rewritten. */
  dataFiles: number;
  /** A data file with so many delete files is rewritten, with all candidates of its partition. */
  deleteFiles: number;
}

/** A file of fewer rows is one row group, and cannot be split any further by who writes it again. */
const ROW_GROUP_ROWS = 122_880;

/** The data files that are to be written anew, by partition. Nothing of a table that is in order. */
export function filesToCompact(tasks: ScanTask[], rules: CompactionRules): ScanTask[][] {
  const partitions = new Map<string, ScanTask[]>();
  for (const task of tasks) {
    if (!isCandidate(task, rules)) continue;
    const key = `${task.specId} ${task.file.partition.map(valueKey).join(' ')}`;
    const known = partitions.get(key);
    if (known) known.push(task);
    else partitions.set(key, [task]);
  }
  return [...partitions.values()].filter(
    (candidates) =>
      candidates.some((task) => hasManyDeletes(task, rules)) ||
      (candidates.length >= rules.dataFiles && !isAlone(candidates, rules)),
  );
}

function isCandidate(task: ScanTask, rules: CompactionRules): boolean {
  const { sizeInBytes, rows } = task.file;
  const isTooLarge = sizeInBytes > rules.maxFileBytes && rows > ROW_GROUP_ROWS;
  return sizeInBytes < rules.minFileBytes || isTooLarge || hasManyDeletes(task, rules);
}

const hasManyDeletes = (task: ScanTask, { deleteFiles }: CompactionRules): boolean => {
  const count = deletesOf(task).length;
  return count > 0 && count >= deleteFiles;
};

/** One small file stays the same small file, however often it is written. */
const isAlone = ([first, second]: ScanTask[], { minFileBytes }: CompactionRules): boolean =>
  second === undefined && first !== undefined && first.file.sizeInBytes < minFileBytes;
