import { expect, test } from 'vitest';
import type { Account } from '../../../src/local/account';
import { glueService } from '../../../src/local/glue/service';

const call = { account: { id: '123456789012' } as Account, region: 'us-east-1' };
const glue = 'arn:aws:glue:us-east-1:123456789012';
const catalog = `${glue}:catalog`;

/** Members that other operations read. */
const decoys = { ResourceArn: `${glue}:database/own`, Name: 'own', DatabaseName: 'own', TableName: 'own' };

test.each([
  ['GetDatabases', {}, [catalog]],
  ['CreateDatabase', { DatabaseInput: { Name: 'D' } }, [catalog, `${glue}:database/d`]],
  ['UpdateDatabase', { Name: 'd', DatabaseInput: { Name: 'x' } }, [catalog, `${glue}:database/d`]],
  ['DeleteDatabase', { Name: 'd' }, [catalog, `${glue}:database/d`, `${glue}:table/d/*`]],
  ['GetTable', { DatabaseName: 'd', Name: 't' }, [catalog, `${glue}:database/d`, `${glue}:table/d/t`]],
  [
    'UpdateTable',
    { DatabaseName: 'd', TableInput: { Name: 't' } },
    [catalog, `${glue}:database/d`, `${glue}:table/d/t`],
  ],
  [
    'GetPartitions',
    { DatabaseName: 'd', TableName: 't' },
    [catalog, `${glue}:database/d`, `${glue}:table/d/t`],
  ],
  [
    'BatchDeleteTable',
    { DatabaseName: 'd', TablesToDelete: ['a', 7] },
    [catalog, `${glue}:database/d`, `${glue}:table/d/a`, `${glue}:table/d/<missing>`],
  ],
  [
    'GetTable',
    { DatabaseName: 7, Name: null },
    [catalog, `${glue}:database/<missing>`, `${glue}:table/<missing>/<missing>`],
  ],
  ['TagResource', { ResourceArn: `${glue}:database/d` }, [`${glue}:database/d`]],
])('%s of %j is decided on what it reads alone', (operation, input, wanted) => {
  expect(glueService.resources(operation, { ...decoys, ...input }, call)).toEqual(wanted);
});
