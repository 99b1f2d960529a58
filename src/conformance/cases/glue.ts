import {
  CreateDatabaseCommand,
  CreatePartitionCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteDatabaseCommand,
  DeletePartitionCommand,
  DeleteTableCommand,
  DeleteTableVersionCommand,
  GetColumnStatisticsForTableCommand,
  GetDatabaseCommand,
  GetPartitionCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GetTablesCommand,
  GetTableVersionCommand,
  GetTableVersionsCommand,
  GetTagsCommand,
  type TableInput,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateDatabaseCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { attempt, steps } from '../attempt';
import type { ConformanceCase } from '../case';

const plain = (Name: string, more: Partial<TableInput> = {}): TableInput => ({
  Name,
  TableType: 'EXTERNAL_TABLE',
  StorageDescriptor: { Columns: [{ Name: 'id', Type: 'int' }] },
  ...more,
});

/** The Data Catalog: what is refused, and how; what is told of what is there. */
export const glue: readonly ConformanceCase[] = [
  {
    id: 'glue-databases',
    title: 'Databases that are there already or not there, and new names',
    needs: ['glue', 's3'],
    async run(scratch) {
      const client = await scratch.clients.glue();
      const Name = await scratch.inDatabase();
      const missing = `${Name}_missing`;
      return steps({
        'there already': () => attempt(client.send(new CreateDatabaseCommand({ DatabaseInput: { Name } }))),
        get: () => attempt(client.send(new GetDatabaseCommand({ Name: missing }))),
        delete: () => attempt(client.send(new DeleteDatabaseCommand({ Name: missing }))),
        update: () =>
          attempt(
            client.send(new UpdateDatabaseCommand({ Name: missing, DatabaseInput: { Name: missing } })),
          ),
        'another name': () =>
          attempt(client.send(new UpdateDatabaseCommand({ Name, DatabaseInput: { Name: missing } }))),
      });
    },
  },
  {
    id: 'glue-tables',
    title: 'A table that is not there, names by pattern, and the members of a plain table',
    needs: ['glue', 's3'],
    async run(scratch) {
      const client = await scratch.clients.glue();
      const DatabaseName = await scratch.inDatabase();
      for (const Name of ['plain_one', 'plain_two'])
        await client.send(new CreateTableCommand({ DatabaseName, TableInput: plain(Name) }));
      const search = (Expression: string) => () =>
        attempt(client.send(new GetTablesCommand({ DatabaseName, Expression })), ({ TableList }) =>
          TableList?.map(({ Name }) => Name).sort(),
        );
      const Name = 'no_table';
      return steps({
        table: () =>
          attempt(
            client.send(new GetTableCommand({ DatabaseName, Name: 'plain_one' })),
            ({ Table }) => Table,
          ),
        missing: () => attempt(client.send(new GetTableCommand({ DatabaseName, Name }))),
        'missing database': () =>
          attempt(client.send(new GetTableCommand({ DatabaseName: 'no_such_database', Name }))),
        delete: () => attempt(client.send(new DeleteTableCommand({ DatabaseName, Name }))),
        'there already': () =>
          attempt(client.send(new CreateTableCommand({ DatabaseName, TableInput: plain('plain_one') }))),
        'search plain_*': search('plain_*'),
        'search plain_.*': search('plain_.*'),
        'search lain': search('lain'),
        'search plain_one|plain_two': search('plain_one|plain_two'),
        statistics: () =>
          attempt(
            client.send(
              new GetColumnStatisticsForTableCommand({
                DatabaseName,
                TableName: 'plain_one',
                ColumnNames: ['id'],
              }),
            ),
            ({ ColumnStatisticsList, Errors }) => ({ ColumnStatisticsList, Errors }),
          ),
      });
    },
  },
  {
    id: 'glue-validation',
    title: 'Members that break the service model: one, several, and of the wrong type',
    needs: ['glue', 's3'],
    async run(scratch) {
      const client = await scratch.clients.glue();
      const DatabaseName = await scratch.inDatabase();
      const create = (TableInput: unknown) => () =>
        attempt(client.send(new CreateTableCommand({ DatabaseName, TableInput: TableInput as TableInput })));
      const missing = {} as CreateTableCommandInput;
      return steps({
        'no members': () => attempt(client.send(new CreateTableCommand(missing))),
        'empty name': create(plain('')),
        'name too long': create(plain('n'.repeat(256))),
        'two wrong members': create(plain('', { Owner: '' })),
        'column without name': create({ Name: 'c', StorageDescriptor: { Columns: [{ Type: 'int' }] } }),
        'a number for a name': create({ Name: 7 }),
        'a text for a list': create({ Name: 'l', PartitionKeys: 'none' }),
        'line break in a name': create(plain('a\nb')),
      });
    },
  },
  {
    id: 'glue-concurrent-update',
    title: 'UpdateTable with an old version, without one, and with another name',
    needs: ['glue', 's3'],
    async run(scratch) {
      const client = await scratch.clients.glue();
      const DatabaseName = await scratch.inDatabase();
      await client.send(new CreateTableCommand({ DatabaseName, TableInput: plain('contended') }));
      const update =
        (VersionId: string | undefined, TableInput = plain('contended'), SkipArchive = true) =>
        () =>
          attempt(client.send(new UpdateTableCommand({ DatabaseName, TableInput, VersionId, SkipArchive })));
      return steps({
        'version 0': update('0'),
        'version 0 again': update('0'),
        'a version to come': update('99'),
        'no version': update(undefined),
        'a version that is none': update('none'),
        'missing table': update(undefined, plain('no_table')),
        'another name': () =>
          attempt(
            client.send(
              new UpdateTableCommand({ DatabaseName, Name: 'contended', TableInput: plain('renamed') }),
            ),
          ),
        version: () =>
          attempt(
            client.send(new GetTableCommand({ DatabaseName, Name: 'contended' })),
            ({ Table }) => Table?.VersionId,
          ),
      });
    },
  },
  {
    id: 'glue-table-versions',
    title: 'Versions of a table, and those that are not there',
    needs: ['glue', 's3'],
    async run(scratch) {
      const client = await scratch.clients.glue();
      const DatabaseName = await scratch.inDatabase();
      const TableName = 'versioned';
      await client.send(new CreateTableCommand({ DatabaseName, TableInput: plain(TableName) }));
      for (const SkipArchive of [false, true])
        await client.send(
          new UpdateTableCommand({ DatabaseName, TableInput: plain(TableName), SkipArchive }),
        );
      const get = (VersionId?: string) => () =>
        attempt(
          client.send(new GetTableVersionCommand({ DatabaseName, TableName, VersionId })),
          ({ TableVersion }) => TableVersion?.VersionId,
        );
      const remove = (VersionId: string) => () =>
        attempt(client.send(new DeleteTableVersionCommand({ DatabaseName, TableName, VersionId })));
      return steps({
        list: () =>
          attempt(
            client.send(new GetTableVersionsCommand({ DatabaseName, TableName })),
            ({ TableVersions }) => TableVersions?.map(({ VersionId }) => VersionId),
          ),
        newest: get(),
        'not there': get('99'),
        'delete the newest': remove('2'),
        'delete what is not there': remove('99'),
        'delete an old one': remove('0'),
      });
    },
  },
  {
    id: 'glue-partitions',
    title: 'Partitions that are there already, do not fit, or are not there; expressions',
    needs: ['glue', 's3'],
    async run(scratch) {
      const client = await scratch.clients.glue();
      const DatabaseName = await scratch.inDatabase();
      const TableName = 'parted';
      const PartitionKeys = [
        { Name: 'region', Type: 'string' },
        { Name: 'day', Type: 'int' },
      ];
      await client.send(
        new CreateTableCommand({ DatabaseName, TableInput: plain(TableName, { PartitionKeys }) }),
      );
      const create =
        (...Values: string[]) =>
        () =>
          attempt(
            client.send(new CreatePartitionCommand({ DatabaseName, TableName, PartitionInput: { Values } })),
          );
      const search = (Expression: string) => () =>
        attempt(
          client.send(new GetPartitionsCommand({ DatabaseName, TableName, Expression })),
          ({ Partitions }) => Partitions?.map(({ Values }) => Values?.join('/')).sort(),
        );
      const PartitionValues = ['no', '0'];
      return steps({
        create: create('eu', '1'),
        another: create('us', '20'),
        'there already': create('eu', '1'),
        'too few values': create('eu'),
        'a number that is none': create('eu', 'one'),
        get: () =>
          attempt(client.send(new GetPartitionCommand({ DatabaseName, TableName, PartitionValues }))),
        delete: () =>
          attempt(client.send(new DeletePartitionCommand({ DatabaseName, TableName, PartitionValues }))),
        'of a missing table': () =>
          attempt(client.send(new GetPartitionsCommand({ DatabaseName, TableName: 'no_table' }))),
        'search numbers': search('day > 3'),
        'search both': search(`region IN ('eu', 'us') AND day BETWEEN 1 AND 5`),
        'search by pattern': search(`region LIKE 'e%'`),
        'unknown column': search('nothing = 1'),
        'no expression': search('region ='),
        'text for a number': search(`day = 'one'`),
      });
    },
  },
  {
    id: 'glue-iceberg-creation',
    title: 'Iceberg tables that Glue itself makes, and those that it refuses',
    needs: ['glue', 's3'],
    async run(scratch) {
      const client = await scratch.clients.glue();
      const DatabaseName = await scratch.inDatabase();
      const create = (
        Name: string,
        Columns: { Name: string; Type: string }[],
        Location?: string,
        more: object = {},
      ) =>
        attempt(
          client.send(
            new CreateTableCommand({
              DatabaseName,
              OpenTableFormatInput: { IcebergInput: { MetadataOperation: 'CREATE', Version: '2', ...more } },
              TableInput: plain(Name, { StorageDescriptor: { Columns, Location } }),
            }),
          ),
        );
      const id = [{ Name: 'id', Type: 'int' }];
      const at = (path: string) => scratch.at(`made_by_glue/${path}/`);
      return steps({
        made: async () => create('made_by_glue', [...id, { Name: 'Name', Type: 'string' }], await at('made')),
        'what is told of it': () =>
          attempt(client.send(new GetTableCommand({ DatabaseName, Name: 'made_by_glue' })), ({ Table }) => ({
            columns: Table?.StorageDescriptor?.Columns,
            parameters: Object.keys(Table?.Parameters ?? {}).sort(),
          })),
        'no location': () => create('glue_a', id),
        'no columns': async () => create('glue_b', [], await at('b')),
        'a type that is none': async () => create('glue_c', [{ Name: 'id', Type: 'stone' }], await at('c')),
        'a column twice': async () => create('glue_d', [...id, ...id], await at('d')),
        'another version': async () => create('glue_e', id, await at('e'), { Version: '9' }),
        'missing bucket': () => create('glue_f', id, `s3://${scratch.name('missing')}/f/`),
      });
    },
  },
  {
    id: 'glue-tags',
    title: 'Tags of databases, of tables, and of what is not there',
    needs: ['glue', 's3'],
    async run(scratch) {
      const client = await scratch.clients.glue();
      const { region, accountId } = scratch.target;
      const database = await scratch.inDatabase();
      const arn = (what: string) => `arn:aws:glue:${region}:${accountId}:${what}`;
      const get = (ResourceArn: string) => () =>
        attempt(client.send(new GetTagsCommand({ ResourceArn })), ({ Tags }) => Tags);
      const own = arn(`database/${database}`);
      return steps({
        tag: () => attempt(client.send(new TagResourceCommand({ ResourceArn: own, TagsToAdd: { a: '1' } }))),
        get: get(own),
        'untag another key': () =>
          attempt(client.send(new UntagResourceCommand({ ResourceArn: own, TagsToRemove: ['b'] }))),
        'missing database': get(arn(`database/${database}_missing`)),
        'a table': get(arn(`table/${database}/no_table`)),
        'no ARN': get('none'),
      });
    },
  },
];
