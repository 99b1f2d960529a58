import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  ANALYST,
  DEPLOYER,
  ENGINEER,
  errorOf,
  IAP,
  openGovernedAccount,
  STEWARD,
  type TestAccount,
} from '../glue/account';

const named = { DatabaseName: 'lakehouse', Name: 'customers' };
const shown = { CatalogId: ACCOUNT, ...named };
const table = { Table: named };
const database = { Database: { Name: 'lakehouse' } };
const columns = (...ColumnNames: string[]) => ({ TableWithColumns: { ...named, ColumnNames } });
const without = (...ExcludedColumnNames: string[]) => ({
  TableWithColumns: { ...named, ColumnWildcard: { ExcludedColumnNames } },
});

const request = (Resource: object, Permissions: string[], option?: string[], to = ANALYST) => ({
  Principal: { DataLakePrincipalIdentifier: to },
  Resource,
  Permissions,
  PermissionsWithGrantOption: option,
});
const grant = (account: TestAccount, ...args: Parameters<typeof request>) =>
  account.lakeFormation()('GrantPermissions', request(...args));
const revoke = (account: TestAccount, ...args: Parameters<typeof request>) =>
  account.lakeFormation()('RevokePermissions', request(...args));

interface Listed {
  Principal: object;
  Resource: object;
  Permissions: string[];
  PermissionsWithGrantOption: string[];
}
async function list(account: TestAccount, input: object, as = DEPLOYER): Promise<Listed[]> {
  return (await account.lakeFormation(as)('ListPermissions', { ...input }))
    .PrincipalResourcePermissions as Listed[];
}
const of = (principal: string) => ({ Principal: { DataLakePrincipalIdentifier: principal } });
const resources = (listed: Listed[]) =>
  listed.map(({ Resource, Permissions }) => ({ Resource, Permissions }));

describe('reading back', () => {
  test('SELECT on a table is TableWithColumns with a wildcard, the other permissions are Table', async () => {
    const account = await openGovernedAccount();
    await grant(account, table, ['SELECT', 'DESCRIBE', 'INSERT'], ['DESCRIBE']);
    expect(await list(account, { ...of(ANALYST), Resource: table })).toEqual([
      {
        ...of(ANALYST),
        Resource: { TableWithColumns: { ...shown, ColumnWildcard: {} } },
        Permissions: ['SELECT'],
        PermissionsWithGrantOption: [],
        LastUpdated: new Date('2026-01-02T03:04:05Z'),
        LastUpdatedBy: DEPLOYER,
      },
      {
        ...of(ANALYST),
        Resource: { Table: shown },
        Permissions: ['DESCRIBE', 'INSERT'],
        PermissionsWithGrantOption: ['DESCRIBE'],
        LastUpdated: new Date('2026-01-02T03:04:05Z'),
        LastUpdatedBy: DEPLOYER,
      },
    ]);
  });

  test.each([
    [
      'exclude list',
      without('ssn'),
      { TableWithColumns: { ...shown, ColumnWildcard: { ExcludedColumnNames: ['ssn'] } } },
    ],
    ['include list', columns('name', 'id'), { TableWithColumns: { ...shown, ColumnNames: ['id', 'name'] } }],
  ])('an %s is found by its Table, as it was granted', async (_, granted, back) => {
    const account = await openGovernedAccount();
    await grant(account, granted, ['SELECT']);
    const listed = await list(account, { ...of(ANALYST), Resource: { Table: shown } });
    expect(resources(listed)).toEqual([{ Resource: back, Permissions: ['SELECT'] }]);
    expect(listed[0]!.PermissionsWithGrantOption).toEqual([]);
  });

  test('all tables of a database', async () => {
    const account = await openGovernedAccount();
    const all = { Table: { DatabaseName: 'lakehouse', TableWildcard: {} } };
    await grant(account, all, ['SELECT', 'DESCRIBE']);
    const entries = [
      {
        Resource: {
          TableWithColumns: {
            CatalogId: ACCOUNT,
            DatabaseName: 'lakehouse',
            Name: 'ALL_TABLES',
            ColumnWildcard: {},
          },
        },
        Permissions: ['SELECT'],
      },
      {
        Resource: {
          Table: { CatalogId: ACCOUNT, DatabaseName: 'lakehouse', Name: 'ALL_TABLES', TableWildcard: {} },
        },
        Permissions: ['DESCRIBE'],
      },
    ];
    expect(resources(await list(account, { ...of(ANALYST), Resource: all }))).toEqual(entries);
    expect(
      resources(await list(account, { ...of(ANALYST), Resource: table })),
      'of one table, with a principal',
    ).toEqual(entries);
    const onTable = await list(account, { Resource: table });
    expect(
      onTable.filter(
        ({ Principal }) =>
          (Principal as { DataLakePrincipalIdentifier: string }).DataLakePrincipalIdentifier === ANALYST,
      ),
    ).toEqual([]);
  });

  test('databases, the catalog, locations', async () => {
    const account = await openGovernedAccount();
    await account.lakeFormation()('RegisterResource', {
      ResourceArn: 'arn:aws:s3:::lake',
      UseServiceLinkedRole: true,
    });
    const location = { DataLocation: { ResourceArn: 'arn:aws:s3:::lake' } };
    await grant(account, database, ['CREATE_TABLE', 'DESCRIBE']);
    await grant(account, { Catalog: {} }, ['CREATE_DATABASE']);
    await grant(account, location, ['DATA_LOCATION_ACCESS']);
    expect(resources(await list(account, of(ANALYST)))).toEqual([
      { Resource: { Catalog: {} }, Permissions: ['CREATE_DATABASE'] },
      {
        Resource: { Database: { CatalogId: ACCOUNT, Name: 'lakehouse' } },
        Permissions: ['CREATE_TABLE', 'DESCRIBE'],
      },
      {
        Resource: { DataLocation: { CatalogId: ACCOUNT, ResourceArn: 'arn:aws:s3:::lake' } },
        Permissions: ['DATA_LOCATION_ACCESS'],
      },
    ]);
    expect(await list(account, { ...of(ANALYST), ResourceType: 'DATABASE' })).toHaveLength(1);
    expect(await list(account, { ...of(ANALYST), ResourceType: 'TABLE' })).toHaveLength(0);
    expect(await list(account, { ...of(ANALYST), Resource: location })).toHaveLength(1);
    expect(account.account.lakeFormation.mayCreateDatabase(ANALYST)).toBe(true);
  });

  test('pages', async () => {
    const account = await openGovernedAccount();
    for (const principal of [ANALYST, ENGINEER, STEWARD])
      await grant(account, table, ['DESCRIBE'], [], principal);
    const seen: string[] = [];
    let NextToken: unknown;
    do {
      const page = await account.lakeFormation()('ListPermissions', {
        Resource: table,
        MaxResults: 2,
        NextToken,
      });
      const entries = page.PrincipalResourcePermissions as {
        Principal: { DataLakePrincipalIdentifier: string };
      }[];
      expect(entries.length).toBeLessThanOrEqual(2);
      seen.push(...entries.map(({ Principal }) => Principal.DataLakePrincipalIdentifier));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(seen).toEqual([ANALYST, ENGINEER, STEWARD, DEPLOYER, DEPLOYER]);
    expect(await errorOf(list(account, { NextToken: 'x' }))).toBe(
      'InvalidInputException: Invalid NextToken.',
    );
  });

  test('who is no administrator sees its own grants, and those on what it may pass on', async () => {
    const account = await openGovernedAccount();
    await grant(account, table, ['DESCRIBE']);
    await grant(account, database, ['DESCRIBE'], [], STEWARD);
    await grant(account, table, ['DESCRIBE'], ['DESCRIBE'], ENGINEER);
    expect(await list(account, {}, ANALYST)).toHaveLength(1);
    const engineers = await list(account, {}, ENGINEER);
    expect(engineers.every(({ Resource }) => !('Database' in Resource))).toBe(true);
    expect(engineers).toHaveLength(4);
  });

  test.each([
    [
      { Resource: { TableWithColumns: { ...named, ColumnWildcard: {} } } },
      'InvalidInputException: Resource must have either the catalog, table or database field populated.',
    ],
    [
      { Resource: {} },
      'InvalidInputException: Resource must have either the catalog, table or database field populated.',
    ],
    [{ Resource: { Database: { Name: 'nowhere' } } }, 'EntityNotFoundException: Database not found.'],
    [
      { Resource: { Table: { DatabaseName: 'lakehouse', Name: 'nothing' } } },
      'EntityNotFoundException: Table not found.',
    ],
    [
      { MaxResults: 0 },
      "ValidationException: 1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [{ CatalogId: '210987654321' }, 'EntityNotFoundException: Catalog 210987654321 not found.'],
  ])('refuses %j', async (input, error) => {
    expect(await errorOf(list(await openGovernedAccount(), input))).toBe(error);
  });

  test('what comes with tags and cell filters is empty', async () => {
    const account = await openGovernedAccount();
    expect(await list(account, { Resource: { LFTag: { TagKey: 'k', TagValues: ['v'] } } })).toEqual([]);
    expect(
      await list(account, { Resource: { LFTagPolicy: { ResourceType: 'TABLE', Expression: [] } } }),
    ).toEqual([]);
  });
});

describe('what cannot be granted', () => {
  const invalid = 'InvalidInputException: Permissions modification is invalid.';
  test.each<[string, Parameters<typeof request>, string]>([
    ['CREATE_TABLE on a table', [table, ['CREATE_TABLE']], invalid],
    ['SELECT on a database', [database, ['SELECT']], invalid],
    ['DESCRIBE on columns', [without('ssn'), ['SELECT', 'DESCRIBE']], invalid],
    ['nothing', [table, []], invalid],
    ['a grant option that goes further', [table, ['SELECT'], ['DROP']], invalid],
    ['the grant option on an exclude list', [without('ssn'), ['SELECT'], ['SELECT']], invalid],
    ['the grant option to the IAM group', [table, ['ALL'], ['ALL'], IAP], invalid],
    [
      'a word that is none',
      [table, ['READ']],
      'InvalidInputException: Please grant only valid Lake Formation permissions. [READ] are not all valid Lake Formation permissions.',
    ],
    [
      'a column that is not there',
      [without('salary'), ['SELECT']],
      'InvalidInputException: Permissions modification is invalid. cannot grant/revoke permission on non-existent column.',
    ],
    [
      'a table that is not there',
      [{ Table: { DatabaseName: 'lakehouse', Name: 'nothing' } }, ['SELECT']],
      'EntityNotFoundException: Table not found.',
    ],
    [
      'a database that is not there',
      [{ Database: { Name: 'nowhere' } }, ['DESCRIBE']],
      'EntityNotFoundException: Database not found.',
    ],
    [
      'a session',
      [table, ['SELECT'], [], `arn:aws:sts::${ACCOUNT}:assumed-role/lakehouse-analyst/me`],
      `InvalidInputException: Invalid principal format, arn:aws:sts::${ACCOUNT}:assumed-role/lakehouse-analyst/me`,
    ],
    [
      'a name',
      [table, ['SELECT'], [], 'analyst'],
      'InvalidInputException: Invalid principal format, analyst',
    ],
    [
      'two resources',
      [{ ...table, ...database }, ['DESCRIBE']],
      'InvalidInputException: Resource must have one and only one field populated.',
    ],
    [
      'no resource',
      [{}, ['DESCRIBE']],
      'InvalidInputException: Resource must have one and only one field populated.',
    ],
    [
      'no table name',
      [{ Table: { DatabaseName: 'lakehouse' } }, ['DESCRIBE']],
      'InvalidInputException: Table name and table wildcard cannot both be empty.',
    ],
    [
      'names and a wildcard',
      [{ Table: { ...named, TableWildcard: {} } }, ['DESCRIBE']],
      'InvalidInputException: Table name and table wildcard cannot both be present.',
    ],
    [
      'both forms of columns',
      [{ TableWithColumns: { ...named, ColumnNames: ['id'], ColumnWildcard: {} } }, ['SELECT']],
      'InvalidInputException: Column names and column wildcard cannot both be present.',
    ],
    [
      'a tag',
      [{ LFTag: { TagKey: 'k', TagValues: ['v'] } }, ['DESCRIBE']],
      'InvalidInputException: Resource of type LFTag is not supported.',
    ],
  ])('%s', async (_, args, error) => {
    const account = await openGovernedAccount();
    const before = await list(account, {});
    expect(await errorOf(grant(account, ...args))).toBe(error);
    expect(await list(account, {})).toEqual(before);
  });

  test('columns, for who has all of them or is an administrator: that would narrow', async () => {
    const account = await openGovernedAccount();
    await grant(account, table, ['SELECT']);
    await grant(account, table, ['ALL'], [], ENGINEER);
    expect(await errorOf(grant(account, without('ssn'), ['SELECT']))).toBe(invalid);
    expect(await errorOf(grant(account, columns('id'), ['SELECT'], [], ENGINEER))).toBe(invalid);
    expect(await errorOf(grant(account, columns('id'), ['SELECT'], [], DEPLOYER))).toBe(invalid);
    await revoke(account, table, ['SELECT']);
    await grant(account, without('ssn'), ['SELECT']);
  });
});

describe('who may grant', () => {
  const denied =
    'AccessDeniedException: Resource does not exist or requester is not authorized to access requested permissions.';
  const asEngineer = (account: TestAccount, ...args: Parameters<typeof request>) =>
    account.lakeFormation(ENGINEER)('GrantPermissions', request(...args));

  test('who only holds a permission may not; with the grant option it may, that one and no other', async () => {
    const account = await openGovernedAccount();
    await grant(account, table, ['SELECT', 'DESCRIBE', 'INSERT'], ['DESCRIBE'], ENGINEER);
    expect(await errorOf(asEngineer(account, table, ['SELECT']))).toBe(denied);
    expect(await errorOf(asEngineer(account, table, ['DESCRIBE', 'INSERT']))).toBe(denied);
    await asEngineer(account, table, ['DESCRIBE'], ['DESCRIBE']);
    expect(resources(await list(account, of(ANALYST)))).toEqual([
      { Resource: { Table: shown }, Permissions: ['DESCRIBE'] },
    ]);
  });

  test('columns: those that are on a list with the grant option', async () => {
    const account = await openGovernedAccount();
    await grant(account, columns('id'), ['SELECT'], ['SELECT'], ENGINEER);
    await grant(account, columns('name'), ['SELECT'], [], ENGINEER);
    expect(await errorOf(asEngineer(account, columns('id', 'name'), ['SELECT']))).toBe(denied);
    expect(await errorOf(asEngineer(account, without('ssn', 'name'), ['SELECT']))).toBe(denied);
    expect(await errorOf(asEngineer(account, table, ['SELECT']))).toBe(denied);
    await asEngineer(account, columns('id'), ['SELECT']);
  });

  test('all columns with the grant option: any list', async () => {
    const account = await openGovernedAccount();
    await grant(account, table, ['SELECT'], ['SELECT'], ENGINEER);
    await asEngineer(account, without('ssn'), ['SELECT']);
    await asEngineer(account, columns('ssn'), ['SELECT'], [], STEWARD);
    expect(await errorOf(asEngineer(account, table, ['DROP'], [], STEWARD))).toBe(denied);
  });

  test('what is open to IAM can still not be granted by anybody', async () => {
    const account = await openGovernedAccount();
    await grant(account, table, ['ALL'], [], IAP);
    expect(await errorOf(asEngineer(account, table, ['SELECT']))).toBe(denied);
  });

  test('the answer does not tell what is there', async () => {
    const account = await openGovernedAccount();
    expect(
      await errorOf(
        asEngineer(account, { Table: { DatabaseName: 'lakehouse', Name: 'nothing' } }, ['SELECT']),
      ),
    ).toBe(denied);
    expect(
      await errorOf(account.lakeFormation(ENGINEER)('RevokePermissions', request(table, ['SELECT']))),
    ).toBe(denied);
  });
});

describe('revoking', () => {
  const none =
    'InvalidInputException: No permissions revoked. Grantee has no permissions and no grantable permissions on resource.';
  const notHeld = (...words: string[]) =>
    `InvalidInputException: No permissions revoked. Grantee does not have:[${words.join(', ')}]`;
  const invalid = 'InvalidInputException: Permissions modification is invalid.';

  test.each<[string, [object, string[], string[]?][], [object, string[]], string]>([
    ['what nobody granted', [], [table, ['SELECT']], none],
    ['ALL of some', [[table, ['DESCRIBE']]], [table, ['ALL']], notHeld('ALL')],
    [
      'more than there is',
      [[table, ['DESCRIBE']]],
      [table, ['DESCRIBE', 'SELECT', 'DROP']],
      notHeld('DROP', 'SELECT'),
    ],
    ['another exclude list', [[without('ssn'), ['SELECT']]], [without('name'), ['SELECT']], none],
    ['columns out of all columns', [[table, ['SELECT']]], [columns('ssn'), ['SELECT']], invalid],
    [
      'columns out of an exclude list',
      [[without('ssn'), ['SELECT']]],
      [columns('name'), ['SELECT']],
      invalid,
    ],
    [
      'columns that were not granted',
      [[columns('id'), ['SELECT']]],
      [columns('id', 'ssn'), ['SELECT']],
      notHeld('SELECT'),
    ],
    [
      'a column that is not there',
      [[columns('id'), ['SELECT']]],
      [columns('salary'), ['SELECT']],
      'InvalidInputException: Permissions modification is invalid. cannot grant/revoke permission on non-existent column.',
    ],
    ['on a database, what is on a table', [[table, ['DESCRIBE']]], [database, ['DESCRIBE']], none],
  ])('refuses %s', async (_, granted, revoked, error) => {
    const account = await openGovernedAccount();
    for (const args of granted) await grant(account, ...args);
    const before = await list(account, {});
    expect(await errorOf(revoke(account, ...revoked))).toBe(error);
    expect(await list(account, {})).toEqual(before);
  });

  test('a column grant beside other permissions ends with the text that Terraform waits for', async () => {
    const account = await openGovernedAccount();
    await grant(account, table, ['DESCRIBE']);
    await grant(account, without('ssn'), ['SELECT']);
    await revoke(account, without('ssn'), ['SELECT']);
    expect(await errorOf(revoke(account, without('ssn'), ['SELECT']))).toBe(none);
    expect(resources(await list(account, of(ANALYST)))).toEqual([
      { Resource: { Table: shown }, Permissions: ['DESCRIBE'] },
    ]);
  });

  test('the grant option alone', async () => {
    const account = await openGovernedAccount();
    await grant(account, table, ['DESCRIBE'], ['DESCRIBE']);
    await grant(account, columns('id', 'name'), ['SELECT'], ['SELECT']);
    await revoke(account, table, [], ['DESCRIBE']);
    await revoke(account, columns('id'), [], ['SELECT']);
    const listed = (await list(account, of(ANALYST))).map(({ Resource, PermissionsWithGrantOption }) => ({
      Resource,
      PermissionsWithGrantOption,
    }));
    expect(listed).toHaveLength(3);
    expect(listed).toContainEqual({
      Resource: { TableWithColumns: { ...shown, ColumnNames: ['id'] } },
      PermissionsWithGrantOption: [],
    });
    expect(listed).toContainEqual({
      Resource: { TableWithColumns: { ...shown, ColumnNames: ['name'] } },
      PermissionsWithGrantOption: ['SELECT'],
    });
    expect(listed).toContainEqual({ Resource: { Table: shown }, PermissionsWithGrantOption: [] });
  });

  test('ALL on a database leaves the tables alone', async () => {
    const account = await openGovernedAccount();
    await grant(account, database, ['ALL']);
    await grant(account, table, ['SELECT']);
    await revoke(account, database, ['DROP']);
    expect(resources(await list(account, { ...of(ANALYST), Resource: database }))[0]!.Permissions).toEqual([
      'ALTER',
      'CREATE_TABLE',
      'DESCRIBE',
    ]);
    expect(await list(account, { ...of(ANALYST), Resource: table })).toHaveLength(1);
  });

  test('grants on what is no longer there can be revoked', async () => {
    const account = await openGovernedAccount();
    await grant(account, without('ssn'), ['SELECT']);
    await account.glue()('DeleteTable', named);
    await revoke(account, without('ssn'), ['SELECT']);
    expect(await list(account, of(ANALYST))).toEqual([]);
  });
});

test('a batch: each entry stands for itself', async () => {
  const account = await openGovernedAccount();
  const entries = [
    { Id: '1', ...request(table, ['DESCRIBE']) },
    { Id: '2', ...request(database, ['SELECT']) },
    { Id: '3', ...request(without('ssn'), ['SELECT']) },
  ];
  const { Failures } = await account.lakeFormation()('BatchGrantPermissions', { Entries: entries });
  expect(Failures).toEqual([
    {
      RequestEntry: JSON.parse(JSON.stringify(entries[1])),
      Error: { ErrorCode: 'InvalidInputException', ErrorMessage: 'Permissions modification is invalid.' },
    },
  ]);
  expect(await list(account, of(ANALYST))).toHaveLength(2);
  const revoked = await account.lakeFormation()('BatchRevokePermissions', { Entries: entries });
  expect(revoked.Failures).toHaveLength(1);
  expect(await list(account, of(ANALYST))).toEqual([]);
  expect(
    await errorOf(account.lakeFormation()('BatchGrantPermissions', { Entries: [entries[0], entries[0]] })),
  ).toBe('InvalidInputException: Entry identifiers must be unique within a batch.');
});

test('the permissions below a path', async () => {
  const account = await openGovernedAccount();
  await grant(account, without('ssn'), ['SELECT']);
  const read = async (ResourceArn: string) =>
    (await account.lakeFormation()('GetEffectivePermissionsForPath', { ResourceArn }))
      .Permissions as Listed[];
  const below = await read('arn:aws:s3:::lake/lakehouse');
  expect(below.filter(({ Principal }) => JSON.stringify(Principal).includes('analyst'))).toHaveLength(1);
  expect(below).toHaveLength(3);
  expect(await read('arn:aws:s3:::lake/other')).toEqual([]);
});
