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

/**
 * The summary of a snapshot that adds data files, with the totals of the table after it (Iceberg spec, "Optional
 * Snapshot Summary Fields"). A total that the parent does not tell is left out: it cannot be known.
 */
export function appendSummary(added: DataFile[], parent: Snapshot | undefined): Snapshot['summary'] {
  const records = added.reduce((sum, file) => sum + file.rows, 0);
  const size = added.reduce((sum, file) => sum + file.sizeInBytes, 0);
  const partitions = new Set(added.map((file) => file.partition.map((value) => valueKey(value)).join(' ')));
  const summary: Record<string, string> = {};
  if (added.length > 0) {
    summary['added-data-files'] = String(added.length);
    summary['added-records'] = String(records);
    summary['added-files-size'] = String(size);
  }
  summary['changed-partition-count'] = String(partitions.size);
  const operation: Operation = 'append';
  return {
    operation,
    ...summary,
    ...totals(parent, { records, 'files-size': size, 'data-files': added.length }),
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
