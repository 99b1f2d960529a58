/** What the gateway and an engine process say to each other. All of it survives a structured clone. */
import type { ParquetOptions, PrintedCsv, ResultColumn, TextRow, WrittenFile } from '../engine';
import type { EngineFailure } from '../engineError';

/** How an engine process is to be; told once, by its arguments. */
export interface HostOptions {
  /** A folder of the process's own: what DuckDB spills, and what queries write. */
  folder: string;
  /** DuckDB's own limit, in its words: it spills before the process is over its limit. */
  memoryLimit: string;
  threads?: number;
  /** Bytes of resident memory at which the process ends itself, where nobody else can look at it. */
  residentLimit?: number;
}

/** What is to be done with the rows of a SELECT. */
export type Task =
  | { kind: 'rows' }
  | { kind: 'csv'; columns: ResultColumn[] }
  | { kind: 'parquet'; options: ParquetOptions };

/** One query. `files` are all that it may open. */
export interface QueryMessage {
  sql: string;
  files: string[];
  task: Task;
}

/** Results of tasks. Files lie in the process's own folder: who gets the answer moves them away. */
export type TaskResult =
  | { kind: 'rows'; rows: TextRow[] }
  | { kind: 'csv'; printed: PrintedCsv }
  | { kind: 'parquet'; folder: string; files: WrittenFile[] };

export type HostMessage =
  /** The process is there, and its first DuckDB is prepared. */
  { kind: 'ready' } | { kind: 'result'; result: TaskResult } | { kind: 'failed'; failure: EngineFailure };

/** On standard error, just before a process ends itself because of its memory. */
export const OUT_OF_MEMORY_MARK = 'engine: resident memory is over its limit';
