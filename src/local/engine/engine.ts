import type { Type } from '../../sql/types/types';

/** One column of a result: its Athena name and type. DuckDB's own types are not told to users. */
export interface ResultColumn {
  name: string;
  type: Type;
}

/** A query's rows as they come: a header, then chunks by column (`columns x rows`), in DuckDB's JavaScript values. */
export interface QueryStream {
  /** Column-major values of the next chunk, or undefined at the end. Cancel by the AbortSignal given to `query`. */
  next(): Promise<unknown[][] | undefined>;
  close(): void;
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

export interface WriteOptions {
  /** Full path of a folder of this write's own, within the engine's folders; made if it is missing. */
  folder: string;
  fieldIds: FieldIds;
  /** About how large a file may get, in bytes; 512 MiB by default. Files of partitions are not split. */
  maxFileBytes?: number;
  /** DuckDB SQL over the query's columns, such as `partitionExpression` gives; rows of different values go to different files. */
  partitionBy?: string[];
  /** Keeps the query's order: then everything goes into one file, however large. Not together with `partitionBy`. */
  ordered?: boolean;
  signal?: AbortSignal;
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
 * DuckDB, locked: no external access beyond the account's folders, no extensions, no settings. Only SQL that the
 * project generated ever gets here.
 * @throws SqlError what the query's data or arguments did wrong, with Athena's name (DIVISION_BY_ZERO, …)
 * @throws FileFault a file that cannot be read
 * @throws InternalError all else: a number, by which the log tells DuckDB's own words and the SQL
 */
export interface Engine {
  /** Runs one generated SELECT and streams its rows. `signal` interrupts it. */
  query(sql: string, options?: { signal?: AbortSignal }): Promise<QueryStream>;
  /** Runs one generated SELECT into Parquet files inside `folder` (zstd, at most `maxFileBytes` each, with field ids). */
  writeParquet(sql: string, options: WriteOptions): Promise<WrittenFile[]>;
  /** What is in Parquet files, from their footers: `parquetSource` maps columns by it. Files must never change. */
  layouts(paths: string[]): Promise<Layouts>;
  /** Compressed bytes of the named top-level columns (or field ids) in Parquet files: what a scan of them reads. */
  scannedBytes(paths: string[], columns: 'all' | (string | number)[]): Promise<number>;
  close(): Promise<void>;
}
