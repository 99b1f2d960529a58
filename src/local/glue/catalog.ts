import type { Database, DatabaseInput, Partition, PartitionInput, Table, TableInput } from '@aws-sdk/client-glue';

/** A table as Glue's API shows it, with names that are surely there. `VersionId` counts from "0". */
export type CatalogTable = Table & { Name: string; DatabaseName: string; VersionId: string };
export type CatalogDatabase = Database & { Name: string };

/**
 * Databases, tables and partitions of the account; durable. Names are lower case. No method checks rights.
 * @throws AwsError EntityNotFoundException, AlreadyExistsException, ConcurrentModificationException, with Glue's texts
 */
export interface Catalog {
  databases(): CatalogDatabase[];
  database(name: string): CatalogDatabase | undefined;
  createDatabase(input: DatabaseInput, now: Date): void;
  dropDatabase(name: string): void;
  tables(database: string): CatalogTable[];
  table(database: string, name: string): CatalogTable | undefined;
  createTable(database: string, input: TableInput, by: { grantee: string; now: Date }): void;
  /**
   * Replaces a table's definition. `expectedVersion` is the VersionId that was read: when another writer came first it
   * throws ConcurrentModificationException and changes nothing. This compare-and-swap is the Iceberg commit.
   */
  replaceTable(database: string, input: TableInput, expectedVersion: string | undefined, now: Date): void;
  dropTable(database: string, name: string): void;
  partitions(database: string, table: string): Partition[];
  addPartitions(database: string, table: string, partitions: PartitionInput[], now: Date): void;
}
