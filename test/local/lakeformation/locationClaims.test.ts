import { expect, test } from 'vitest';
import { openLocationClaims } from '../../../src/local/lakeformation/locationClaims';
import { DEPLOYER, openGovernedAccount } from '../glue/account';

const by = { grantee: DEPLOYER, now: new Date() };

test('locations, those of partitions elsewhere, and the place of metadata; literal, and by what changed since', async () => {
  const { catalog } = (await openGovernedAccount()).account;
  const claims = openLocationClaims(catalog);
  const names = (address: string) =>
    claims.enclosing(address).map(({ folder, tables }) => `${folder} ${tables.map(({ table }) => table)}`);
  expect(names('s3://lake/lakehouse/customers/data/a.parquet')).toEqual([
    's3://lake/lakehouse/customers/ customers',
  ]);
  expect(names('s3a://lake/lakehouse/customers')).toEqual(['s3://lake/lakehouse/customers/ customers']);
  for (const other of ['customers2', '/customers', 'x/../customers', 'Customers', '%63ustomers'])
    expect(names(`s3://lake/lakehouse/${other}/a`)).toEqual([]);

  catalog.createTable(
    'lakehouse',
    { Name: 'all', StorageDescriptor: { Location: 's3://lake/lakehouse//' }, PartitionKeys: [{ Name: 'p' }] },
    by,
  );
  expect(names('s3://lake/lakehouse/customers/a')).toEqual([
    's3://lake/lakehouse/customers/ customers',
    's3://lake/lakehouse/ all',
  ]);
  expect(claims.below('s3://lake/lakehouse').map(({ folder }) => folder)).toEqual([
    's3://lake/lakehouse/customers/',
    's3://lake/lakehouse/',
  ]);

  const partition = (place: string) => ({ Values: [place], StorageDescriptor: { Location: place } });
  catalog.addPartitions(
    'lakehouse',
    'all',
    [partition('s3://lake/lakehouse/p'), partition('s3://other/p')],
    new Date(),
  );
  expect(names('s3://lake/lakehouse/p/a')).toEqual(['s3://lake/lakehouse/ all']);
  expect(names('s3://other/p/a')).toEqual(['s3://other/p/ all']);
  catalog.dropTable('lakehouse', 'all');
  expect(names('s3://other/p/a')).toEqual([]);

  // Metadata alone makes a place a table's own only where no table is located.
  const Parameters = {
    table_type: 'ICEBERG',
    metadata_location: 's3://lake/lakehouse/customers/metadata/1.json',
  };
  catalog.createTable(
    'lakehouse',
    { Name: 'second', Parameters, StorageDescriptor: { Location: 's3://lake/second' } },
    by,
  );
  expect(names('s3://lake/lakehouse/customers/a')).toEqual(['s3://lake/lakehouse/customers/ customers']);
  catalog.dropTable('lakehouse', 'customers');
  expect(names('s3://lake/lakehouse/customers/a')).toEqual(['s3://lake/lakehouse/customers/ second']);
});
