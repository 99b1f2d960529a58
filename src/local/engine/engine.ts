import type { Type } from '../../sql/types/types';

/** One column of a result: its Athena name and type. DuckDB's own types are not told to users. */
export interface ResultColumn {
  name: string;
  type: Type;
}

/** What every call that runs SQL must say: an engine process can open these files, and no others. */
export interface Reading {
  /** Full paths of the files that the SQL reads. */
  files: Iterable<string>;
  /** Ends the call at once, with the signal's reason. */
  signal?: AbortSignal;
}

/** A row of a small answer: DuckDB's text of each value, null for NULL. */
export type TextRow = (string | null)[];

export interface CsvOptions extends Reading {
  /** The result's columns, in order: their names are the first line, their types say how values are printed. */
  columns: ResultColumn[];
  /** Where the text goes when it is larger than {@link MOST_INLINE_BYTES}: a path that is free, on the engine's disk. */
  file: string;
}

/** A result that is larger than this is left in a file, in bytes. */
export const MOST_INLINE_BYTES = 1024 * 1024;

/** A printed result: its text, or the file that holds it. */
export interface PrintedCsv {
  /** Rows of data, without the line of names. */
  rows: number;
  content: Uint8Array | { file: string };
}

/** One Parquet file that `writeParquet` made, with what an Iceberg manifest says of it. */
export interface WrittenFile {
  path: string;
  sizeInBytes: number;
  rows: number;
  /** Keyed by Iceberg field id; bounds as DuckDB's RETURN_STATS text of the value, undefined where it has none. */
  columns: Record<
    number,
    {
      sizeInBytes: number;
      valueCount: number;
      nullCount: number;
      nanCount?: number;
      min?: string;
      max?: string;
    }
  >;
  /** One text for each partition expression, in their order; null for a NULL. Absent when nothing was partitioned by. */
  partition?: (string | null)[];
}

/** A tree of Iceberg field ids that mirrors the columns of a written file, in DuckDB's `FIELD_IDS` form. */
export type FieldIds = { [column: string]: number | (FieldIds & { __duckdb_field_id: number }) };

export interface WriteOptions extends Reading, ParquetOptions {
  /** Full path of a folder of this write's own, on the engine's disk; made if it is missing. */
  folder: string;
}

/** How rows become Parquet files. */
export interface ParquetOptions {
  fieldIds: FieldIds;
  /** About how large a file may get, in bytes; 512 MiB by default. Files of partitions are not split. */
  maxFileBytes?: number;
  /** DuckDB SQL over the query's columns, such as `partitionExpression` gives; rows of different values go to different files. */
  partitionBy?: string[];
  /** Keeps the query's order: then everything goes into one file, however large. Not together with `partitionBy`. */
  ordered?: boolean;
}

/** A column of a Parquet file, with what is nested in it (of lists the element, of maps key and value). */
export interface ParquetColumn {
  name: string;
  /** Absent in files whose writer knew nothing of Iceberg. */
  fieldId?: number;
  /** Compressed bytes of the column's chunks in all row groups. */
  sizeInBytes: number;
  children: ParquetColumn[];
  /** What a leaf is stored as, in Parquet's words: `INT32`, `BYTE_ARRAY`, … */
  physicalType?: string;
  kind: 'primitive' | 'struct' | 'list' | 'map';
}

/** Columns of Parquet files, by path, as their footers tell. */
export type Layouts = ReadonlyMap<string, ParquetColumn[]>;

/**
 * DuckDB, in processes of their own: each query opens the files that its caller names, and nothing else. Only SQL that
 * the project generated ever gets here.
 * @throws SqlError what the query's data or arguments did wrong, with Athena's name (DIVISION_BY_ZERO, …); so the limits
 *   of memory, too
 * @throws FileFault a file that cannot be read
 * @throws InternalError all else: a number, by which the log tells DuckDB's own words and the SQL
 */
export interface Engine {
  /** Runs one generated SELECT with a small answer, such as a count. */
  query(sql: string, reading: Reading): Promise<TextRow[]>;
  /** Runs one generated SELECT and prints its rows as Athena's CSV, its names included. */
  printCsv(sql: string, options: CsvOptions): Promise<PrintedCsv>;
  /** Runs one generated SELECT into Parquet files inside `folder` (zstd, at most `maxFileBytes` each, with field ids). */
  writeParquet(sql: string, options: WriteOptions): Promise<WrittenFile[]>;
  /** What is in Parquet files, from their footers: `parquetSource` maps columns by it. Files must never change. */
  layouts(paths: string[], signal?: AbortSignal): Promise<Layouts>;
  /** Compressed bytes of the named top-level columns (or field ids) in Parquet files: what a scan of them reads. */
  scannedBytes(paths: string[], columns: 'all' | (string | number)[], signal?: AbortSignal): Promise<number>;
  close(): Promise<void>;
}
