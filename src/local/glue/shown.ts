import type { Database, Partition, Table } from '@aws-sdk/client-glue';
import type { Viewer } from './authorizedTable';
import type { CatalogDatabase, CatalogTable } from './catalog';

/** A database in the shape of the API. */
export const shownDatabase = (database: CatalogDatabase, { account }: Viewer): Database => ({
  ...database,
  CatalogId: account.id,
});

/** A table in the shape of the API. */
export function shownTable(table: CatalogTable, { account }: Viewer): Table {
  const location = table.StorageDescriptor?.Location;
  const registered =
    location !== undefined && account.lakeFormation.registeredLocation(location) !== undefined;
  return {
    ...table,
    CatalogId: account.id,
    IsRegisteredWithLakeFormation: registered,
    IsMultiDialectView: false,
  };
}

export const shownPartition = (partition: Partition, { account }: Viewer): Partition => ({
  ...partition,
  CatalogId: account.id,
});
