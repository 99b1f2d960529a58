import type { DataFile } from '../manifest/dataFile';
import { encodeValue } from '../value/singleValue';
import { parseValue } from '../value/text';
import { compareValues, type PartitionValue } from '../value/value';
import type { FileStatistics } from './dataFile';

/** Columns of a file of position deletes, by their field ids (Iceberg spec, "Reserved Field IDs"). */
export const POSITION_DELETE_IDS = { file_path: 2147483546, pos: 2147483545 };

/**
 * The manifest's view of a new file of position deletes.
 *
 * The bounds of `file_path` are whole, not cut like those of other columns: by them readers leave out the data files
 * that no row is of, and cut to 16 characters all files of a table look the same.
 * @param of the data files whose rows are deleted, and the partition that all of them are in
 */
export function positionDeleteFile(
  written: FileStatistics,
  uri: string,
  of: { dataFiles: string[]; partition: PartitionValue[] },
): DataFile {
  const { file_path, pos } = POSITION_DELETE_IDS;
  const paths = [...of.dataFiles].sort((a, b) => compareValues(a, b)!);
  const lowerBounds = new Map([[file_path, encodeValue('string', paths[0]!)]]);
  const upperBounds = new Map([[file_path, encodeValue('string', paths.at(-1)!)]]);
  const { min, max } = written.columns[pos] ?? {};
  const lowest = min === undefined ? undefined : parseValue('long', min);
  const highest = max === undefined ? undefined : parseValue('long', max);
  if (lowest !== undefined) lowerBounds.set(pos, encodeValue('long', lowest));
  if (highest !== undefined) upperBounds.set(pos, encodeValue('long', highest));
  const counted = (count: (column: FileStatistics['columns'][number]) => number): Map<number, number> =>
    new Map(Object.entries(written.columns).map(([id, column]) => [Number(id), count(column)]));
  return {
    content: 'position deletes',
    uri,
    format: 'PARQUET',
    partition: of.partition,
    rows: written.rows,
    sizeInBytes: written.sizeInBytes,
    columnSizes: counted((column) => column.sizeInBytes),
    valueCounts: counted((column) => column.valueCount),
    nullCounts: counted((column) => column.nullCount),
    lowerBounds,
    upperBounds,
    ...(paths.length === 1 ? { referencedDataFile: paths[0] } : {}),
  };
}
