import { randomUUID } from 'node:crypto';
import { failureKind } from './failure';
import type { FaultAccount } from './faultAccount';
import { pause } from './waiting';

export const RESULTS = 'faults-results';

/** A query that Athena says has failed. */
class QueryFailed extends Error {
  override readonly name = 'QueryFailed';
  /** 4xx when the account says that nothing was done; none when it was killed meanwhile. */
  readonly $metadata: { httpStatusCode?: number };

  constructor(reason: string, isCertain: boolean) {
    super(reason);
    this.$metadata = isCertain ? { httpStatusCode: 400 } : {};
  }
}

const QUERY_MS = 60_000;

/**
 * Runs a statement to its end, and goes on asking while moto is away. When a part was killed on the way, a failure does
 * not say whether anything was done. @returns the id @throws QueryFailed
 */
export async function runQuery(account: FaultAccount, sql: string): Promise<string> {
  const { clients, epoch } = account;
  const deadline = Date.now() + QUERY_MS;
  const isSame = () => account.epoch === epoch;
  // The same token: asking again does not run it again.
  const ClientRequestToken = randomUUID();
  const again = async <T>(work: () => Promise<T>): Promise<T> => {
    for (; ; await pause(50)) {
      try {
        return await work();
      } catch (error) {
        if (failureKind(error) !== 'unavailable' || !account.isAlive || account.clients !== clients)
          throw error;
        if (Date.now() > deadline) throw error;
      }
    }
  };
  const { QueryExecutionId = '' } = await again(() =>
    clients.athena.startQueryExecution({
      QueryString: sql,
      ClientRequestToken,
      ResultConfiguration: { OutputLocation: `s3://${RESULTS}/` },
    }),
  );
  for (;;) {
    const { QueryExecution } = await again(() => clients.athena.getQueryExecution({ QueryExecutionId }));
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') return QueryExecutionId;
    if (State === 'FAILED' || State === 'CANCELLED')
      throw new QueryFailed(`${StateChangeReason} [${sql.slice(0, 120)}]`, isSame());
    if (Date.now() > deadline)
      throw Object.assign(new Error(`a query runs for more than ${QUERY_MS} ms: ${sql}`), {
        name: 'TimeoutError',
      });
    await pause(20);
  }
}

/** The rows of a SELECT, without the heading. */
export async function selectRows(account: FaultAccount, sql: string): Promise<(string | null)[][]> {
  const QueryExecutionId = await runQuery(account, sql);
  const rows: (string | null)[][] = [];
  let NextToken: string | undefined;
  do {
    const page = await account.clients.athena.getQueryResults({ QueryExecutionId, NextToken });
    for (const { Data = [] } of page.ResultSet?.Rows ?? [])
      rows.push(Data.map(({ VarCharValue }) => VarCharValue ?? null));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rows.slice(1);
}

/** Of the last queries, those that are said to be under way. Nobody runs any when this is asked. */
export async function unfinishedQueries({ clients: { athena } }: FaultAccount): Promise<string[]> {
  const { QueryExecutionIds = [] } = await athena.listQueryExecutions({ MaxResults: 50 });
  if (!QueryExecutionIds.length) return [];
  const { QueryExecutions = [] } = await athena.batchGetQueryExecution({ QueryExecutionIds });
  return QueryExecutions.filter(
    ({ Status }) => Status?.State === 'RUNNING' || Status?.State === 'QUEUED',
  ).map(({ QueryExecutionId, Query }) => `${QueryExecutionId} (${Query?.slice(0, 80)})`);
}
