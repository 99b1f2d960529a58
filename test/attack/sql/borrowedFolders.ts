import type { TableInput } from '@aws-sdk/client-glue';
import { LAKE, type Lakehouse } from '../../local/athena/lakehouse';
import type { Attack } from '../suite';
import { borrower, COMMA, fresh, got, LAZY_SIMPLE, ownFolder, PARQUET, SPELLINGS, strings } from './borrower';
import { answer, callAs, glueOf, grant, tableOf } from './world';

const TEXT_FOLDERS = ['lakehouse/people_csv', 'lakehouse/people_by_ssn', 'sandbox/private_csv'];
export const borrowedFolders = TEXT_FOLDERS.flatMap((folder) =>
  ['lakehouse', 'sandbox'].flatMap((database) =>
    SPELLINGS.map(
      ([name, address]): Attack<Lakehouse> => ({
        name: `${folder} by CREATE EXTERNAL TABLE in ${database}, ${name}`,
        run: async () => {
          const table = `${database}.${fresh()}`;
          await answer(
            borrower(),
            `CREATE EXTERNAL TABLE ${table} (id string, name string, ssn string) ${COMMA} LOCATION '${address(folder)}'`,
          );
          return got(table);
        },
        always:
          database === 'lakehouse' && folder === 'lakehouse/people_csv' && ['plain', 's3a'].includes(name),
      }),
    ),
  ),
);

const storage = (Location: string, serde = LAZY_SIMPLE): TableInput['StorageDescriptor'] => ({
  Columns: strings('id', 'name', 'ssn'),
  Location,
  SerdeInfo: { SerializationLibrary: serde, Parameters: { 'field.delim': ',' } },
});
const ABOVE = 'a partition above which the table lies';
/** Ways to point the catalog at a folder of text or Parquet files. */
const WAYS: [
  name: string,
  make: (database: string, name: string, location: string, serde: string) => Promise<unknown>,
][] = [
  [
    'CreateTable',
    (DatabaseName, Name, location, serde) =>
      glueOf(borrower())('CreateTable', {
        DatabaseName,
        TableInput: { Name, TableType: 'EXTERNAL_TABLE', StorageDescriptor: storage(location, serde) },
      }),
  ],
  [
    'UpdateTable',
    async (DatabaseName, Name, location, serde) => {
      const glue = glueOf(borrower());
      const own = ownFolder(DatabaseName);
      await glue('CreateTable', {
        DatabaseName,
        TableInput: { Name, StorageDescriptor: storage(own, serde) },
      });
      await glue('UpdateTable', {
        DatabaseName,
        TableInput: { Name, StorageDescriptor: storage(location, serde) },
      });
    },
  ],
  [
    'AdditionalLocations',
    (DatabaseName, Name, location, serde) =>
      glueOf(borrower())('CreateTable', {
        DatabaseName,
        TableInput: {
          Name,
          StorageDescriptor: {
            ...storage(ownFolder(DatabaseName), serde),
            AdditionalLocations: [location],
          },
        },
      }),
  ],
  ...(['CreatePartition', 'BatchCreatePartition', 'UpdatePartition'] as const).map(
    (
      operation,
    ): [string, (database: string, name: string, location: string, serde: string) => Promise<unknown>] => [
      operation,
      async (DatabaseName, Name, location, serde) => {
        const glue = glueOf(borrower());
        const own = ownFolder(DatabaseName);
        await glue('CreateTable', {
          DatabaseName,
          TableInput: { Name, StorageDescriptor: storage(own, serde), PartitionKeys: strings('part') },
        });
        const at = (Location: string) => ({ Values: ['p'], StorageDescriptor: storage(Location, serde) });
        const named = { DatabaseName, TableName: Name };
        if (operation === 'CreatePartition')
          return glue(operation, { ...named, PartitionInput: at(location) });
        if (operation === 'BatchCreatePartition')
          return glue(operation, { ...named, PartitionInputList: [at(location)] });
        await glue('CreatePartition', { ...named, PartitionInput: at(`${own}/part=p`) });
        return glue(operation, { ...named, PartitionValueList: ['p'], PartitionInput: at(location) });
      },
    ],
  ),
  [
    ABOVE,
    async (DatabaseName, Name, location, serde) => {
      const glue = glueOf(borrower());
      const above = `s3://${LAKE}/${DatabaseName}`;
      await glue('CreateTable', {
        DatabaseName,
        TableInput: { Name, StorageDescriptor: storage(above, serde), PartitionKeys: strings('part') },
      });
      await glue('CreatePartition', {
        DatabaseName,
        TableName: Name,
        PartitionInput: { Values: ['p'], StorageDescriptor: storage(location, serde) },
      });
    },
  ],
];
const FOLDERS: [folder: string, serde: string][] = [
  ['lakehouse/people_csv', LAZY_SIMPLE],
  ['lakehouse/people_parquet', PARQUET],
  ['lakehouse/customers/data', PARQUET],
  ['lakehouse/visits', PARQUET],
  ['sandbox/private_csv', LAZY_SIMPLE],
  ['sandbox/private/data', PARQUET],
];
export const borrowedByCatalog = WAYS.flatMap(([name, make]) =>
  FOLDERS.flatMap(([folder, serde]) =>
    ['lakehouse', 'sandbox'].flatMap((database) =>
      (['plain', 's3a'] as const).map(
        (spelling): Attack<Lakehouse> => ({
          name: `${folder} by ${name} in ${database}, ${spelling}`,
          run: async () => {
            const table = fresh();
            const location = SPELLINGS.find(([one]) => one === spelling)![1](folder);
            await make(database, table, location, serde).catch(() => undefined);
            return got(`${database}.${table}`);
          },
          always:
            database === 'lakehouse' &&
            folder.startsWith('lakehouse/') &&
            folder !== 'lakehouse/visits' &&
            spelling === 'plain' &&
            ['CreateTable', 'UpdateTable', ABOVE].includes(name),
        }),
      ),
    ),
  ),
);

/** The same by who has all rights: it works, or is refused in words. */
export const ownedFolders: Attack<Lakehouse>[] = FOLDERS.map(([folder, serde]) => ({
  name: `an external table over ${folder} by the administrator and the engineer`,
  always: true,
  run: async (world) => {
    const { account } = world;
    const table = fresh();
    const by = callAs(account, 'lakehouse-engineer');
    await grant(world, 'lakehouse-engineer', { Database: { Name: 'lakehouse' } }, [
      'CREATE_TABLE',
      'DESCRIBE',
    ]);
    await grant(
      world,
      'lakehouse-engineer',
      { DataLocation: { ResourceArn: `arn:aws:s3:::${LAKE}/lakehouse` } },
      ['DATA_LOCATION_ACCESS'],
    );
    const refused = await glueOf(by)('CreateTable', {
      DatabaseName: 'lakehouse',
      TableInput: { Name: table, StorageDescriptor: storage(`s3://${LAKE}/${folder}`, serde) },
    }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    if (refused !== undefined)
      return /Insufficient|not supported/i.test(refused) ? undefined : `refused as ${refused}`;
    await grant(world, 'lakehouse-engineer', tableOf(`lakehouse.${table}`), ['SELECT']);
    const found = await answer(by, `SELECT * FROM lakehouse.${table}`);
    if (found.state === 'SUCCEEDED')
      return found.rows.length > 3 ? undefined : `it has ${found.rows.length - 1} rows`;
    return /^[A-Z_]+: |^Insufficient/.test(found.reason) ? undefined : `refused as ${found.reason}`;
  },
}));
