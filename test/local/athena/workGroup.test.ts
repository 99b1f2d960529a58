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

test('primary is there from the start and reads as AWS answers it', async () => {
  const { WorkGroup } = await send(call, 'GetWorkGroup', { WorkGroup: 'primary' });
  expect(WorkGroup).toEqual({
    Name: 'primary',
    State: 'ENABLED',
    CreationTime: expect.any(Date),
    Configuration: {
      EnableMinimumEncryptionConfiguration: false,
      EnforceWorkGroupConfiguration: false,
      EngineVersion: {
        Category: 'Presto',
        EffectiveEngineVersion: 'Athena engine version 3',
        SelectedEngineVersion: 'AUTO',
      },
      PublishCloudWatchMetricsEnabled: false,
      QuerySchedulingType: 'DEFAULT',
      RequesterPaysEnabled: false,
      ResultConfiguration: {},
    },
  });
});

test('a group is created, updated member by member, and read back', async () => {
  await send(call, 'CreateWorkGroup', {
    Name: 'lakehouse-analyst',
    Configuration: {
      EnforceWorkGroupConfiguration: true,
      PublishCloudWatchMetricsEnabled: true,
      BytesScannedCutoffPerQuery: 10_485_760,
      ResultConfiguration: {
        OutputLocation: 's3://results/analyst/',
        EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
      },
    },
    Tags: [{ Key: 'project', Value: 'lakehouse' }],
  });
  await send(call, 'UpdateWorkGroup', {
    WorkGroup: 'lakehouse-analyst',
    Description: 'reads',
    State: 'DISABLED',
    ConfigurationUpdates: {
      RemoveBytesScannedCutoffPerQuery: true,
      ResultConfigurationUpdates: {
        RemoveEncryptionConfiguration: true,
        OutputLocation: 's3://results/other/',
      },
    },
  });
  const { WorkGroup } = await send(call, 'GetWorkGroup', { WorkGroup: 'lakehouse-analyst' });
  expect(WorkGroup).toMatchObject({ Description: 'reads', State: 'DISABLED' });
  expect(WorkGroup.Configuration.ResultConfiguration).toEqual({ OutputLocation: 's3://results/other/' });
  expect(WorkGroup.Configuration.BytesScannedCutoffPerQuery).toBeUndefined();
  expect(WorkGroup.Configuration.EnforceWorkGroupConfiguration).toBe(true);
  const arn = 'arn:aws:athena:us-east-1:123456789012:workgroup/lakehouse-analyst';
  expect((await send(call, 'ListTagsForResource', { ResourceARN: arn })).Tags).toEqual([
    { Key: 'project', Value: 'lakehouse' },
  ]);
  await send(call, 'TagResource', {
    ResourceARN: arn,
    Tags: [
      { Key: 'a', Value: '1' },
      { Key: 'project', Value: 'x' },
    ],
  });
  await send(call, 'UntagResource', { ResourceARN: arn, TagKeys: ['a'] });
  expect((await send(call, 'ListTagsForResource', { ResourceARN: arn })).Tags).toEqual([
    { Key: 'project', Value: 'x' },
  ]);
});

test.each([
  ['GetWorkGroup', { WorkGroup: 'none' }, 'WorkGroup is not found.'],
  ['CreateWorkGroup', { Name: 'primary' }, 'WorkGroup is already created'],
  ['CreateWorkGroup', { Name: 'g', Tags: [] }, 'Tags provided upon WorkGroup creation must not be empty'],
  [
    'CreateWorkGroup',
    { Name: 'g', Configuration: { ResultConfiguration: { OutputLocation: 'nowhere' } } },
    'outputLocation is not a valid S3 path.',
  ],
  ['DeleteWorkGroup', { WorkGroup: 'primary' }, 'WorkGroup primary cannot be deleted.'],
  ['ListWorkGroups', { NextToken: 'xyz' }, 'The nextPageToken is malformed: xyz'],
  [
    'CreateWorkGroup',
    {},
    "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
  ],
  [
    'CreateWorkGroup',
    { Name: 'a b' },
    "1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9._-]{1,128}",
  ],
  [
    'CreateWorkGroup',
    { Name: 'g', Configuration: { BytesScannedCutoffPerQuery: 1 } },
    "1 validation error detected: Value '1' at 'configuration.bytesScannedCutoffPerQuery' failed to satisfy constraint: Member must have value greater than or equal to 10000000",
  ],
])('%s %j is refused and changes nothing', async (operation, input, message) => {
  const error = await refusal(call, operation, input);
  expect([error.code, error.message, error.fields.AthenaErrorCode]).toEqual([
    'InvalidRequestException',
    message,
    'INVALID_INPUT',
  ]);
  expect(
    (await send(call, 'ListWorkGroups')).WorkGroups.map((group: { Name: string }) => group.Name),
  ).toEqual(['primary']);
});

test('a wrong JSON type is told by its kind', async () => {
  const error = await refusal(call, 'ListWorkGroups', { MaxResults: 'ten' });
  expect([error.code, error.message, error.fields]).toEqual([
    'SerializationException',
    'STRING_VALUE can not be converted to an Integer',
    {},
  ]);
});

test('groups are listed by name, page by page', async () => {
  for (const name of ['zeta', 'alpha', 'beta']) await send(call, 'CreateWorkGroup', { Name: name });
  const first = await send(call, 'ListWorkGroups', { MaxResults: 3 });
  const second = await send(call, 'ListWorkGroups', { MaxResults: 3, NextToken: first.NextToken });
  const names = [...first.WorkGroups, ...second.WorkGroups].map((group) => group.Name);
  expect(names).toEqual(['alpha', 'beta', 'primary', 'zeta']);
  expect(first.WorkGroups[0].Description).toBe('');
  expect(second.NextToken).toBeUndefined();
});

test('a group that holds something goes only with all that it holds', async () => {
  await send(call, 'CreateWorkGroup', { Name: 'g' });
  const { NamedQueryId } = await send(call, 'CreateNamedQuery', {
    Name: 'q',
    Database: 'd',
    QueryString: 'SELECT 1',
    WorkGroup: 'g',
  });
  await send(call, 'CreatePreparedStatement', {
    StatementName: 'stmt',
    WorkGroup: 'g',
    QueryStatement: 'SELECT ?',
  });
  expect((await refusal(call, 'DeleteWorkGroup', { WorkGroup: 'g' })).message).toBe('WorkGroup is not empty');
  await send(call, 'DeleteWorkGroup', { WorkGroup: 'g', RecursiveDeleteOption: true });
  expect((await refusal(call, 'GetWorkGroup', { WorkGroup: 'g' })).message).toBe('WorkGroup is not found.');
  expect((await refusal(call, 'GetNamedQuery', { NamedQueryId })).message).toMatch(/does not exist/);
});
