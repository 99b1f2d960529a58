import { GetTableCommand, GetTablesCommand } from '@aws-sdk/client-glue';
import {
  BatchGrantPermissionsCommand,
  DeregisterResourceCommand,
  DescribeResourceCommand,
  GetEffectivePermissionsForPathCommand,
  GrantPermissionsCommand,
  ListPermissionsCommand,
  type Permission,
  RegisterResourceCommand,
  type Resource,
  RevokePermissionsCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-lakeformation';
import { attempt, steps } from '../attempt';
import type { ConformanceCase } from '../case';
import { retryUntilKnown } from '../retryUntilKnown';
import type { Scratch } from '../scratch';

const EVERYBODY = 'IAM_ALLOWED_PRINCIPALS';
/** A role that was made just now is no principal yet. */
const NOT_KNOWN_YET = /Invalid principal/;

/** Grants or revokes, for one principal on one resource. */
async function permissions(scratch: Scratch, principal: string) {
  const client = await scratch.clients.lakeFormation();
  const Principal = { DataLakePrincipalIdentifier: principal };
  return {
    grant: (Resource: Resource, Permissions: Permission[], PermissionsWithGrantOption: Permission[] = []) =>
      client.send(
        new GrantPermissionsCommand({ Principal, Resource, Permissions, PermissionsWithGrantOption }),
      ),
    revoke: (Resource: Resource, Permissions: Permission[]) =>
      client.send(new RevokePermissionsCommand({ Principal, Resource, Permissions })),
  };
}

/** Lake Formation: grants, locations, and what a role sees that may not see everything. */
export const lakeFormation: readonly ConformanceCase[] = [
  {
    id: 'lake-formation-grant-refusals',
    title: 'Grants that are refused',
    needs: ['glue', 'iam', 'lakeformation', 'athena', 's3', 'sts'],
    async run(scratch) {
      await scratch.icebergTable('granted', 'id int, ssn string');
      const { arn } = await scratch.reader();
      const client = await scratch.clients.lakeFormation();
      const to = await permissions(scratch, arn);
      const nobody = await permissions(scratch, 'nobody');
      const [DatabaseName, Name] = [scratch.database, 'granted'];
      const table: Resource = { Table: { DatabaseName, Name } };
      const columns = (ColumnNames: string[]): Resource => ({
        TableWithColumns: { DatabaseName, Name, ColumnNames },
      });
      const hidden: Resource = {
        TableWithColumns: { DatabaseName, Name, ColumnWildcard: { ExcludedColumnNames: ['ssn'] } },
      };
      await retryUntilKnown(NOT_KNOWN_YET, () => to.grant(table, ['DESCRIBE']));
      const grant =
        (resource: Resource, given: string[], option: string[] = []) =>
        () =>
          attempt(to.grant(resource, given as Permission[], option as Permission[]));
      return steps({
        'held already': grant(table, ['DESCRIBE']),
        'no permission of a table': grant(table, ['CREATE_TABLE']),
        'no permission of a database': grant({ Database: { Name: DatabaseName } }, ['SELECT']),
        'no permission of columns': grant(columns(['id']), ['INSERT']),
        'no permission at all': grant(table, []),
        'a word that is none': grant(table, ['STONE']),
        'an option without its permission': grant(table, ['DESCRIBE'], ['ALTER']),
        'an option on all but some columns': grant(hidden, ['SELECT'], ['SELECT']),
        'a column that is not there': grant(columns(['nothing']), ['SELECT']),
        'a table that is not there': grant({ Table: { DatabaseName, Name: 'no_table' } }, ['DESCRIBE']),
        'two resources': grant({ ...table, Database: { Name: DatabaseName } }, ['DESCRIBE']),
        'no resource': grant({}, ['DESCRIBE']),
        'a table without a name': grant({ Table: { DatabaseName } }, ['DESCRIBE']),
        'a principal that is none': () => attempt(nobody.grant(table, ['DESCRIBE'])),
        'two entries with one id': () =>
          attempt(
            client.send(
              new BatchGrantPermissionsCommand({
                Entries: [1, 2].map(() => ({
                  Id: 'one',
                  Principal: { DataLakePrincipalIdentifier: arn },
                  Resource: table,
                  Permissions: ['DESCRIBE' as const],
                })),
              }),
            ),
            ({ Failures }) => Failures,
          ),
      });
    },
  },
  {
    id: 'lake-formation-revoke-refusals',
    title: 'What cannot be revoked, because it is not held',
    needs: ['glue', 'iam', 'lakeformation', 'athena', 's3', 'sts'],
    async run(scratch) {
      await scratch.icebergTable('revoked', 'id int, ssn string');
      const { arn } = await scratch.reader();
      const to = await permissions(scratch, arn);
      const [DatabaseName, Name] = [scratch.database, 'revoked'];
      const table: Resource = { Table: { DatabaseName, Name } };
      const revoke = (resource: Resource, given: Permission[]) => () => attempt(to.revoke(resource, given));
      return steps({
        'nothing held': revoke(table, ['DESCRIBE']),
        granted: () => attempt(retryUntilKnown(NOT_KNOWN_YET, () => to.grant(table, ['DESCRIBE']))),
        'another permission': revoke(table, ['ALTER']),
        'one held, one not': revoke(table, ['DESCRIBE', 'ALTER']),
        all: revoke(table, ['ALL']),
        'select, not held': revoke({ TableWithColumns: { DatabaseName, Name, ColumnNames: ['id'] } }, [
          'SELECT',
        ]),
        held: revoke(table, ['DESCRIBE']),
        'once more': revoke(table, ['DESCRIBE']),
        'a table that is not there': revoke({ Table: { DatabaseName, Name: 'no_table' } }, ['DESCRIBE']),
      });
    },
  },
  {
    id: 'lake-formation-read-back',
    title: 'Grants as ListPermissions and GetEffectivePermissionsForPath tell them',
    needs: ['glue', 'iam', 'lakeformation', 'athena', 's3', 'sts'],
    async run(scratch) {
      await scratch.icebergTable('listed', 'id int, ssn string');
      const { arn } = await scratch.reader();
      const client = await scratch.clients.lakeFormation();
      const to = await permissions(scratch, arn);
      const [DatabaseName, Name] = [scratch.database, 'listed'];
      const table: Resource = { Table: { DatabaseName, Name } };
      const given: Permission[] = ['SELECT', 'DESCRIBE', 'INSERT'];
      await retryUntilKnown(NOT_KNOWN_YET, () => to.grant(table, given));
      const own = (list: { Principal?: { DataLakePrincipalIdentifier?: string } }[] = []) =>
        list
          .filter(({ Principal }) => Principal?.DataLakePrincipalIdentifier === arn)
          .map(({ Principal: _, ...told }) => told);
      return steps({
        'by table': () =>
          attempt(client.send(new ListPermissionsCommand({ Resource: table })), (answer) =>
            own(answer.PrincipalResourcePermissions),
          ),
        'by table and principal': () =>
          attempt(
            client.send(
              new ListPermissionsCommand({
                Resource: table,
                Principal: { DataLakePrincipalIdentifier: arn },
              }),
            ),
            (answer) => own(answer.PrincipalResourcePermissions),
          ),
        'by columns': () =>
          attempt(
            client.send(
              new ListPermissionsCommand({
                Resource: { TableWithColumns: { DatabaseName, Name, ColumnWildcard: {} } },
              }),
            ),
          ),
        'by path': async () =>
          attempt(
            client.send(
              new GetEffectivePermissionsForPathCommand({
                ResourceArn: `arn:aws:s3:::${await scratch.bucket()}/listed`,
              }),
            ),
            ({ Permissions }) => own(Permissions),
          ),
      });
    },
  },
  {
    id: 'lake-formation-locations',
    title: 'Locations that are registered twice, or not at all',
    needs: ['lakeformation', 'iam', 's3'],
    async run(scratch) {
      const client = await scratch.clients.lakeFormation();
      const ResourceArn = `arn:aws:s3:::${await scratch.bucket()}/located`;
      const other = `${ResourceArn}-not`;
      const RoleArn = `arn:aws:iam::${scratch.target.accountId}:role/any`;
      const register =
        (arn: string, more: object = { UseServiceLinkedRole: true }) =>
        () =>
          attempt(client.send(new RegisterResourceCommand({ ResourceArn: arn, ...more })), () => {
            scratch.laterItem('lake formation location', arn);
            return 'done';
          });
      return steps({
        register: register(ResourceArn),
        again: register(ResourceArn),
        describe: () =>
          attempt(
            client.send(new DescribeResourceCommand({ ResourceArn })),
            ({ ResourceInfo }) => ResourceInfo,
          ),
        'describe another': () => attempt(client.send(new DescribeResourceCommand({ ResourceArn: other }))),
        'update another': () =>
          attempt(client.send(new UpdateResourceCommand({ ResourceArn: other, RoleArn }))),
        'deregister another': () =>
          attempt(client.send(new DeregisterResourceCommand({ ResourceArn: other }))),
        'no role': register(other, {}),
        'both roles': register(other, { UseServiceLinkedRole: true, RoleArn }),
        'no ARN': register('none'),
      });
    },
  },
  {
    id: 'hidden-column',
    title: 'A role that may see all columns but one, and before that nothing',
    needs: ['athena', 'glue', 'iam', 'lakeformation', 's3', 'sts'],
    async run(scratch) {
      await scratch.icebergTable('people', 'id int, name string, ssn string', `(1, 'Ada', '123-45-6789')`);
      const { arn, clients } = await scratch.reader();
      const [DatabaseName, Name] = [scratch.database, 'people'];
      const location = `arn:aws:s3:::${await scratch.bucket()}/people`;
      const lake = await scratch.clients.lakeFormation();
      await lake.send(new RegisterResourceCommand({ ResourceArn: location, UseServiceLinkedRole: true }));
      scratch.laterItem('lake formation location', location);
      const everybody = await permissions(scratch, EVERYBODY);
      // Where new tables are closed already, there is nothing to take back.
      await attempt(everybody.revoke({ Table: { DatabaseName, Name } }, ['ALL']));
      const athena = await clients.athena();
      const glueClient = await clients.glue();
      const query = (text: string) => () => scratch.sql(text, { athena, wanted: 'rows' });
      const seen = {
        all: query('SELECT * FROM people'),
        count: query('SELECT count(*) FROM people'),
        hidden: query('SELECT ssn FROM people'),
        'not there': query('SELECT nothing FROM people'),
        condition: query(`SELECT id FROM people WHERE ssn = '1'`),
        describe: query('DESCRIBE people'),
        columns: query('SHOW COLUMNS IN people'),
        schema: query(
          `SELECT column_name FROM information_schema.columns WHERE table_schema = '${DatabaseName}' AND table_name = 'people'`,
        ),
        table: () =>
          attempt(glueClient.send(new GetTableCommand({ DatabaseName, Name })), ({ Table }) =>
            Table?.StorageDescriptor?.Columns?.map((column) => column.Name),
          ),
        tables: () =>
          attempt(glueClient.send(new GetTablesCommand({ DatabaseName })), ({ TableList }) =>
            TableList?.some((table) => table.Name === Name),
          ),
      };
      const without = await steps(seen);
      const to = await permissions(scratch, arn);
      const described: Resource = { Table: { DatabaseName, Name } };
      await retryUntilKnown(NOT_KNOWN_YET, () => to.grant(described, ['DESCRIBE']));
      const describeOnly = await steps({ all: seen.all, count: seen.count, table: seen.table });
      const visible: Resource = {
        TableWithColumns: { DatabaseName, Name, ColumnWildcard: { ExcludedColumnNames: ['ssn'] } },
      };
      await to.grant(visible, ['SELECT']);
      const writes = {
        insert: query(`INSERT INTO people VALUES (2, 'Bob', '0')`),
        delete: query('DELETE FROM people'),
      };
      return {
        'without any grant': without,
        'with DESCRIBE only': describeOnly,
        'with all columns but one': await steps(seen),
        'writes without the right': await steps(writes),
        'the right to write': await attempt(to.grant(described, ['INSERT', 'DELETE'])),
        'writes with it': await steps(writes),
        'DDL in a registered location': await scratch.sql('ALTER TABLE people ADD COLUMNS (more string)'),
      };
    },
  },
];
