import type { AthenaClient, QueryExecution } from '@aws-sdk/client-athena';
import { type Cell, type Column, cellOf, columnOf } from './cells';

/** What a finished query says of itself. Bytes, milliseconds. */
export interface QueryStatistics {
  queryExecutionId: string;
  scannedBytes: number;
  ms: number;
  statementType?: string;
}

export interface QueryResult {
  columns: Column[];
  rows: Cell[][];
  /** Rows that INSERT, CTAS and the like wrote. */
  updateCount?: number;
  statistics: QueryStatistics;
}

export interface QueryOptions {
  workGroup: string;
  database?: string;
  parameters?: string[];
  /** At most so many rows are fetched; all by default. */
  maxRows?: number;
  signal?: AbortSignal;
  /** Told at every poll of a query that takes longer. */
  onProgress?: (state: string, scannedBytes: number) => void;
}

/** A statement that Athena refused or could not finish. `reason` is Athena's own text. */
export class QueryFailed extends Error {
  constructor(
    readonly sql: string,
    readonly state: 'REFUSED' | 'FAILED' | 'CANCELLED',
    readonly reason: string,
    readonly queryExecutionId?: string,
  ) {
    super(reason);
    this.name = 'QueryFailed';
  }
}

const POLL_MS = 200;

/**
 * Runs one statement and fetches its rows, typed.
 * @throws QueryFailed with Athena's reason when it is refused, fails or is cancelled
 */
export async function runQuery(
  athena: AthenaClient,
  sql: string,
  options: QueryOptions,
): Promise<QueryResult> {
  const { StartQueryExecutionCommand, StopQueryExecutionCommand } = await import('@aws-sdk/client-athena');
  let id: string;
  try {
    const started = await athena.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        WorkGroup: options.workGroup,
        ...(options.database ? { QueryExecutionContext: { Database: options.database } } : {}),
        ...(options.parameters?.length ? { ExecutionParameters: options.parameters } : {}),
      }),
    );
    id = started.QueryExecutionId!;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw error.name === 'InvalidRequestException' || error.name === 'AccessDeniedException'
      ? new QueryFailed(sql, 'REFUSED', error.message)
      : error;
  }
  const stop = () =>
    void athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => undefined);
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    const execution = await finished(athena, id, options.onProgress);
    const state = execution.Status?.State;
    if (state !== 'SUCCEEDED')
      throw new QueryFailed(
        sql,
        state === 'CANCELLED' ? 'CANCELLED' : 'FAILED',
        execution.Status?.StateChangeReason ?? `the query ended ${state}`,
        id,
      );
    return await fetchRows(athena, execution, options.maxRows ?? Number.POSITIVE_INFINITY);
  } finally {
    options.signal?.removeEventListener('abort', stop);
  }
}

async function finished(
  athena: AthenaClient,
  id: string,
  onProgress?: QueryOptions['onProgress'],
): Promise<QueryExecution> {
  const { GetQueryExecutionCommand } = await import('@aws-sdk/client-athena');
  for (;;) {
    const { QueryExecution: execution } = await athena.send(
      new GetQueryExecutionCommand({ QueryExecutionId: id }),
    );
    const state = execution?.Status?.State ?? 'QUEUED';
    if (execution && !['QUEUED', 'RUNNING'].includes(state)) return execution;
    onProgress?.(state, execution?.Statistics?.DataScannedInBytes ?? 0);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function fetchRows(
  athena: AthenaClient,
  execution: QueryExecution,
  maxRows: number,
): Promise<QueryResult> {
  const { GetQueryResultsCommand } = await import('@aws-sdk/client-athena');
  const id = execution.QueryExecutionId!;
  const statistics: QueryStatistics = {
    queryExecutionId: id,
    scannedBytes: execution.Statistics?.DataScannedInBytes ?? 0,
    ms: execution.Statistics?.TotalExecutionTimeInMillis ?? 0,
    statementType: execution.StatementType,
  };
  const rows: Cell[][] = [];
  let columns: Column[] = [];
  let updateCount: number | undefined;
  let token: string | undefined;
  do {
    const page = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: token }));
    columns = (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(columnOf);
    updateCount ??= page.UpdateCount || undefined;
    const data = page.ResultSet?.Rows ?? [];
    // Row 0 of the first page repeats the names for SELECT-like statements (not for SHOW, DESCRIBE, DDL).
    const header =
      token === undefined &&
      execution.StatementType === 'DML' &&
      data[0]?.Data?.every((d, i) => d.VarCharValue === columns[i]?.name);
    for (const row of header ? data.slice(1) : data)
      rows.push(columns.map((column, i) => cellOf(row.Data?.[i]?.VarCharValue, column.type)));
    token = page.NextToken;
  } while (token && rows.length < maxRows);
  return { columns, rows: rows.slice(0, maxRows), updateCount, statistics };
}
