import { tableFiles } from '../../../src/local/athena/execution/tableFiles';
import { glueColumns, readMetadata, type TableMetadata, writeMetadata } from '../../../src/local/iceberg';
import { LAKE, type Lakehouse } from '../../local/athena/lakehouse';
import type { Attack } from '../suite';
import { borrower, COMMA, fresh, got, strings } from './borrower';
import { ALL_GOVERNED, answer, glueOf, grant, put } from './world';

const columnsThere = async (world: Lakehouse, at: string) =>
  glueColumns(await readMetadata(at, tableFiles(world.account)));
const metadataOf = (world: Lakehouse, database: string, name: string): string =>
  world.account.catalog.table(database, name)!.Parameters!.metadata_location!;
const VICTIMS: [database: string, table: string][] = [
  ['lakehouse', 'customers'],
  ['lakehouse', 'visits'],
  ['sandbox', 'private'],
];
/** An own Iceberg entry of the catalog over metadata. */
async function entry(
  world: Lakehouse,
  database: string,
  Name: string,
  metadata: string,
  location: string | undefined,
  columns: string,
) {
  const StorageDescriptor = {
    Columns: await columnsThere(world, columns),
    ...(location ? { Location: location } : {}),
  };
  const Parameters = { table_type: 'ICEBERG', metadata_location: metadata };
  await glueOf(borrower())('CreateTable', {
    DatabaseName: database,
    TableInput: { Name, TableType: 'EXTERNAL_TABLE', Parameters, StorageDescriptor },
  }).catch(() => undefined);
}
const PLACES: [
  name: string,
  location: (victim: string, database: string, own: string) => string | undefined,
][] = [
  ['its own location', (_, database, own) => `s3://${LAKE}/${database}/${own}`],
  ['the victim’s location', (victim) => `s3://${LAKE}/${victim}`],
  ['the victim’s location with a slash', (victim) => `s3://${LAKE}/${victim}/`],
  ['the location above', (_, database) => `s3://${LAKE}/${database}`],
  ['the location above by s3a', (_, database) => `s3a://${LAKE}/${database}/`],
  ['the bucket', () => `s3://${LAKE}/`],
  ['no location', () => undefined],
];
export const borrowedMetadata = VICTIMS.flatMap(([of, victim]) =>
  ['lakehouse', 'sandbox'].flatMap((database) =>
    PLACES.flatMap(([name, place]): Attack<Lakehouse>[] => [
      {
        name: `metadata_location of ${of}.${victim} in ${database}, ${name}`,
        always:
          of === 'lakehouse' &&
          database === 'lakehouse' &&
          name !== 'its own location' &&
          name !== 'the bucket',
        run: async (world) => {
          const own = fresh();
          const at = metadataOf(world, of, victim);
          await entry(world, database, own, at, place(`${of}/${victim}`, database, own), at);
          return got(`${database}.${own}`);
        },
      },
      {
        name: `a copy of the metadata of ${of}.${victim} in ${database}, ${name}`,
        always: victim === 'customers' && database === 'lakehouse' && name.startsWith('the location above'),
        run: async (world) => {
          const own = fresh();
          const files = tableFiles(world.account);
          const theirs = metadataOf(world, of, victim);
          const metadata: TableMetadata = await readMetadata(theirs, files);
          const path = `s3://${LAKE}/${database}/${own}/metadata`;
          const at = await writeMetadata({ ...metadata, properties: { 'write.metadata.path': path } }, files);
          await entry(world, database, own, at, place(`${of}/${victim}`, database, own), theirs);
          return got(`${database}.${own}`);
        },
      },
    ]),
  ),
);

export const borrowedOtherwise: Attack<Lakehouse>[] = [
  ...['customers', 'visits', 'members'].map((victim) => ({
    name: `CREATE TABLE (Iceberg) at ${victim}, then INSERT`,
    run: async () => {
      const own = `lakehouse.${fresh()}`;
      await answer(
        borrower(),
        `CREATE TABLE ${own} (id bigint, name string, ssn string) LOCATION 's3://${LAKE}/lakehouse/${victim}' TBLPROPERTIES ('table_type'='ICEBERG')`,
      );
      return got(own);
    },
  })),
  ...['lakehouse/customers', 'lakehouse', 'sandbox/private'].map((folder) => ({
    name: `CreateTable with IcebergInput at ${folder}`,
    always: folder.startsWith('lakehouse'),
    run: async (world: Lakehouse) => {
      const own = fresh();
      const glue = glueOf(borrower());
      const DatabaseName = folder.split('/')[0]!;
      const TableInputOf = {
        Name: own,
        StorageDescriptor: { Columns: strings('id', 'name', 'ssn'), Location: `s3://${LAKE}/${folder}` },
      };
      await glue('CreateTable', {
        DatabaseName,
        TableInput: TableInputOf,
        OpenTableFormatInput: { IcebergInput: { MetadataOperation: 'CREATE', Version: '2' } },
      }).catch(() => undefined);
      const made = world.account.catalog.table(DatabaseName, own);
      if (made) {
        const victim =
          folder === 'sandbox/private'
            ? metadataOf(world, 'sandbox', 'private')
            : metadataOf(world, 'lakehouse', 'customers');
        const { Name, StorageDescriptor, Parameters } = made;
        await glue('UpdateTable', {
          DatabaseName,
          TableInput: {
            Name,
            StorageDescriptor: { ...StorageDescriptor, Columns: await columnsThere(world, victim) },
            Parameters: { ...Parameters, metadata_location: victim },
          },
        }).catch(() => undefined);
      }
      return got(`${DatabaseName}.${own}`);
    },
  })),
  ...ALL_GOVERNED.map(({ table }) => ({
    name: `a view over ${table}, of the borrower’s own`,
    run: async () => {
      const own = `sandbox.${fresh()}`;
      await answer(borrower(), `CREATE VIEW ${own} AS SELECT * FROM ${table}`);
      return got(own);
    },
  })),
  {
    name: 'a database at the place of a table, then a table in it',
    run: async (world: Lakehouse) => {
      const own = fresh();
      await grant(world, 'lakehouse-analyst', { Catalog: {} }, ['CREATE_DATABASE']);
      await glueOf(borrower())('CreateDatabase', {
        DatabaseInput: { Name: own, LocationUri: `s3://${LAKE}/lakehouse/people_csv` },
      }).catch(() => undefined);
      await answer(
        borrower(),
        `CREATE EXTERNAL TABLE ${own}.t (id string, name string, ssn string) ${COMMA} LOCATION 's3://${LAKE}/lakehouse/people_csv'`,
      );
      return got(`${own}.t`);
    },
  },
  {
    name: 'a file with a star in its name, in a registered place',
    run: async (world: Lakehouse) => {
      const folder = `lakehouse/people_cs*`;
      await put(world, `${folder}/people.csv`, '1,Eve,x\n');
      const own = `lakehouse.${fresh()}`;
      await answer(
        borrower(),
        `CREATE EXTERNAL TABLE ${own} (id string, name string, ssn string) ${COMMA} LOCATION 's3://${LAKE}/${folder}/'`,
      );
      return got(own);
    },
  },
];
