import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { callOf, refusal, send, storeAccount } from './account';

let fixture: ReturnType<typeof storeAccount>;
let call: Call;
beforeEach(() => {
  fixture = storeAccount();
  call = callOf(fixture.account);
});
afterEach(() => fixture.close());

const query = { Name: 'top', Database: 'lakehouse', QueryString: 'SELECT 1', Description: 'the first' };

test('a named query lives: create, get, list, update, delete', async () => {
  const { NamedQueryId } = await send(call, 'CreateNamedQuery', query);
  expect((await send(call, 'GetNamedQuery', { NamedQueryId })).NamedQuery).toEqual({
    ...query,
    NamedQueryId,
    WorkGroup: 'primary',
  });
  expect((await send(call, 'ListNamedQueries')).NamedQueryIds).toEqual([NamedQueryId]);
  await send(call, 'UpdateNamedQuery', { NamedQueryId, Name: 'top2', QueryString: 'SELECT 2' });
  const batch = await send(call, 'BatchGetNamedQuery', { NamedQueryIds: [NamedQueryId, 'none'] });
  expect(batch.NamedQueries[0]).toMatchObject({
    Name: 'top2',
    QueryString: 'SELECT 2',
    Description: 'the first',
  });
  expect(batch.UnprocessedNamedQueryIds).toEqual([
    { NamedQueryId: 'none', ErrorCode: 'INVALID_INPUT', ErrorMessage: 'Named query none does not exist' },
  ]);
  await send(call, 'DeleteNamedQuery', { NamedQueryId });
  expect((await refusal(call, 'GetNamedQuery', { NamedQueryId })).message).toBe(
    `Named query ${NamedQueryId} does not exist`,
  );
});

test('the same token makes one named query; with other contents it is refused', async () => {
  const ClientRequestToken = 'x'.repeat(36);
  const first = await send(call, 'CreateNamedQuery', { ...query, ClientRequestToken });
  expect(await send(call, 'CreateNamedQuery', { ...query, ClientRequestToken })).toEqual(first);
  const error = await refusal(call, 'CreateNamedQuery', {
    ...query,
    QueryString: 'SELECT 2',
    ClientRequestToken,
  });
  expect([error.message, error.fields.AthenaErrorCode]).toEqual([
    'Idempotent parameters do not match',
    'IDEMPOTENT_PARAMETER_MISMATCH',
  ]);
});

test('a query of a group that IAM hides looks like one that is not there', async () => {
  const { NamedQueryId } = await send(call, 'CreateNamedQuery', query);
  const other = callOf(fixture.account, 'lakehouse-analyst', [
    'athena:BatchGetNamedQuery arn:aws:athena:us-east-1:123456789012:workgroup/primary',
  ]);
  const batch = await send(other, 'BatchGetNamedQuery', { NamedQueryIds: [NamedQueryId] });
  expect(batch.NamedQueries).toEqual([]);
  expect(batch.UnprocessedNamedQueryIds).toEqual([
    {
      NamedQueryId,
      ErrorCode: 'INVALID_INPUT',
      ErrorMessage: `Named query ${NamedQueryId} does not exist`,
    },
  ]);
});

test('a prepared statement lives in its work group', async () => {
  const name = { StatementName: 'by_id', WorkGroup: 'primary' };
  await send(call, 'CreatePreparedStatement', { ...name, QueryStatement: 'SELECT ?' });
  const again = await refusal(call, 'CreatePreparedStatement', { ...name, QueryStatement: 'SELECT ?' });
  expect(again.message).toBe('Prepared statement by_id already exists in workGroup primary');
  await send(call, 'UpdatePreparedStatement', { ...name, QueryStatement: 'SELECT ? + 1' });
  const { PreparedStatement } = await send(call, 'GetPreparedStatement', name);
  expect(PreparedStatement).toMatchObject({
    StatementName: 'by_id',
    WorkGroupName: 'primary',
    QueryStatement: 'SELECT ? + 1',
  });
  expect(
    (await send(call, 'ListPreparedStatements', { WorkGroup: 'primary' })).PreparedStatements,
  ).toHaveLength(1);
  await send(call, 'DeletePreparedStatement', name);
  const gone = await refusal(call, 'GetPreparedStatement', name);
  expect([gone.code, gone.fields.ResourceName]).toEqual(['ResourceNotFoundException', 'by_id']);
});

test('there is one data catalog, and no other can be made', async () => {
  expect((await send(call, 'ListDataCatalogs')).DataCatalogsSummary).toEqual([
    { CatalogName: 'AwsDataCatalog', Type: 'GLUE', Status: 'CREATE_COMPLETE' },
  ]);
  expect((await send(call, 'GetDataCatalog', { Name: 'awsdatacatalog' })).DataCatalog.Type).toBe('GLUE');
  expect((await refusal(call, 'GetDataCatalog', { Name: 'hive' })).fields.AthenaErrorCode).toBe(
    'DATACATALOG_NOT_FOUND',
  );
  expect((await refusal(call, 'CreateDataCatalog', { Name: 'hive', Type: 'HIVE' })).code).toBe(
    'InvalidRequestException',
  );
});
