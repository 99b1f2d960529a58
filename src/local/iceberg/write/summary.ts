import type { DataFile } from '../manifest/dataFile';
import type { Operation, Snapshot } from '../metadata/tableMetadata';
import { valueKey } from '../value/value';

/** What a snapshot's summary counts. */
interface Totals {
  records: number;
  'files-size': number;
  'data-files': number;
  'delete-files': number;
  'position-deletes': number;
  'equality-deletes': number;
}

/** The summary of a snapshot that adds data files. */
export function appendSummary(added: DataFile[], parent: Snapshot | undefined): Snapshot['summary'] {
  return summaryOf('append', { data: added, specId: 0, deletes: [] }, [], parent);
}

/**
 * The summary of a snapshot that adds data files and files of position deletes; which operation that is, is decided as
 * by the reference implementation (RowDelta).
 */
export function rowChangeSummary(added: AddedFiles, parent: Snapshot | undefined): Snapshot['summary'] {
  const { data, deletes } = added;
  const operation = deletes.length === 0 ? 'append' : data.length === 0 ? 'delete' : 'overwrite';
  return summaryOf(operation, added, [], parent);
}

/** The summary of a snapshot that has the rows of some files in others. */
export function rewriteSummary(
  added: AddedFiles,
  removed: RemovedFile[],
  parent: Snapshot | undefined,
): Snapshot['summary'] {
  return summaryOf('replace', added, removed, parent);
}

interface RemovedFile {
  specId: number;
  file: DataFile;
}

interface AddedFiles {
  data: DataFile[];
  /** The partition spec of all data files. */
  specId: number;
  deletes: { specId: number; file: DataFile }[];
}

/**
 * What was added and removed, with the totals of the table after it (Iceberg spec, "Optional Snapshot Summary Fields"). Deleted rows
 * still count in total-records: they are in the data files. A total that the parent does not tell is left out: it cannot
 * be known.
 */
function summaryOf(
  operation: Operation,
  { data, specId, deletes }: AddedFiles,
  removed: RemovedFile[],
  parent: Snapshot | undefined,
): Snapshot['summary'] {
  const rowsOf = (files: DataFile[]) => files.reduce((sum, file) => sum + file.rows, 0);
  const sizeOf = (files: DataFile[]) => files.reduce((sum, file) => sum + file.sizeInBytes, 0);
  const deleteFiles = deletes.map(({ file }) => file);
  const size = sizeOf([...data, ...deleteFiles]);
  const gone = (content: DataFile['content']) =>
    removed.map(({ file }) => file).filter((file) => file.content === content);
  const removedData = gone('data');
  const removedPositions = gone('position deletes');
  const removedEqualities = gone('equality deletes');
  const removedDeletes = removedPositions.length + removedEqualities.length;
  const keyOf = (file: DataFile, spec: number) =>
    `${spec} ${file.partition.map((value) => valueKey(value)).join(' ')}`;
  const partitions = new Set([
    ...data.map((file) => keyOf(file, specId)),
    ...[...deletes, ...removed].map((changed) => keyOf(changed.file, changed.specId)),
  ]);
  const summary: Record<string, string> = {};
  if (data.length > 0) {
    summary['added-data-files'] = String(data.length);
    summary['added-records'] = String(rowsOf(data));
  }
  if (deletes.length > 0) {
    summary['added-delete-files'] = String(deletes.length);
    summary['added-position-delete-files'] = String(deletes.length);
    summary['added-position-deletes'] = String(rowsOf(deleteFiles));
  }
  if (removedData.length > 0) {
    summary['deleted-data-files'] = String(removedData.length);
    summary['deleted-records'] = String(rowsOf(removedData));
  }
  if (removedDeletes > 0) summary['removed-delete-files'] = String(removedDeletes);
  if (removedPositions.length > 0) {
    summary['removed-position-delete-files'] = String(removedPositions.length);
    summary['removed-position-deletes'] = String(rowsOf(removedPositions));
  }
  if (removedEqualities.length > 0) {
    summary['removed-equality-delete-files'] = String(removedEqualities.length);
    summary['removed-equality-deletes'] = String(rowsOf(removedEqualities));
  }
  if (size > 0) summary['added-files-size'] = String(size);
  const removedSize = sizeOf(removed.map(({ file }) => file));
  if (removedSize > 0) summary['removed-files-size'] = String(removedSize);
  summary['changed-partition-count'] = String(partitions.size);
  return {
    operation,
    ...summary,
    ...totals(parent, {
      records: rowsOf(data) - rowsOf(removedData),
      'files-size': size - removedSize,
      'data-files': data.length - removedData.length,
      'delete-files': deletes.length - removedDeletes,
      'position-deletes': rowsOf(deleteFiles) - rowsOf(removedPositions),
      'equality-deletes': -rowsOf(removedEqualities),
    }),
  };
}

function totals(parent: Snapshot | undefined, change: Totals): Record<string, string> {
  const names: (keyof Totals)[] = [
    'records',
    'files-size',
    'data-files',
    'delete-files',
    'position-deletes',
    'equality-deletes',
  ];
  const after: Record<string, string> = {};
  for (const name of names) {
    const before = parent ? parent.summary[`total-${name}`] : '0';
    if (before !== undefined) after[`total-${name}`] = String(Number(before) + change[name]);
  }
  return after;
}
