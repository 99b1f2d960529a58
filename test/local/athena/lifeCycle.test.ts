import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { callOf, refusal, send } from './account';
import {
  attempt,
  deployer,
  engineer,
  finish,
  type Lakehouse,
  openAccount,
  openLakehouse,
  RESULTS,
  run,
  start,
  token,
} from './lakehouse';

let lakehouse: Lakehouse;
let call: Call;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
});
afterAll(() => lakehouse.close());

const query = (QueryString: string, more: object = {}) => ({
  QueryString,
  ClientRequestToken: token(),
  ResultConfiguration: { OutputLocation: `s3://${RESULTS}/` },
  ...more,
});

describe('what is refused before there is a query', () => {
  test.each([
    [{ ...query('SELECT 1'), ClientRequestToken: undefined }, 'clientRequestToken is null or empty'],
    [
      { ...query('SELECT 1'), ClientRequestToken: 'short' },
      "1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: Member must have length greater than or equal to 32",
    ],
    [
      query('SELEC 1', { ResultConfiguration: { OutputLocation: 'results' } }),
      'outputLocation is not a valid S3 path.',
    ],
    [
      query('SELEC 1', { ResultConfiguration: undefined }),
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    ],
    [query('SELECT 1', { WorkGroup: 'none' }), 'WorkGroup is not found.'],
    [query(';'), 'Empty sql statement: ;'],
    [query('SELECT 1; SELECT 2'), 'Only one sql statement is allowed. Got: SELECT 1; SELECT 2'],
  ])('%#', async (input, message) => {
    const before = await send(call, 'ListQueryExecutions');
    const error = await refusal(call, 'StartQueryExecution', input);
    expect([error.code, error.message]).toEqual(['InvalidRequestException', message]);
    expect(await send(call, 'ListQueryExecutions')).toEqual(before);
  });

  test('a syntax error, with the place and what was expected', async () => {
    const error = await refusal(call, 'StartQueryExecution', query('SELEC 1'));
    expect(error.fields.AthenaErrorCode).toBe('MALFORMED_QUERY');
    expect(error.message).toMatch(/^line 1:1: mismatched input 'SELEC'\. Expecting: 'ALTER', 'ANALYZE', /);
  });

  test('DESCRIBE of a table that is not there', async () => {
    const error = await refusal(
      deployer(lakehouse.account),
      'StartQueryExecution',
      query('DESCRIBE lakehouse.nope'),
    );
    expect(error.message).toMatch(
      /^Entity Not Found \(Service: AmazonDataCatalog; Status Code: 400; Error Code: EntityNotFoundException; Request ID: .*; Proxy: null\)$/,
    );
  });

  test('a disabled work group', async () => {
    await send(call, 'CreateWorkGroup', { Name: 'off' });
    await send(call, 'UpdateWorkGroup', { WorkGroup: 'off', State: 'DISABLED' });
    expect(
      (await refusal(call, 'StartQueryExecution', query('SELECT 1', { WorkGroup: 'off' }))).message,
    ).toBe('WorkGroup off is disabled.');
  });
});

describe('one query', () => {
  test('GetQueryExecution tells all of it, and waits for its end', async () => {
    const id = await start(call, '  SELECT 1 AS x ; ');
    const { QueryExecution } = await send(call, 'GetQueryExecution', { QueryExecutionId: id });
    expect(QueryExecution).toMatchObject({
      QueryExecutionId: id,
      Query: 'SELECT 1 AS x',
      StatementType: 'DML',
      SubstatementType: 'SELECT',
      ResultConfiguration: { OutputLocation: `s3://${RESULTS}/${id}.csv` },
      QueryExecutionContext: { Database: 'lakehouse' },
      Status: {
        State: 'SUCCEEDED',
        SubmissionDateTime: expect.any(Date),
        CompletionDateTime: expect.any(Date),
      },
      Statistics: { DataScannedInBytes: 0, ResultReuseInformation: { ReusedPreviousResult: false } },
      WorkGroup: 'primary',
      EngineVersion: {
        SelectedEngineVersion: 'AUTO',
        EffectiveEngineVersion: 'Athena engine version 3',
        Category: 'Presto',
      },
    });
    const { Statistics } = QueryExecution;
    expect(Statistics.TotalExecutionTimeInMillis).toBeGreaterThanOrEqual(
      Statistics.EngineExecutionTimeInMillis,
    );
  });

  test('its objects are the bytes that Athena writes', async () => {
    const { id } = await run(call, `SELECT 1 AS x, 'say "hi"' AS y, NULL AS z, '' AS e`);
    const { objects } = lakehouse.account;
    expect((await objects.read(RESULTS, `${id}.csv`)).toString()).toBe(
      '"x","y","z","e"\n"1","say ""hi""",,""\n',
    );
    expect((await objects.read(RESULTS, `${id}.csv.metadata`)).includes(Buffer.from(id))).toBe(true);
  });

  test('column information', async () => {
    const { columns } = await run(call, `SELECT 1 AS i, 'ab' AS v, DECIMAL '1.50' AS d, REAL '1' AS r`);
    expect(columns).toMatchObject([
      {
        Name: 'i',
        Label: 'i',
        Type: 'integer',
        Precision: 10,
        CatalogName: 'hive',
        Nullable: 'UNKNOWN',
        CaseSensitive: false,
      },
      { Name: 'v', Type: 'varchar', Precision: 2, CaseSensitive: true },
      { Name: 'd', Type: 'decimal', Precision: 3, Scale: 2 },
      { Name: 'r', Type: 'float', Precision: 17 },
    ]);
  });

  test('a failed query says why, and has no result', async () => {
    const outcome = await attempt(call, 'SELECT 1/0');
    expect(outcome).toMatchObject({
      state: 'FAILED',
      reason: 'DIVISION_BY_ZERO: Division by zero',
      type: [2, 1001],
    });
    const error = await refusal(call, 'GetQueryResults', { QueryExecutionId: outcome.id });
    expect(error.message).toBe('Query did not finish successfully. Final query state: FAILED');
    expect(await lakehouse.account.objects.head(RESULTS, `${outcome.id}.csv`)).toBeUndefined();
  });

  test('an unknown id', async () => {
    const error = await refusal(call, 'GetQueryExecution', { QueryExecutionId: 'x' });
    expect([error.message, error.fields.AthenaErrorCode]).toEqual([
      'QueryExecution x was not found',
      'QUERY_EXECUTION_NOT_FOUND',
    ]);
  });

  test('a result place that the caller may not write to', async () => {
    const outcome = await attempt(
      engineer(lakehouse.account, ['s3:PutObject arn:aws:s3:::lakehouse-results']),
      'SELECT 1',
    );
    expect(outcome.reason).toMatch(
      new RegExp(
        `^Access denied when writing output to url: s3://${RESULTS}/${outcome.id}.csv \\. Please ensure`,
      ),
    );
  });

  test('a result that the caller may not read', async () => {
    const { id } = await run(call, 'SELECT 1');
    const error = await refusal(engineer(lakehouse.account, ['s3:GetObject']), 'GetQueryResults', {
      QueryExecutionId: id,
    });
    expect(error.message).toMatch(
      /^You do not seem to have access to the S3 location of your query results\./,
    );
  });

  test('a result whose object was deleted is gone', async () => {
    const { id } = await run(call, 'SELECT 1');
    await lakehouse.account.objects.delete(RESULTS, [`${id}.csv`]);
    expect((await refusal(call, 'GetQueryResults', { QueryExecutionId: id })).message).toBe(
      'Could not find results',
    );
  });
});

describe('idempotency', () => {
  test('the same token and request is the same query; parameters and work group are not compared', async () => {
    const input = query('SELECT 1');
    const first = await send(call, 'StartQueryExecution', input);
    expect(await send(call, 'StartQueryExecution', input)).toEqual(first);
    expect(await send(call, 'StartQueryExecution', { ...input, ExecutionParameters: ['1'] })).toEqual(first);
  });
  test('another request with the token is refused', async () => {
    const input = query('SELECT 1');
    await send(call, 'StartQueryExecution', input);
    for (const change of [{ QueryString: 'SELECT 2' }, { QueryExecutionContext: { Database: 'x' } }]) {
      const error = await refusal(call, 'StartQueryExecution', { ...input, ...change });
      expect([error.message, error.fields.AthenaErrorCode]).toEqual([
        'Idempotent parameters do not match',
        'IDEMPOTENT_PARAMETER_MISMATCH',
      ]);
    }
  });
});

describe('pages', () => {
  const SQL = 'SELECT n FROM UNNEST(sequence(1, 2500)) t(n) ORDER BY n';
  const numbers = Array.from({ length: 2500 }, (_, i) => String(i + 1));

  async function pages(id: string, MaxResults?: number): Promise<string[][]> {
    const found: string[][] = [];
    let NextToken: string | undefined;
    do {
      const answer = await send(call, 'GetQueryResults', { QueryExecutionId: id, MaxResults, NextToken });
      found.push(
        answer.ResultSet.Rows.map((row: { Data: { VarCharValue: string }[] }) => row.Data[0]!.VarCharValue),
      );
      NextToken = answer.NextToken;
    } while (NextToken);
    return found;
  }

  test('the header is the first row of the first page, and counts', async () => {
    const { id } = await run(call, SQL);
    const found = await pages(id);
    expect(found.map((rows) => rows.length)).toEqual([1000, 1000, 501]);
    expect(found.flat()).toEqual(['n', ...numbers]);
    expect((await pages(id, 997)).flat()).toEqual(['n', ...numbers]);
  });

  test('pages of a result that is too large to be kept in memory', async () => {
    const sql = `SELECT n, rpad('', 600, 'x') AS filler FROM UNNEST(sequence(1, 2500)) t(n) ORDER BY n`;
    const { id } = await run(call, sql);
    expect((await pages(id, 900)).flat()).toEqual(['n', ...numbers]);
  });

  test('what is wrong with a request, in the order of the service', async () => {
    const { id } = await run(call, 'SELECT 1');
    const message = async (input: object) =>
      (await refusal(call, 'GetQueryResults', { QueryExecutionId: id, ...input })).message;
    expect(await message({ MaxResults: 1001 })).toBe('MaxResults is more than maximum allowed length 1000');
    expect(await message({ NextToken: 'abc' })).toBe('Malformed nextPageToken abc');
    expect(await message({ QueryExecutionId: undefined })).toBe(
      "1 validation error detected: Value null at 'queryExecutionId' failed to satisfy constraint: Member must not be null",
    );
  });

  test('an empty result still has its header', async () => {
    const { rows, id } = await run(call, 'SELECT 1 AS x WHERE false');
    expect(rows).toEqual([['x']]);
    expect((await lakehouse.account.objects.read(RESULTS, `${id}.csv`)).toString()).toBe('"x"\n');
  });
});

describe('work groups rule their queries', () => {
  test('an enforced place for results is used, whatever the request says', async () => {
    await send(call, 'CreateWorkGroup', {
      Name: 'strict',
      Configuration: {
        EnforceWorkGroupConfiguration: true,
        ResultConfiguration: { OutputLocation: `s3://${RESULTS}/strict` },
      },
    });
    const id = await start(call, 'SELECT 1', {
      WorkGroup: 'strict',
      ResultConfiguration: { OutputLocation: 's3://elsewhere/' },
    });
    const { ResultConfiguration, Status } = await finish(call, id);
    expect([Status.State, ResultConfiguration.OutputLocation]).toEqual([
      'SUCCEEDED',
      `s3://${RESULTS}/strict/${id}.csv`,
    ]);
    const outcome = await attempt(
      call,
      "CREATE TABLE sandbox.x WITH (external_location = 's3://a/b/') AS SELECT 1 AS x",
      { WorkGroup: 'strict' },
    );
    expect(outcome.reason).toMatch(
      /^The Create Table As Select query failed because it was submitted with an 'external_location' property/,
    );
  });

  test('a query that would read more than the cutoff is cancelled', async () => {
    await send(call, 'CreateWorkGroup', {
      Name: 'small',
      Configuration: { BytesScannedCutoffPerQuery: 10_000_000 },
    });
    const line = `${'x'.repeat(99)}\n`;
    await lakehouse.account.objects.put('lakehouse-raw', 'big/rows.csv', Buffer.from(line.repeat(110_000)));
    await run(call, "CREATE EXTERNAL TABLE sandbox.big (x string) LOCATION 's3://lakehouse-raw/big/'");
    const outcome = await attempt(call, 'SELECT count(*) FROM sandbox.big', { WorkGroup: 'small' });
    expect(outcome).toMatchObject({
      state: 'CANCELLED',
      reason: 'Bytes scanned limit was exceeded',
      type: undefined,
      scanned: 10_000_000,
    });
    expect((await refusal(call, 'GetQueryResults', { QueryExecutionId: outcome.id })).message).toBe(
      'Could not find results',
    );
    expect((await run(call, 'SELECT count(*) FROM sandbox.big')).scanned).toBe(11_000_000);
  });

  test('metrics are published for groups that ask for them', async () => {
    await send(call, 'CreateWorkGroup', {
      Name: 'measured',
      Configuration: { PublishCloudWatchMetricsEnabled: true },
    });
    lakehouse.metrics.length = 0;
    await run(call, 'SELECT 1');
    expect(lakehouse.metrics).toEqual([]);
    await run(call, 'SELECT 1', { WorkGroup: 'measured' });
    const dimensions = { WorkGroup: 'measured', QueryType: 'DML', QueryState: 'SUCCEEDED' };
    expect(lakehouse.metrics.map((metric) => metric.name).sort()).toEqual([
      'EngineExecutionTime',
      'ProcessedBytes',
      'QueryPlanningTime',
      'QueryQueueTime',
      'ServicePreProcessingTime',
      'ServiceProcessingTime',
      'TotalExecutionTime',
    ]);
    for (const metric of lakehouse.metrics) expect(metric.dimensions).toEqual(dimensions);
  });
});

describe('stopping', () => {
  const LONG =
    'SELECT count(*) FROM UNNEST(sequence(1, 10000)) a(x) CROSS JOIN UNNEST(sequence(1, 10000)) b(y) CROSS JOIN UNNEST(sequence(1, 1000)) c(z) WHERE (x * y + z) % 7 = 3';

  test('a running query is interrupted, waiting ones never start, finished ones stay', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => start(call, LONG)));
    const { QueryExecutions } = await send(call, 'BatchGetQueryExecution', { QueryExecutionIds: ids });
    const states = QueryExecutions.map((execution: { Status: { State: string } }) => execution.Status.State);
    expect(states).toContain('RUNNING');
    expect(states).toContain('QUEUED');
    const pending = await refusal(call, 'GetQueryResults', { QueryExecutionId: ids[0] });
    expect(pending.message).toBe('Query has not yet finished. Current state: RUNNING');
    for (const id of ids) await send(call, 'StopQueryExecution', { QueryExecutionId: id });
    for (const id of ids) {
      const { Status } = await finish(call, id);
      expect([Status.State, Status.StateChangeReason, Status.AthenaError]).toEqual([
        'CANCELLED',
        'Query cancelled by user',
        undefined,
      ]);
    }
    expect((await refusal(call, 'GetQueryResults', { QueryExecutionId: ids[0] })).message).toBe(
      'Could not find results',
    );
    const { id } = await run(call, 'SELECT 1');
    await send(call, 'StopQueryExecution', { QueryExecutionId: id });
    expect((await finish(call, id)).Status.State).toBe('SUCCEEDED');
  });
});

describe('history', () => {
  test('newest first, one work group, page by page; what IAM hides is unprocessed', async () => {
    await send(call, 'CreateWorkGroup', {
      Name: 'history',
      Configuration: { ResultConfiguration: { OutputLocation: `s3://${RESULTS}/` } },
    });
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      ids.unshift((await run(call, `SELECT ${i}`, { WorkGroup: 'history' })).id);
      // The order is that of the milliseconds.
      const now = Date.now();
      while (Date.now() === now);
    }
    const first = await send(call, 'ListQueryExecutions', { WorkGroup: 'history', MaxResults: 2 });
    const second = await send(call, 'ListQueryExecutions', {
      WorkGroup: 'history',
      MaxResults: 2,
      NextToken: first.NextToken,
    });
    expect([...first.QueryExecutionIds, ...second.QueryExecutionIds]).toEqual(ids);
    const other = callOf(lakehouse.account, 'other', ['athena:BatchGetQueryExecution']);
    const batch = await send(other, 'BatchGetQueryExecution', { QueryExecutionIds: [ids[0], 'none'] });
    expect(batch.QueryExecutions).toEqual([]);
    expect(batch.UnprocessedQueryExecutionIds.map((entry: { ErrorCode: string }) => entry.ErrorCode)).toEqual(
      ['QUERY_EXECUTION_NOT_FOUND', 'QUERY_EXECUTION_NOT_FOUND'],
    );
  });

  test('runtime statistics', async () => {
    const { id } = await run(call, 'SELECT n FROM UNNEST(sequence(1, 3)) t(n)');
    const { QueryRuntimeStatistics } = await send(call, 'GetQueryRuntimeStatistics', {
      QueryExecutionId: id,
    });
    expect(QueryRuntimeStatistics).toMatchObject({
      Timeline: { TotalExecutionTimeInMillis: expect.any(Number) },
      Rows: { OutputRows: 3 },
    });
  });
});

test('after a crash finished queries are still there, and one that ran has failed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'athena-crash-'));
  const first = await openAccount(folder);
  await first.account.objects.createBucket(RESULTS);
  const before = engineer(first.account);
  const done = await run(before, 'SELECT 1 AS x');
  const { executions } = await import('../../../src/local/athena/execution/execution');
  const kept = executions(first.account).get(done.id);
  // What the store holds when the process is killed while the query runs.
  executions(first.account).add(
    { ...kept, id: 'lost', state: 'QUEUED', result: undefined, completed: undefined },
    token(),
    'request',
  );
  await first.close();

  const second = await openAccount(folder);
  const after = engineer(second.account);
  const { Status } = await finish(after, 'lost');
  expect(Status).toMatchObject({
    State: 'FAILED',
    AthenaError: { ErrorCategory: 1 },
    CompletionDateTime: expect.any(Date),
  });
  const { ResultSet } = await send(after, 'GetQueryResults', { QueryExecutionId: done.id });
  expect(ResultSet.Rows).toEqual([{ Data: [{ VarCharValue: 'x' }] }, { Data: [{ VarCharValue: '1' }] }]);
  await second.close();
  await rm(folder, { recursive: true });
});
