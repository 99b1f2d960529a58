import type { FileFault } from '../../engine/fileFault';
import { failure, type QueryFailure } from './failure';

/** A file of a table, as the engine's path to it is known to the query that reads it. */
export interface ReadFile {
  uri: string;
  /** In bytes. */
  size: number;
  kind: 'ICEBERG' | 'HIVE';
}

/** The files that a query reads, by the paths that the engine knows them by. */
export type ReadFiles = Map<string, ReadFile>;

/**
 * What a query is told of a file that cannot be read: its address, never its path. Source: Trino, IcebergPageSourceProvider
 * and ParquetPageSourceFactory.
 */
export function fileFailure(error: FileFault, files: ReadonlyMap<string, ReadFile>): QueryFailure {
  // DuckDB does not always tell the file; of one it can be no other.
  const file = error.knownAs(files) ?? (files.size === 1 ? [...files.values()][0] : undefined);
  const kind = file?.kind ?? kindOfAll(files);
  const opened = file
    ? `Error opening ${kind === 'HIVE' ? 'Hive' : 'Iceberg'} split ${file.uri} (offset=0, length=${file.size})`
    : `Error reading a data file of the ${kind === 'HIVE' ? 'table' : 'Iceberg table'}`;
  const name = file?.uri ?? 'the file';
  const line = error.line === undefined ? 'A line' : `Line ${error.line}`;
  switch (error.fault) {
    case 'missing':
      return failure(`${kind}_CANNOT_OPEN_SPLIT`, `${opened}: File ${name} does not exist`);
    case 'not Parquet':
      return failure(
        `${kind}_BAD_DATA`,
        `${opened}: Not valid Parquet file: ${name} expected magic number: PAR1`,
      );
    case 'corrupt':
      return failure(`${kind}_BAD_DATA`, `${opened}: Malformed Parquet file: ${name}`);
    case 'wrong type':
      return failure(
        `${kind}_BAD_DATA`,
        `${opened}: A column's type in ${name} is not the type of the table's column`,
      );
    case 'not compressed':
      return failure(
        'HIVE_CURSOR_ERROR',
        `Failed to read file: ${name}: it is not in the format of its compression`,
      );
    case 'not UTF-8':
      return failure('HIVE_BAD_DATA', `${line} of a text file is not UTF-8${file ? `: ${file.uri}` : ''}`);
    case 'line too long':
      return failure('HIVE_BAD_DATA', `${line} of a text file is too long${file ? `: ${file.uri}` : ''}`);
  }
}

/** Where all files are of one kind, that is the kind of one that is not told, too. */
function kindOfAll(files: ReadonlyMap<string, ReadFile>): ReadFile['kind'] {
  const kinds = [...files.values()].map(({ kind }) => kind);
  return kinds.length > 0 && kinds.every((kind) => kind === 'ICEBERG') ? 'ICEBERG' : 'HIVE';
}
