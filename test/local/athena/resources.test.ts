import { afterAll, beforeAll, expect, test } from 'vitest';
import { executions } from '../../../src/local/athena/execution/execution';
import { athenaService } from '../../../src/local/athena/service';
import { callOf, send, storeAccount } from './account';

const OWN_QUERY = '11111111-1111-4111-8111-111111111111';
const FOREIGN_QUERY = '22222222-2222-4222-8222-222222222222';
const arn = (resource: string) => `arn:aws:athena:us-east-1:123456789012:${resource}`;

let fixture: ReturnType<typeof storeAccount>;
let foreignNamed = '';
beforeAll(async () => {
  fixture = storeAccount();
  const call = callOf(fixture.account);
  for (const Name of ['own', 'foreign']) await send(call, 'CreateWorkGroup', { Name });
  const named = { Name: 'n', Database: 'd', QueryString: 'SELECT 1', WorkGroup: 'foreign' };
  foreignNamed = (await send(call, 'CreateNamedQuery', named)).NamedQueryId;
  for (const [id, workGroup] of [
    [OWN_QUERY, 'own'],
    [FOREIGN_QUERY, 'foreign'],
  ] as const)
    executions(fixture.account).add(
      {
        id,
        query: 'SELECT 1',
        statementType: 'DML',
        substatementType: 'SELECT',
        workGroup,
        resultConfiguration: { OutputLocation: 's3://results/x.csv' },
        state: 'SUCCEEDED',
        submitted: Date.now(),
        times: { preProcessing: 0, queue: 0, engine: 0, service: 0 },
        scannedBytes: 0,
      },
      `token of ${id}`,
      '',
    );
});
afterAll(() => fixture.close());

/** Members that other operations read, all of the caller's own work group. */
const decoys = {
  ResourceARN: arn('workgroup/own'),
  QueryExecutionId: OWN_QUERY,
  NamedQueryId: 'none',
  WorkGroup: 'own',
  Name: 'own',
  CatalogName: 'own',
};

const foreign = arn('workgroup/foreign');
const glue = arn('datacatalog/AwsDataCatalog');

test.each([
  ['GetQueryExecution', { QueryExecutionId: FOREIGN_QUERY }, foreign],
  ['GetQueryResults', { QueryExecutionId: FOREIGN_QUERY }, foreign],
  ['GetQueryRuntimeStatistics', { QueryExecutionId: FOREIGN_QUERY }, foreign],
  ['StopQueryExecution', { QueryExecutionId: FOREIGN_QUERY }, foreign],
  ['StartQueryExecution', { WorkGroup: 'foreign' }, foreign],
  ['ListQueryExecutions', { WorkGroup: 'foreign' }, foreign],
  ['ListNamedQueries', { WorkGroup: 'foreign' }, foreign],
  ['CreateNamedQuery', { WorkGroup: 'foreign' }, foreign],
  ['CreatePreparedStatement', { WorkGroup: 'foreign' }, foreign],
  ['UpdatePreparedStatement', { WorkGroup: 'foreign' }, foreign],
  ['GetPreparedStatement', { WorkGroup: 'foreign' }, foreign],
  ['BatchGetPreparedStatement', { WorkGroup: 'foreign' }, foreign],
  ['ListPreparedStatements', { WorkGroup: 'foreign' }, foreign],
  ['DeletePreparedStatement', { WorkGroup: 'foreign' }, foreign],
  ['GetWorkGroup', { WorkGroup: 'foreign' }, foreign],
  ['UpdateWorkGroup', { WorkGroup: 'foreign' }, foreign],
  ['DeleteWorkGroup', { WorkGroup: 'foreign' }, foreign],
  ['CreateWorkGroup', { Name: 'foreign' }, foreign],
  ['TagResource', { ResourceARN: foreign }, foreign],
  ['ListTagsForResource', { ResourceARN: foreign }, foreign],
  ['GetTableMetadata', { CatalogName: 'awsdatacatalog' }, glue],
  ['ListDatabases', { CatalogName: 'AwsDataCatalog' }, glue],
  ['GetDataCatalog', { Name: 'AWSDATACATALOG' }, glue],
])('%s is decided on what it reads alone', (operation, input, wanted) => {
  const call = callOf(fixture.account);
  expect(athenaService.resources(operation, { ...decoys, ...input }, call)).toEqual([wanted]);
});

test('named queries are of the work group that they were made in', () => {
  const call = callOf(fixture.account);
  for (const operation of ['GetNamedQuery', 'UpdateNamedQuery', 'DeleteNamedQuery'])
    expect(athenaService.resources(operation, { ...decoys, NamedQueryId: foreignNamed }, call)).toEqual([
      foreign,
    ]);
});

test('a work group that is left out is primary where the operation means it, and none elsewhere', () => {
  const call = callOf(fixture.account);
  expect(athenaService.resources('StartQueryExecution', {}, call)).toEqual([arn('workgroup/primary')]);
  expect(athenaService.resources('GetWorkGroup', {}, call)).toEqual([arn('workgroup/<missing>')]);
  expect(athenaService.resources('StartQueryExecution', { WorkGroup: null }, call)).toEqual([
    arn('workgroup/<missing>'),
  ]);
});

test('every operation has its row', () => {
  const call = callOf(fixture.account);
  const unscoped = Object.keys(athenaService.operations).filter((operation) =>
    athenaService.resources(operation, decoys, call).includes('*'),
  );
  expect(unscoped).toEqual(['ListDataCatalogs', 'ListEngineVersions', 'ListWorkGroups']);
});

test('a batch decides on each query by its own work group, and hides what it may not show', async () => {
  const call = callOf(fixture.account, 'analyst', [`athena:BatchGetQueryExecution ${foreign}`]);
  const QueryExecutionIds = [OWN_QUERY, FOREIGN_QUERY];
  const batch = await send(call, 'BatchGetQueryExecution', { ...decoys, QueryExecutionIds });
  expect(batch.QueryExecutions.map(({ WorkGroup }: { WorkGroup: string }) => WorkGroup)).toEqual(['own']);
  expect(batch.UnprocessedQueryExecutionIds).toEqual([
    {
      QueryExecutionId: FOREIGN_QUERY,
      ErrorCode: 'QUERY_EXECUTION_NOT_FOUND',
      ErrorMessage: `QueryExecution ${FOREIGN_QUERY} was not found`,
    },
  ]);
});
