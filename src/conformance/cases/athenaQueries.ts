import {
  BatchGetQueryExecutionCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetQueryRuntimeStatisticsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  UpdateWorkGroupCommand,
} from '@aws-sdk/client-athena';
import { attempt, steps } from '../attempt';
import type { ConformanceCase } from '../case';

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';
const WRONG = 'SELEC 1';

/** Queries: what is checked before them, how they end, and what is told of them. */
export const athenaQueries: readonly ConformanceCase[] = [
  {
    id: 'athena-check-order',
    title: 'Which fault of a query is told first: work group, output location, syntax',
    needs: ['athena', 's3'],
    async run(scratch) {
      const athena = await scratch.clients.athena();
      const group = await scratch.workGroup();
      const bare = await scratch.workGroup('bare', { ResultConfiguration: {} });
      const start = (WorkGroup: string, OutputLocation?: string) => () =>
        attempt(
          athena.send(
            new StartQueryExecutionCommand({
              QueryString: WRONG,
              WorkGroup,
              ...(OutputLocation ? { ResultConfiguration: { OutputLocation } } : {}),
            }),
          ),
        );
      return steps({
        'unknown group, bad location, bad syntax': start(scratch.name('unknown'), 'nowhere'),
        'bad location, bad syntax': start(group, 'nowhere'),
        'no location, bad syntax': start(bare),
        'bad syntax': start(group),
      });
    },
  },
  {
    id: 'athena-work-group-disabled',
    title: 'A query in a disabled work group',
    needs: ['athena', 's3'],
    async run(scratch) {
      const athena = await scratch.clients.athena();
      const WorkGroup = await scratch.workGroup('disabled');
      await athena.send(new UpdateWorkGroupCommand({ WorkGroup, State: 'DISABLED' }));
      const start = (QueryString: string) =>
        attempt(athena.send(new StartQueryExecutionCommand({ QueryString, WorkGroup })));
      return steps({ query: () => start('SELECT 1'), 'bad syntax': () => start(WRONG) });
    },
  },
  {
    id: 'athena-scan-cutoff',
    title: 'A query that reads more than its work group allows',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      const cutoff = 10_485_760;
      const workGroup = await scratch.workGroup('cutoff', { BytesScannedCutoffPerQuery: cutoff });
      await scratch.put(
        'wide/rows.csv',
        'one row of text that is read whole, again and again\n'.repeat(250_000),
      );
      await scratch.must(
        `CREATE EXTERNAL TABLE ${await scratch.inDatabase()}.wide (line string) LOCATION '${await scratch.at('wide/')}'`,
      );
      const end = await scratch.end(`SELECT count(*) FROM wide WHERE line LIKE '%z%'`, { workGroup });
      if ('refused' in end) return { refused: end.refused };
      const { Status, Statistics } = end.execution;
      return {
        state: Status?.State ?? null,
        reason: Status?.StateChangeReason ?? null,
        error: Status?.AthenaError?.ErrorType ?? null,
        'counted at least the cutoff': (Statistics?.DataScannedInBytes ?? 0) >= cutoff,
      };
    },
  },
  {
    id: 'athena-query-ids',
    title: 'Queries that do not exist',
    needs: ['athena'],
    async run(scratch) {
      const athena = await scratch.clients.athena();
      const QueryExecutionId = UNKNOWN_ID;
      return steps({
        get: () => attempt(athena.send(new GetQueryExecutionCommand({ QueryExecutionId }))),
        results: () => attempt(athena.send(new GetQueryResultsCommand({ QueryExecutionId }))),
        stop: () => attempt(athena.send(new StopQueryExecutionCommand({ QueryExecutionId }))),
        statistics: () => attempt(athena.send(new GetQueryRuntimeStatisticsCommand({ QueryExecutionId }))),
        batch: () =>
          attempt(
            athena.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: [QueryExecutionId] })),
            ({ UnprocessedQueryExecutionIds }) => UnprocessedQueryExecutionIds,
          ),
      });
    },
  },
  {
    id: 'athena-query-results',
    title: 'Pages of results: the header, tokens, limits, and results of a query that failed',
    needs: ['athena', 's3'],
    async run(scratch) {
      const athena = await scratch.clients.athena();
      const idOf = async (sql: string): Promise<string> => {
        const end = await scratch.end(sql);
        if ('refused' in end) throw new Error(`refused: ${sql}`);
        return end.execution.QueryExecutionId!;
      };
      const three = await idOf('SELECT n FROM (VALUES 1, 2, 3) AS t(n) ORDER BY n');
      const failed = await idOf('SELECT 1 / 0');
      const page = (QueryExecutionId: string, MaxResults?: number, NextToken?: string) => () =>
        attempt(
          athena.send(new GetQueryResultsCommand({ QueryExecutionId, MaxResults, NextToken })),
          ({ ResultSet, NextToken: next }) => ({
            rows: ResultSet?.Rows?.map(({ Data }) => Data?.[0]?.VarCharValue),
            more: next !== undefined,
          }),
        );
      return steps({
        'first two': page(three, 2),
        'a token that is none': page(three, 2, 'none'),
        'more than 1000': page(three, 1001),
        'more than 1000, of a failed query': page(failed, 1001),
        'a failed query': page(failed),
        'a token that is none, of a failed query': page(failed, 2, 'none'),
      });
    },
  },
  {
    id: 'athena-runtime-statistics',
    title: 'Which members the statistics of a small SELECT have',
    needs: ['athena', 's3'],
    async run(scratch) {
      const athena = await scratch.clients.athena();
      const end = await scratch.end('SELECT 1 AS one');
      if ('refused' in end) return { refused: end.refused };
      const { QueryExecutionId } = end.execution;
      return attempt(
        athena.send(new GetQueryRuntimeStatisticsCommand({ QueryExecutionId })),
        ({ QueryRuntimeStatistics: found }) => ({
          timeline: Object.keys(found?.Timeline ?? {}).sort(),
          rows: found?.Rows && Object.keys(found.Rows).sort(),
          stage: found?.OutputStage !== undefined,
        }),
      );
    },
  },
];
