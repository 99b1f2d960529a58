import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  ANALYST,
  customers,
  DEPLOYER,
  ENGINEER,
  errorOf,
  IAP,
  openTestAccount,
  STEWARD,
} from '../glue/account';

const admin = (...principals: string[]) =>
  principals.map((DataLakePrincipalIdentifier) => ({ DataLakePrincipalIdentifier }));
const open = [{ Principal: { DataLakePrincipalIdentifier: IAP }, Permissions: ['ALL'] }];

describe('settings', () => {
  test('a fresh account: no administrators, everything that is made is open to IAM', async () => {
    const { lakeFormation } = openTestAccount();
    expect(await lakeFormation()('GetDataLakeSettings')).toEqual({
      DataLakeSettings: {
        DataLakeAdmins: [],
        ReadOnlyAdmins: [],
        CreateDatabaseDefaultPermissions: open,
        CreateTableDefaultPermissions: open,
        Parameters: { CROSS_ACCOUNT_VERSION: '1', SET_CONTEXT: 'TRUE' },
        TrustedResourceOwners: [],
        AllowExternalDataFiltering: false,
        AllowFullTableExternalDataAccess: false,
        ExternalDataFilteringAllowList: [],
        AuthorizedSessionTagValueList: [],
      },
    });
  });

  test('putting them replaces everything, the administrators too', async () => {
    const { lakeFormation } = openTestAccount();
    await lakeFormation()('PutDataLakeSettings', {
      DataLakeSettings: { DataLakeAdmins: admin(DEPLOYER, STEWARD), TrustedResourceOwners: ['210987654321'] },
    });
    await lakeFormation()('PutDataLakeSettings', {
      DataLakeSettings: { DataLakeAdmins: admin(STEWARD), Parameters: { CROSS_ACCOUNT_VERSION: '4' } },
    });
    expect((await lakeFormation()('GetDataLakeSettings')).DataLakeSettings).toMatchObject({
      DataLakeAdmins: admin(STEWARD),
      CreateDatabaseDefaultPermissions: [],
      CreateTableDefaultPermissions: [],
      TrustedResourceOwners: [],
      Parameters: { CROSS_ACCOUNT_VERSION: '4', SET_CONTEXT: 'TRUE' },
    });
  });

  test.each([
    [{ DataLakeAdmins: admin('deployer') }, 'InvalidInputException: Invalid principal format, deployer'],
    [
      {
        CreateDatabaseDefaultPermissions: [
          { Principal: { DataLakePrincipalIdentifier: ANALYST }, Permissions: ['ALL'] },
        ],
      },
      'InvalidInputException: Create Database Default not supported for principal',
    ],
    [
      {
        CreateTableDefaultPermissions: [
          { Principal: { DataLakePrincipalIdentifier: IAP }, Permissions: ['SELECT'] },
        ],
      },
      'InvalidInputException: Create Table Default not supported for principal',
    ],
    [{ DataLakeAdmins: 'me' }, 'SerializationException: Expected list or null'],
    [
      undefined,
      "ValidationException: 1 validation error detected: Value null at 'dataLakeSettings' failed to satisfy constraint: Member must not be null",
    ],
  ])('refuses %j', async (DataLakeSettings, error) => {
    const { lakeFormation } = openTestAccount();
    const before = await lakeFormation()('GetDataLakeSettings');
    expect(await errorOf(lakeFormation()('PutDataLakeSettings', { DataLakeSettings }))).toBe(error);
    expect(await lakeFormation()('GetDataLakeSettings')).toEqual(before);
  });
});

describe('defaults', () => {
  const close = { DataLakeSettings: { DataLakeAdmins: admin(DEPLOYER) } };

  test('open: IAM alone decides on what is made; closing the defaults does not touch it', async () => {
    const test = openTestAccount();
    await test.glue(ENGINEER)('CreateDatabase', { DatabaseInput: { Name: 'lakehouse' } });
    await test.glue(ENGINEER)('CreateTable', { DatabaseName: 'lakehouse', TableInput: customers });
    expect(
      await test.glue(ANALYST)('GetTable', { DatabaseName: 'lakehouse', Name: 'customers' }),
    ).toMatchObject({ Table: { CreatedBy: ENGINEER } });
    await test.lakeFormation()('PutDataLakeSettings', close);
    await test.glue(ANALYST)('GetTable', { DatabaseName: 'lakehouse', Name: 'customers' });
    await test.lakeFormation()('RevokePermissions', {
      Principal: { DataLakePrincipalIdentifier: IAP },
      Resource: { Table: { DatabaseName: 'lakehouse', Name: 'customers' } },
      Permissions: ['ALL'],
    });
    expect(
      await errorOf(test.glue(ANALYST)('GetTable', { DatabaseName: 'lakehouse', Name: 'customers' })),
    ).toBe(
      'AccessDeniedException: Insufficient Lake Formation permission(s): Required Describe on customers',
    );
  });

  test('closed: what is made is seen by its creator and by administrators', async () => {
    const test = openTestAccount();
    await test.glue(ENGINEER)('CreateDatabase', { DatabaseInput: { Name: 'sandbox' } });
    await test.lakeFormation()('PutDataLakeSettings', close);
    await test.glue(ENGINEER)('CreateTable', { DatabaseName: 'sandbox', TableInput: customers });
    const tables = async (as: string) =>
      ((await test.glue(as)('GetTables', { DatabaseName: 'sandbox' })).TableList as unknown[]).length;
    expect([await tables(ENGINEER), await tables(DEPLOYER), await tables(ANALYST)]).toEqual([1, 1, 0]);
    expect(await errorOf(test.glue(ANALYST)('CreateDatabase', { DatabaseInput: { Name: 'mine' } }))).toBe(
      'AccessDeniedException: Insufficient Lake Formation permission(s): Required Create Database on Catalog',
    );
  });

  test("a database's own defaults for tables go before those of the settings", async () => {
    const test = openTestAccount();
    await test.glue(ENGINEER)('CreateDatabase', {
      DatabaseInput: { Name: 'closed', CreateTableDefaultPermissions: [] },
    });
    await test.glue(ENGINEER)('CreateTable', { DatabaseName: 'closed', TableInput: customers });
    expect(await test.glue(ANALYST)('GetTables', { DatabaseName: 'closed' })).toMatchObject({
      TableList: [],
    });
  });
});

describe('registered locations', () => {
  const ResourceArn = 'arn:aws:s3:::lake/lakehouse';
  test('register, describe, list, update, deregister', async () => {
    const { lakeFormation } = openTestAccount();
    await lakeFormation()('RegisterResource', { ResourceArn, UseServiceLinkedRole: true });
    const info = {
      ResourceArn,
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/lakeformation.amazonaws.com/AWSServiceRoleForLakeFormationDataAccess`,
      LastModified: new Date('2026-01-02T03:04:05Z'),
      WithFederation: false,
      HybridAccessEnabled: false,
      WithPrivilegedAccess: false,
    };
    expect(await lakeFormation()('DescribeResource', { ResourceArn })).toEqual({ ResourceInfo: info });
    expect(
      await errorOf(lakeFormation()('RegisterResource', { ResourceArn, UseServiceLinkedRole: true })),
    ).toBe('AlreadyExistsException: Resource is already registered');
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/access`;
    await lakeFormation()('UpdateResource', { ResourceArn, RoleArn });
    expect(await lakeFormation()('ListResources')).toEqual({ ResourceInfoList: [{ ...info, RoleArn }] });
    const byArn = (Field: string, ComparisonOperator: string, ...StringValueList: string[]) =>
      lakeFormation()('ListResources', {
        FilterConditionList: [{ Field, ComparisonOperator, StringValueList }],
      });
    expect((await byArn('RESOURCE_ARN', 'BEGINS_WITH', 'arn:aws:s3:::lake')).ResourceInfoList).toHaveLength(
      1,
    );
    expect((await byArn('ROLE_ARN', 'NE', RoleArn)).ResourceInfoList).toHaveLength(0);
    await lakeFormation()('DeregisterResource', { ResourceArn });
    expect(await lakeFormation()('ListResources')).toEqual({ ResourceInfoList: [] });
    expect(await errorOf(lakeFormation()('DescribeResource', { ResourceArn }))).toBe(
      'EntityNotFoundException: Entity not found',
    );
    expect(await errorOf(lakeFormation()('DeregisterResource', { ResourceArn }))).toBe(
      'EntityNotFoundException: Entity not found',
    );
  });

  test('an address that is no place in S3, or no role', async () => {
    const { lakeFormation } = openTestAccount();
    expect(
      await errorOf(
        lakeFormation()('RegisterResource', { ResourceArn: 's3://lake', UseServiceLinkedRole: true }),
      ),
    ).toBe('InvalidInputException: Invalid resource ARN: s3://lake');
    expect(await errorOf(lakeFormation()('RegisterResource', { ResourceArn }))).toMatch(
      /^InvalidInputException: Either a role ARN or/,
    );
  });
});

test('who the caller is', async () => {
  expect(await openTestAccount().lakeFormation(ANALYST)('GetDataLakePrincipal')).toEqual({
    Identity: ANALYST,
  });
});
