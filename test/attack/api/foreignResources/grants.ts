import { ACCOUNT } from '../../../local/gateway/account';
import type { Attack } from '../../suite';
import { json, type Lake, type Who } from '../lake';
import { answered } from '../verdict';
import { foreign, type Input } from './things';

/** Lake Formation: grants and settings of who is not its administrator. */

export const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/lakehouse-${name}`;
export const principal = (id: string) => ({ DataLakePrincipalIdentifier: id });

/** What a grant could be about. */
const RESOURCES: Record<string, Input> = {
  'the catalog': { Catalog: {} },
  'a database': { Database: { Name: 'governed' } },
  'a database of a catalog': { Database: { CatalogId: ACCOUNT, Name: 'GOVERNED' } },
  'a database by a pattern': { Database: { Name: '*' } },
  'a table': { Table: { DatabaseName: 'governed', Name: 'plans' } },
  'all tables': { Table: { DatabaseName: 'governed', TableWildcard: {} } },
  'all tables by their name': { Table: { DatabaseName: 'governed', Name: 'ALL_TABLES', TableWildcard: {} } },
  'a table by a pattern': { Table: { DatabaseName: 'governed', Name: '*' } },
  columns: { TableWithColumns: { DatabaseName: 'governed', Name: 'plans', ColumnNames: ['a'] } },
  'all columns': { TableWithColumns: { DatabaseName: 'governed', Name: 'plans', ColumnWildcard: {} } },
  'columns that are shut out': {
    TableWithColumns: {
      DatabaseName: 'governed',
      Name: 'plans',
      ColumnWildcard: { ExcludedColumnNames: ['p'] },
    },
  },
  'a location': { DataLocation: { ResourceArn: 'arn:aws:s3:::own-bucket/x' } },
  'two resources': { Database: { Name: 'sandbox' }, Table: { DatabaseName: 'governed', Name: 'plans' } },
  'a resource and a prototype': { Table: { DatabaseName: 'governed', Name: 'plans' }, constructor: {} },
};
const PERMISSIONS: Record<string, string[]> = {
  Catalog: ['CREATE_DATABASE'],
  Database: ['ALL'],
  Table: ['ALL'],
  TableWithColumns: ['SELECT'],
  DataLocation: ['DATA_LOCATION_ACCESS'],
};
const PRINCIPALS = [
  role('tenant'),
  role('analyst'),
  'IAM_ALLOWED_PRINCIPALS',
  `arn:aws:iam::${ACCOUNT}:root`,
  ACCOUNT,
  '*',
  `arn:aws:iam::${ACCOUNT}:role/*`,
  `${ACCOUNT}:IAMPrincipals`,
];
const grants = async (lake: Lake) =>
  (await json(lake, 'deployer', 'lakeformation', 'ListPermissions', {})).body;
const settings = async (lake: Lake) =>
  (await json(lake, 'deployer', 'lakeformation', 'GetDataLakeSettings', {})).body +
  (await json(lake, 'deployer', 'lakeformation', 'ListResources', {})).body;

const granting: Attack<Lake>[] = Object.entries(RESOURCES).flatMap(([name, Resource]) =>
  ['GrantPermissions', 'RevokePermissions'].flatMap((operation) =>
    PRINCIPALS.map((id) =>
      foreign(
        `${operation} on ${name} for ${id}`,
        'tenant',
        (lake) =>
          json(lake, 'tenant', 'lakeformation', operation, {
            Principal: principal(operation === 'GrantPermissions' ? id : role('engineer')),
            Resource,
            Permissions: PERMISSIONS[Object.keys(Resource)[0]!],
          }),
        grants,
      ),
    ).slice(0, operation === 'GrantPermissions' ? undefined : 1),
  ),
);
const batches: Attack<Lake>[] = Object.entries(RESOURCES).flatMap(([name, Resource]) =>
  ['BatchGrantPermissions', 'BatchRevokePermissions'].map((operation) =>
    foreign(
      `${operation} on ${name}`,
      'tenant',
      (lake) =>
        json(lake, 'tenant', 'lakeformation', operation, {
          Entries: [
            {
              Id: '1',
              Principal: principal(operation.startsWith('BatchG') ? role('tenant') : role('engineer')),
              Resource,
              Permissions: PERMISSIONS[Object.keys(Resource)[0]!],
            },
          ],
        }),
      grants,
      { lenient: true },
    ),
  ),
);
const SETTING: [string, Input][] = [
  ['PutDataLakeSettings', { DataLakeSettings: { DataLakeAdmins: [principal(role('tenant'))] } }],
  ['RegisterResource', { ResourceArn: 'arn:aws:s3:::own-bucket', UseServiceLinkedRole: true }],
  ['DeregisterResource', { ResourceArn: 'arn:aws:s3:::own-bucket' }],
  ['UpdateResource', { ResourceArn: 'arn:aws:s3:::own-bucket', RoleArn: role('tenant') }],
  ['GetDataLakeSettings', {}],
];
const setting: Attack<Lake>[] = SETTING.flatMap(([operation, input]) =>
  (['analyst', 'engineer', 'tenant', 'watcher', 'confused'] as Who[]).map((who) =>
    foreign(operation, who, (lake) => json(lake, who, 'lakeformation', operation, input), settings),
  ),
);
const listing: Attack<Lake>[] = [
  {},
  { Principal: principal(role('engineer')) },
  { Resource: { Database: { Name: 'governed' } } },
  { Resource: { Table: { DatabaseName: 'governed', Name: 'plans' } } },
  { Resource: { Table: { DatabaseName: 'governed', TableWildcard: {} } } },
  { Principal: principal('*') },
  { ResourceType: 'TABLE' },
].map((input, i) => ({
  name: `ListPermissions tells what others were granted (${i + 1})`,
  run: async (lake) => {
    const { body } = await json(lake, 'tenant', 'lakeformation', 'ListPermissions', input);
    return body.includes(role('engineer')) ? 'it tells the grant of the engineer' : undefined;
  },
}));

const own: Attack<Lake>[] = [
  {
    name: 'ListPermissions of itself (tenant)',
    run: async (lake) =>
      answered(
        await json(lake, 'tenant', 'lakeformation', 'ListPermissions', {
          Principal: principal(role('tenant')),
        }),
      ),
  },
  {
    name: 'GrantPermissions (deployer)',
    run: async (lake) =>
      answered(
        await json(lake, 'deployer', 'lakeformation', 'GrantPermissions', {
          Principal: principal(role('analyst')),
          Resource: RESOURCES['a table'],
          Permissions: ['DESCRIBE'],
        }),
      ),
  },
];

export const grantsOfOthers: Record<string, Attack<Lake>[]> = {
  'Lake Formation: grants that are not to be given': granting,
  'Lake Formation: grants in a batch': batches,
  'Lake Formation: settings': setting,
  'Lake Formation: lists': listing,
  'Lake Formation: what is allowed': own,
};
