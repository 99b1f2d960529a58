import { expect, test } from 'vitest';
import {
  ANALYST,
  column,
  customers,
  DEPLOYER,
  errorOf,
  IAP,
  openGovernedAccount,
  STEWARD,
  type TestAccount,
} from '../glue/account';

const table = { Table: { DatabaseName: 'lakehouse', Name: 'customers' } };
const allTables = { Table: { DatabaseName: 'lakehouse', TableWildcard: {} } };
const columns = (...ColumnNames: string[]) => ({
  TableWithColumns: { DatabaseName: 'lakehouse', Name: 'customers', ColumnNames },
});
const without = (...ExcludedColumnNames: string[]) => ({
  TableWithColumns: { DatabaseName: 'lakehouse', Name: 'customers', ColumnWildcard: { ExcludedColumnNames } },
});
const database = { Database: { Name: 'lakehouse' } };

interface Step {
  grant?: object;
  revoke?: object;
  to?: string;
  permissions: string[];
  option?: string[];
}

async function apply(
  account: TestAccount,
  { grant, revoke, to = ANALYST, permissions, option }: Step,
): Promise<void> {
  await account.lakeFormation()(grant ? 'GrantPermissions' : 'RevokePermissions', {
    Principal: { DataLakePrincipalIdentifier: to },
    Resource: grant ?? revoke,
    Permissions: permissions,
    PermissionsWithGrantOption: option,
  });
}

function access(account: TestAccount, grantee = ANALYST) {
  const { catalog, lakeFormation } = account.account;
  const table = catalog.table('lakehouse', 'customers')!;
  const found = lakeFormation.tableAccess(grantee, table);
  const columns = (table.StorageDescriptor?.Columns ?? []).map(({ Name }) => Name!);
  return {
    permissions: [...found.permissions].sort().join(' '),
    columns: columns
      .filter((name) => found.selects({ name }))
      .sort()
      .join(' '),
    visible: found.visible,
  };
}

const ALL = 'ALL ALTER DELETE DESCRIBE DROP INSERT SELECT';
const nothing = { permissions: '', columns: '', visible: false };

test.each<{ name: string; steps: Step[]; sees: ReturnType<typeof access> }>([
  { name: 'no grant: nothing', steps: [], sees: nothing },
  {
    name: 'SELECT on the table: all columns',
    steps: [{ grant: table, permissions: ['SELECT'] }],
    sees: { permissions: 'SELECT', columns: 'id name ssn', visible: true },
  },
  {
    name: 'DESCRIBE alone: the table, and no column to SELECT',
    steps: [{ grant: table, permissions: ['DESCRIBE'] }],
    sees: { permissions: 'DESCRIBE', columns: '', visible: true },
  },
  {
    name: 'an include list: those columns, and no SELECT on the table',
    steps: [{ grant: columns('id', 'name'), permissions: ['SELECT'] }],
    sees: { permissions: '', columns: 'id name', visible: true },
  },
  {
    name: 'an include list of all columns is still a list',
    steps: [{ grant: columns('id', 'name', 'ssn'), permissions: ['SELECT'] }],
    sees: { permissions: '', columns: 'id name ssn', visible: true },
  },
  {
    name: 'an exclude list: the others',
    steps: [{ grant: without('ssn'), permissions: ['SELECT'] }],
    sees: { permissions: '', columns: 'id name', visible: true },
  },
  {
    name: 'names of columns are not case-sensitive',
    steps: [{ grant: without('SSN'), permissions: ['SELECT'] }],
    sees: { permissions: '', columns: 'id name', visible: true },
  },
  {
    name: 'a wildcard that excludes nothing is a SELECT on the table',
    steps: [{ grant: without(), permissions: ['SELECT'] }],
    sees: { permissions: 'SELECT', columns: 'id name ssn', visible: true },
  },
  {
    name: 'two include lists are added',
    steps: [
      { grant: columns('id'), permissions: ['SELECT'] },
      { grant: columns('ssn'), permissions: ['SELECT'] },
    ],
    sees: { permissions: '', columns: 'id ssn', visible: true },
  },
  {
    name: 'an include list fills the gap of an exclude list: all there is and will be',
    steps: [
      { grant: without('ssn'), permissions: ['SELECT'] },
      { grant: columns('ssn'), permissions: ['SELECT'] },
    ],
    sees: { permissions: 'SELECT', columns: 'id name ssn', visible: true },
  },
  {
    name: 'two exclude lists hide what both exclude',
    steps: [
      { grant: without('ssn', 'name'), permissions: ['SELECT'] },
      { grant: without('ssn'), permissions: ['SELECT'] },
    ],
    sees: { permissions: '', columns: 'id name', visible: true },
  },
  {
    name: 'permissions of several grants are added',
    steps: [
      { grant: without('ssn'), permissions: ['SELECT'] },
      { grant: table, permissions: ['DESCRIBE', 'INSERT'] },
    ],
    sees: { permissions: 'DESCRIBE INSERT', columns: 'id name', visible: true },
  },
  {
    name: 'ALL is everything',
    steps: [{ grant: table, permissions: ['ALL'] }],
    sees: { permissions: ALL, columns: 'id name ssn', visible: true },
  },
  {
    name: 'a second grant on all tables opens what a column list hides',
    steps: [
      { grant: without('ssn'), permissions: ['SELECT'] },
      { grant: allTables, permissions: ['SELECT'] },
    ],
    sees: { permissions: 'SELECT', columns: 'id name ssn', visible: true },
  },
  {
    name: 'database permissions are no table permissions',
    steps: [{ grant: database, permissions: ['ALL'] }],
    sees: nothing,
  },
  {
    name: 'IAM_ALLOWED_PRINCIPALS: IAM alone decides, whatever else is granted',
    steps: [
      { grant: without('ssn'), permissions: ['SELECT'] },
      { grant: table, to: IAP, permissions: ['ALL'] },
    ],
    sees: { permissions: ALL, columns: 'id name ssn', visible: true },
  },
  {
    name: "IAM_ALLOWED_PRINCIPALS revoked: Lake Formation's grants count again",
    steps: [
      { grant: without('ssn'), permissions: ['SELECT'] },
      { grant: table, to: IAP, permissions: ['ALL'] },
      { revoke: table, to: IAP, permissions: ['ALL'] },
    ],
    sees: { permissions: '', columns: 'id name', visible: true },
  },
  {
    name: 'a grant to all IAM principals of the account',
    steps: [{ grant: table, to: '123456789012:IAMPrincipals', permissions: ['SELECT'] }],
    sees: { permissions: 'SELECT', columns: 'id name ssn', visible: true },
  },
  {
    name: "another account's group is another's",
    steps: [{ grant: table, to: '210987654321:IAMPrincipals', permissions: ['SELECT'] }],
    sees: nothing,
  },
  {
    name: 'what is revoked is gone',
    steps: [
      { grant: without('ssn'), permissions: ['SELECT'] },
      { revoke: without('ssn'), permissions: ['SELECT'] },
    ],
    sees: nothing,
  },
  {
    name: 'columns are revoked out of an include list',
    steps: [
      { grant: columns('id', 'name', 'ssn'), permissions: ['SELECT'] },
      { revoke: columns('ssn'), permissions: ['SELECT'] },
    ],
    sees: { permissions: '', columns: 'id name', visible: true },
  },
  {
    name: 'SELECT revoked on the table takes every list of columns',
    steps: [
      { grant: columns('id'), permissions: ['SELECT'] },
      { grant: without('ssn'), permissions: ['SELECT'] },
      { revoke: table, permissions: ['SELECT'] },
    ],
    sees: nothing,
  },
  {
    name: 'one permission revoked of ALL leaves the others',
    steps: [
      { grant: table, permissions: ['ALL'] },
      { revoke: table, permissions: ['SELECT'] },
    ],
    sees: { permissions: 'ALTER DELETE DESCRIBE DROP INSERT', columns: '', visible: true },
  },
  {
    name: 'another of ALL leaves SELECT',
    steps: [
      { grant: table, permissions: ['ALL'] },
      { revoke: table, permissions: ['DROP'] },
    ],
    sees: { permissions: 'ALTER DELETE DESCRIBE INSERT SELECT', columns: 'id name ssn', visible: true },
  },
  {
    name: 'ALL revoked leaves nothing, also what was granted beside it',
    steps: [
      { grant: table, permissions: ['ALL', 'SELECT', 'DROP'] },
      { revoke: table, permissions: ['ALL'] },
    ],
    sees: nothing,
  },
  {
    name: 'a revoke on one table does not touch the grant on all tables',
    steps: [
      { grant: table, permissions: ['SELECT'] },
      { grant: allTables, permissions: ['SELECT'] },
      { revoke: table, permissions: ['SELECT'] },
    ],
    sees: { permissions: 'SELECT', columns: 'id name ssn', visible: true },
  },
])('$name', async ({ steps, sees }) => {
  const account = await openGovernedAccount();
  for (const step of steps) await apply(account, step);
  expect(access(account)).toEqual(sees);
});

test('a column that is added later shows under an exclude list, not under an include list', async () => {
  const account = await openGovernedAccount();
  await apply(account, { grant: without('ssn'), permissions: ['SELECT'] });
  await apply(account, { grant: columns('id', 'name'), to: STEWARD, permissions: ['SELECT'] });
  const evolved = {
    ...customers,
    StorageDescriptor: {
      ...customers.StorageDescriptor,
      Columns: [...customers.StorageDescriptor.Columns, column('email')],
    },
  };
  account.account.catalog.replaceTable('lakehouse', evolved, '0', new Date());
  expect(access(account).columns).toBe('email id name');
  expect(access(account, STEWARD).columns).toBe('id name');
});

test('a table whose columns the catalog does not list is never a SELECT on the whole table for a list of columns', async () => {
  const account = await openGovernedAccount();
  await apply(account, { grant: columns('id'), permissions: ['SELECT'] });
  await apply(account, { grant: without('ssn'), to: STEWARD, permissions: ['SELECT'] });
  const { StorageDescriptor: _, ...bare } = customers;
  account.account.catalog.replaceTable('lakehouse', bare, '0', new Date());
  expect(access(account)).toEqual({ permissions: '', columns: '', visible: true });
  expect(access(account, STEWARD)).toEqual({ permissions: '', columns: '', visible: true });
});

test('grants go by names: a table that is dropped and made again has them, but not the ones of another name', async () => {
  const account = await openGovernedAccount();
  await apply(account, { grant: without('ssn'), permissions: ['SELECT'] });
  await account.glue()('DeleteTable', { DatabaseName: 'lakehouse', Name: 'customers' });
  await account.glue()('CreateTable', { DatabaseName: 'lakehouse', TableInput: customers });
  await account.glue()('CreateTable', {
    DatabaseName: 'lakehouse',
    TableInput: { ...customers, Name: 'customers2' },
  });
  expect(access(account).columns).toBe('id name');
  const other = account.account.catalog.table('lakehouse', 'customers2')!;
  expect(account.account.lakeFormation.tableAccess(ANALYST, other).visible).toBe(false);
});

test('an administrator describes everything, and selects, alters and drops nothing that was not granted', async () => {
  const account = await openGovernedAccount();
  await account.lakeFormation()('PutDataLakeSettings', {
    DataLakeSettings: {
      DataLakeAdmins: [{ DataLakePrincipalIdentifier: STEWARD }],
      ReadOnlyAdmins: [{ DataLakePrincipalIdentifier: ANALYST }],
    },
  });
  expect(access(account, STEWARD)).toEqual({ permissions: 'DESCRIBE', columns: '', visible: true });
  expect(access(account, ANALYST)).toEqual({ permissions: 'DESCRIBE', columns: '', visible: true });
  const { lakeFormation } = account.account;
  expect(lakeFormation.isAdmin(STEWARD)).toBe(true);
  expect(lakeFormation.isAdmin(ANALYST)).toBe(false);
  expect(lakeFormation.mayCreateDatabase(STEWARD)).toBe(true);
  expect(lakeFormation.mayCreateDatabase(ANALYST)).toBe(false);
  expect([...lakeFormation.databaseAccess(STEWARD, 'lakehouse').permissions]).toEqual(['DESCRIBE']);
});

test('the creator holds everything, with the grant option', async () => {
  const account = await openGovernedAccount();
  expect(access(account, DEPLOYER)).toEqual({ permissions: ALL, columns: 'id name ssn', visible: true });
  const { PrincipalResourcePermissions } = await account.lakeFormation()('ListPermissions', {
    Principal: { DataLakePrincipalIdentifier: DEPLOYER },
    Resource: table,
  });
  const all = ['ALL', 'ALTER', 'DELETE', 'DESCRIBE', 'DROP', 'INSERT'];
  expect(PrincipalResourcePermissions).toMatchObject([
    {
      Resource: { TableWithColumns: { Name: 'customers', ColumnWildcard: {} } },
      Permissions: ['SELECT'],
      PermissionsWithGrantOption: ['SELECT'],
    },
    { Resource: { Table: { Name: 'customers' } }, Permissions: all, PermissionsWithGrantOption: all },
  ]);
});

test('a database is visible by its own permissions, or by any table of it that is there', async () => {
  const account = await openGovernedAccount();
  const { lakeFormation } = account.account;
  expect(lakeFormation.databaseAccess(ANALYST, 'lakehouse').visible).toBe(false);
  await apply(account, { grant: without('ssn'), permissions: ['SELECT'] });
  expect(lakeFormation.databaseAccess(ANALYST, 'lakehouse')).toMatchObject({ visible: true });
  expect(lakeFormation.databaseAccess(ANALYST, 'lakehouse').permissions.size).toBe(0);
  account.account.catalog.dropTable('lakehouse', 'customers');
  expect(lakeFormation.databaseAccess(ANALYST, 'lakehouse').visible).toBe(false);
  await apply(account, { grant: database, permissions: ['CREATE_TABLE'] });
  expect([...lakeFormation.databaseAccess(ANALYST, 'lakehouse').permissions]).toEqual(['CREATE_TABLE']);
});

test('locations: who may point the catalog at a registered one', async () => {
  const account = await openGovernedAccount();
  const { lakeFormation } = account.account;
  expect(lakeFormation.mayUseLocation(ANALYST, 's3://lake/lakehouse/t')).toBe(true);
  await account.lakeFormation()('RegisterResource', {
    ResourceArn: 'arn:aws:s3:::lake/lakehouse',
    UseServiceLinkedRole: true,
  });
  expect(lakeFormation.registeredLocation('s3://lake/lakehouse/t/')).toBe('arn:aws:s3:::lake/lakehouse');
  expect(lakeFormation.registeredLocation('s3://lake/lakehouse2/t')).toBeUndefined();
  expect(lakeFormation.mayUseLocation(ANALYST, 's3://lake/lakehouse/t')).toBe(false);
  expect(lakeFormation.mayUseLocation(ANALYST, 's3://lake/lakehouse2/t')).toBe(true);
  expect(lakeFormation.mayUseLocation(DEPLOYER, 's3://lake/lakehouse/t')).toBe(true);
  const location = { DataLocation: { ResourceArn: 'arn:aws:s3:::lake/lakehouse' } };
  await apply(account, { grant: location, permissions: ['DATA_LOCATION_ACCESS'] });
  expect(lakeFormation.mayUseLocation(ANALYST, 's3://lake/lakehouse/t')).toBe(true);
  expect(
    await errorOf(
      apply(account, {
        grant: { DataLocation: { ResourceArn: 'arn:aws:s3:::other' } },
        permissions: ['DATA_LOCATION_ACCESS'],
      }),
    ),
  ).toBe('InvalidInputException: Please register the S3 path before granting permissions on it.');
});
