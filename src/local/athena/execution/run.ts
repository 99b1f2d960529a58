import type { ColumnInfo } from '@aws-sdk/client-athena';
import type { Statement } from '../../../sql/syntax/ast/statement';
import type { Call } from '../../call';
import type { PrintedCsv, ResultColumn } from '../../engine/engine';
import type { NamedRelation } from '../../planner/namedRelations';
import type { Execution } from './execution';
import type { ReadFiles } from './fileFailure';

/** What a statement may use while it runs. */
export interface Run {
  call: Call;
  execution: Readonly<Execution>;
  /** The text that positions in the statement refer to. */
  text: string;
  /** What the statement names, where relations may stand. */
  names: NamedRelation[];
  /** Values of `?`, as SQL expressions. */
  parameters: string[];
  /** Aborted when the query is stopped. */
  signal: AbortSignal;
  meter: Meter;
  /** The files that the statement may read so far: the engine opens no others, and errors tell of one by its address. */
  files: ReadFiles;
}

/** What a statement tells of itself while it runs. */
export interface Meter {
  /** Planning (parse, analyze, scan planning) is over. */
  planned(): void;
  /**
   * Bytes that are about to be read. @throws BytesScannedCutoff when the work group's limit would be passed: the sizes
   * of column chunks are known before they are read, so nothing is read in vain.
   */
  scan(bytes: number): void;
  inputRows(rows: number): void;
  /** The engine has given its last row; what follows is writing the answer down. */
  computed(): void;
}

/** The work group's BytesScannedCutoffPerQuery was reached: the query ends CANCELLED. */
export class BytesScannedCutoff extends Error {
  constructor() {
    super('Bytes scanned limit was exceeded');
    this.name = 'BytesScannedCutoff';
  }
}

/** What a statement answers; how that becomes objects in S3 is told in resultFile.ts. */
export type Answer =
  /** Rows of a query, printed as the result object that they become. */
  | { kind: 'rows'; columns: ResultColumn[]; printed: PrintedCsv }
  /** Lines of SHOW and DESCRIBE: one value each. */
  | { kind: 'lines'; columns: ColumnInfo[]; lines: string[]; header?: boolean; updateCount: number | null }
  /** DDL: nothing to show. `blankLine`: Athena leaves one line end in the object of some. */
  | { kind: 'none'; blankLine?: boolean }
  /** Rows written by INSERT, CTAS and their like. */
  | { kind: 'count'; rows: number; updateType: string }
  /** Files written by UNLOAD; they are listed in a manifest. */
  | { kind: 'files'; rows: number; uris: string[] };

/** Runs one kind of statement. @throws QueryFailure, SqlError, AwsError (see failure.ts) */
export type StatementRunner<S extends Statement = Statement> = (statement: S, run: Run) => Promise<Answer>;
