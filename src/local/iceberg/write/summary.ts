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
  return summaryOf('append', { data: added, specId: 0, deletes: [] }, parent);
}

/**
 * The summary of a snapshot that adds data files and files of position deletes; which operation that is, is decided as
 * by the reference implementation (RowDelta).
 */
export function rowChangeSummary(added: AddedFiles, parent: Snapshot | undefined): Snapshot['summary'] {
  const { data, deletes } = added;
  const operation = deletes.length === 0 ? 'append' : data.length === 0 ? 'delete' : 'overwrite';
  return summaryOf(operation, added, parent);
}

interface AddedFiles {
  data: DataFile[];
  /** The partition spec of all data files. */
  specId: number;
  deletes: { specId: number; file: DataFile }[];
}

/**
 * What was added, with the totals of the table after it (Iceberg spec, "Optional Snapshot Summary Fields"). Deleted rows
 * still count in total-records: they are in the data files. A total that the parent does not tell is left out: it cannot
 * be known.
 */
function summaryOf(
  operation: Operation,
  { data, specId, deletes }: AddedFiles,
  parent: Snapshot | undefined,
): Snapshot['summary'] {
  const rowsOf = (files: DataFile[]) => files.reduce((sum, file) => sum + file.rows, 0);
  const deleteFiles = deletes.map(({ file }) => file);
  const size = [...data, ...deleteFiles].reduce((sum, file) => sum + file.sizeInBytes, 0);
  const keyOf = (file: DataFile, spec: number) =>
    `${spec} ${file.partition.map((value) => valueKey(value)).join(' ')}`;
  const partitions = new Set([
    ...data.map((file) => keyOf(file, specId)),
    ...deletes.map((deleted) => keyOf(deleted.file, deleted.specId)),
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
  if (size > 0) summary['added-files-size'] = String(size);
  summary['changed-partition-count'] = String(partitions.size);
  return {
    operation,
    ...summary,
    ...totals(parent, {
      records: rowsOf(data),
      'files-size': size,
      'data-files': data.length,
      'delete-files': deletes.length,
      'position-deletes': rowsOf(deleteFiles),
    }),
  };
}

function totals(parent: Snapshot | undefined, added: Partial<Totals>): Record<string, string> {
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
    if (before !== undefined) after[`total-${name}`] = String(Number(before) + (added[name] ?? 0));
  }
  return after;
}
