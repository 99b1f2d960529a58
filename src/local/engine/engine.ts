import type { Type } from '../../sql/types';

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
  columns: Record<number, { sizeInBytes: number; valueCount: number; nullCount: number; nanCount?: number; min?: string; max?: string }>;
}

/** A tree of Iceberg field ids that mirrors the columns of a written file, in DuckDB's `FIELD_IDS` form. */
export type FieldIds = { [column: string]: number | (FieldIds & { __duckdb_field_id: number }) };

/**
 * DuckDB, locked: no external access beyond the account's folders, no extensions, no settings. Only SQL that the
 * project generated ever gets here.
 * @throws SqlError for data errors that the generated SQL raises on purpose (DIVISION_BY_ZERO, INVALID_CAST_ARGUMENT, …)
 */
export interface Engine {
  /** Runs one generated SELECT and streams its rows. `signal` interrupts it. */
  query(sql: string, options?: { signal?: AbortSignal }): Promise<QueryStream>;
  /** Runs one generated SELECT into Parquet files inside `folder` (zstd, at most `maxFileBytes` each, with field ids). */
  writeParquet(sql: string, options: { folder: string; fieldIds: FieldIds; maxFileBytes?: number; signal?: AbortSignal }): Promise<WrittenFile[]>;
  /** Compressed bytes of the named top-level columns in Parquet files: what a scan of them reads. */
  scannedBytes(paths: string[], columns: 'all' | string[]): Promise<number>;
  close(): Promise<void>;
}
