import { createHash } from 'node:crypto';
import type {
  Database,
  DatabaseInput,
  Partition,
  PartitionInput,
  StorageDescriptor,
  Table,
  TableInput,
} from '@aws-sdk/client-glue';
import { AwsError } from '../errors';
import type { Store } from '../store/store';
import { timestamp } from './timestamp';

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
  /** Replaces what is known of a database; its name stays. */
  replaceDatabase(name: string, input: DatabaseInput): void;
  /** Removes a database and all that is in it. */
  dropDatabase(name: string): void;
  tables(database: string): CatalogTable[];
  table(database: string, name: string): CatalogTable | undefined;
  createTable(database: string, input: TableInput, by: { grantee: string; now: Date }): void;
  /**
   * Replaces a table's definition. `expectedVersion` is the VersionId that was read: when another writer came first it
   * throws ConcurrentModificationException and changes nothing. This compare-and-swap is the Iceberg commit.
   * The definition that was there is kept as a version, unless `skipArchive`. `alongside` writes to the store in the same
   * transaction.
   */
  replaceTable(
    database: string,
    input: TableInput,
    expectedVersion: string | undefined,
    now: Date,
    options?: { skipArchive?: boolean; alongside?: () => void },
  ): void;
  dropTable(database: string, name: string): void;
  /** The table and its archived definitions, newest first. */
  tableVersions(database: string, name: string): CatalogTable[];
  /** Forgets an archived definition. The current one cannot be forgotten. */
  dropTableVersion(database: string, name: string, version: string): void;
  /** All partitions of a table, in the order of their values. */
  partitions(database: string, table: string): Partition[];
  partition(database: string, table: string, values: string[]): Partition | undefined;
  /** Adds all of the partitions or, when one is there already or does not fit, none. */
  addPartitions(database: string, table: string, partitions: PartitionInput[], now: Date): void;
  /** Replaces one partition; its values may change. */
  replacePartition(database: string, table: string, values: string[], input: PartitionInput, now: Date): void;
  dropPartition(database: string, table: string, values: string[]): void;
  /**
   * Tables that were changed, made or dropped (with their partitions, too) after a moment, and the moment that it is now.
   * Moments count within this process; before the first one all tables are new.
   */
  changedSince(moment?: number): { moment: number; tables: { database: string; table: string }[] };
}

/** "For Hive compatibility, this is folded to lowercase when it is stored" (Glue API reference). */
export const foldName = (name: string): string => name.toLowerCase();

/** Parts of a key are parted by a line feed, which no name in Glue can hold. */
const keyOf = (...parts: string[]): string => parts.join('\n');
const below = (...parts: string[]): string => `${keyOf(...parts)}\n`;
const versionKey = (version: string): string => version.padStart(12, '0');
/** Partition values may be longer together than a key may be. */
const valuesKey = (values: string[]): string =>
  createHash('sha256').update(JSON.stringify(values)).digest('hex');

/** Opens the catalog that lives in the account's store. */
export function openCatalog(store: Store): Catalog {
  const databases = store.table<CatalogDatabase>('glue.databases');
  const tables = store.table<CatalogTable>('glue.tables');
  const versions = store.table<CatalogTable>('glue.tableVersions');
  const partitions = store.table<Partition>('glue.partitions');

  const changes = new Map<string, { moment: number; database: string; table: string }>();
  let moment = 0;
  const changed = ({ DatabaseName: database, Name: table }: Pick<CatalogTable, 'DatabaseName' | 'Name'>) =>
    void changes.set(keyOf(database, table), { moment: ++moment, database, table });

  const needDatabase = (name: string): CatalogDatabase => {
    const found = databases.get(foldName(name));
    if (!found) throw databaseNotFound(name);
    return found;
  };
  const needTable = (database: string, name: string): CatalogTable => {
    needDatabase(database);
    const found = tables.get(keyOf(foldName(database), foldName(name)));
    if (!found) throw tableNotFound(name);
    return found;
  };
  const removeAll = (
    table: { list(prefix: string): { key: string }[]; remove(key: string): boolean },
    prefix: string,
  ) => {
    for (const { key } of table.list(prefix)) table.remove(key);
  };
  const partitionKey = (table: CatalogTable, values: string[]) =>
    keyOf(table.DatabaseName, table.Name, valuesKey(values));
  const putPartition = (table: CatalogTable, input: PartitionInput, created: Date) => {
    const values = input.Values ?? [];
    if (values.length !== (table.PartitionKeys ?? []).length)
      throw new AwsError(
        'InvalidInputException',
        'The number of partition keys do not match the number of partition values',
      );
    const key = partitionKey(table, values);
    if (partitions.get(key)) throw new AwsError('AlreadyExistsException', 'Partition already exists.');
    partitions.put(key, {
      ...defined({
        LastAccessTime: timestamp(input.LastAccessTime),
        LastAnalyzedTime: timestamp(input.LastAnalyzedTime),
        Parameters: input.Parameters,
        StorageDescriptor: completeStorage(input.StorageDescriptor),
      }),
      Values: values,
      DatabaseName: table.DatabaseName,
      TableName: table.Name,
      CreationTime: created,
    });
  };

  const catalog: Catalog = {
    databases: () => databases.list().map(({ value }) => value),
    database: (name) => databases.get(foldName(name)),

    createDatabase: (input, now) =>
      store.transaction(() => {
        const database = databaseFrom(input, now);
        if (databases.get(database.Name))
          throw new AwsError('AlreadyExistsException', 'Database already exists.');
        databases.put(database.Name, database);
      }),

    replaceDatabase: (name, input) =>
      store.transaction(() => {
        const old = needDatabase(name);
        databases.put(old.Name, { ...databaseFrom({ ...input, Name: old.Name }, old.CreateTime!) });
      }),

    dropDatabase: (name) =>
      store.transaction(() => {
        const database = needDatabase(name).Name;
        for (const { value } of tables.list(below(database))) changed(value);
        for (const table of [tables, versions, partitions]) removeAll(table, below(database));
        databases.remove(database);
      }),

    tables: (database) => tables.list(below(needDatabase(database).Name)).map(({ value }) => value),
    table: (database, name) => tables.get(keyOf(foldName(database), foldName(name))),

    createTable: (database, input, by) =>
      store.transaction(() => {
        const inDatabase = needDatabase(database).Name;
        const key = keyOf(inDatabase, foldName(input.Name!));
        if (tables.get(key)) throw tableExists();
        const times = { CreateTime: by.now, UpdateTime: by.now, CreatedBy: by.grantee };
        tables.put(key, { ...tableFrom(inDatabase, input), ...times, VersionId: '0' });
        changed({ DatabaseName: inDatabase, Name: foldName(input.Name!) });
      }),

    replaceTable: (database, input, expectedVersion, now, options = {}) =>
      store.transaction(() => {
        const old = needTable(database, input.Name!);
        if (expectedVersion !== undefined && expectedVersion !== old.VersionId)
          throw new AwsError(
            'ConcurrentModificationException',
            'Update table failed due to concurrent modifications.',
          );
        const key = keyOf(old.DatabaseName, old.Name);
        if (!options.skipArchive) versions.put(keyOf(key, versionKey(old.VersionId)), old);
        tables.put(key, {
          ...tableFrom(old.DatabaseName, input),
          ...defined({ CreateTime: old.CreateTime, CreatedBy: old.CreatedBy }),
          UpdateTime: now,
          VersionId: String(Number(old.VersionId) + 1),
        });
        options.alongside?.();
        changed(old);
      }),

    dropTable: (database, name) =>
      store.transaction(() => {
        const table = needTable(database, name);
        for (const parts of [versions, partitions]) removeAll(parts, below(table.DatabaseName, table.Name));
        tables.remove(keyOf(table.DatabaseName, table.Name));
        changed(table);
      }),

    tableVersions: (database, name) => {
      const table = needTable(database, name);
      const archived = versions.list(below(table.DatabaseName, table.Name)).map(({ value }) => value);
      return [table, ...archived.reverse()];
    },

    dropTableVersion: (database, name, version) =>
      store.transaction(() => {
        const table = needTable(database, name);
        if (version === table.VersionId)
          throw new AwsError('InvalidInputException', 'Cannot delete the latest version of the table.');
        if (!versions.remove(keyOf(table.DatabaseName, table.Name, versionKey(version))))
          throw versionNotFound();
      }),

    partitions: (database, name) => {
      const table = needTable(database, name);
      const found = partitions.list(below(table.DatabaseName, table.Name)).map(({ value }) => value);
      return found.sort((a, b) => compareValues(a.Values ?? [], b.Values ?? []));
    },

    partition: (database, name, values) => partitions.get(partitionKey(needTable(database, name), values)),

    addPartitions: (database, name, inputs, now) =>
      store.transaction(() => {
        const table = needTable(database, name);
        for (const input of inputs) putPartition(table, input, now);
        changed(table);
      }),

    replacePartition: (database, name, values, input, now) =>
      store.transaction(() => {
        const table = needTable(database, name);
        const key = partitionKey(table, values);
        const old = partitions.get(key);
        if (!old) throw partitionNotFound();
        partitions.remove(key);
        putPartition(table, { ...input, Values: input.Values ?? values }, old.CreationTime ?? now);
        changed(table);
      }),

    dropPartition: (database, name, values) =>
      store.transaction(() => {
        const table = needTable(database, name);
        if (!partitions.remove(partitionKey(table, values))) throw partitionNotFound();
        changed(table);
      }),

    changedSince: (since) => {
      if (since === moment) return { moment, tables: [] };
      const found =
        since === undefined
          ? tables.list().map(({ value }) => ({ database: value.DatabaseName, table: value.Name }))
          : [...changes.values()].filter((change) => change.moment > since);
      return { moment, tables: found.map(({ database, table }) => ({ database, table })) };
    },
  };
  return catalog;
}

export const databaseNotFound = (name: string): AwsError =>
  new AwsError('EntityNotFoundException', `Database ${foldName(name)} not found.`);
export const tableNotFound = (name: string): AwsError =>
  new AwsError('EntityNotFoundException', `Table ${foldName(name)} not found.`);
export const tableExists = (): AwsError => new AwsError('AlreadyExistsException', 'Table already exists.');
export const versionNotFound = (): AwsError => new AwsError('EntityNotFoundException', 'Version not found.');
export const partitionNotFound = (): AwsError =>
  new AwsError('EntityNotFoundException', 'Cannot find partition.');

function databaseFrom(input: DatabaseInput, created: Date): CatalogDatabase {
  return {
    ...defined({
      Description: input.Description,
      LocationUri: input.LocationUri,
      Parameters: input.Parameters,
      CreateTableDefaultPermissions: input.CreateTableDefaultPermissions,
      TargetDatabase: input.TargetDatabase,
    }),
    Name: foldName(input.Name!),
    CreateTime: created,
  };
}

function tableFrom(database: string, input: TableInput): Omit<CatalogTable, 'VersionId'> {
  return {
    ...defined({
      Description: input.Description,
      Owner: input.Owner,
      LastAccessTime: timestamp(input.LastAccessTime),
      LastAnalyzedTime: timestamp(input.LastAnalyzedTime),
      StorageDescriptor: completeStorage(input.StorageDescriptor),
      ViewOriginalText: input.ViewOriginalText,
      ViewExpandedText: input.ViewExpandedText,
      TableType: input.TableType,
      Parameters: input.Parameters,
      TargetTable: input.TargetTable,
    }),
    Name: foldName(input.Name!),
    DatabaseName: database,
    Retention: input.Retention ?? 0,
    PartitionKeys: input.PartitionKeys ?? [],
  };
}

/** Glue fills in what a client leaves out of a storage descriptor. */
function completeStorage(storage: StorageDescriptor | undefined): StorageDescriptor | undefined {
  if (!storage) return undefined;
  return {
    Columns: [],
    Compressed: false,
    NumberOfBuckets: 0,
    SortColumns: [],
    StoredAsSubDirectories: false,
    ...defined(storage),
  };
}

/** Without the members that are not there, so that what is stored reads back as it was sent. */
function defined<T extends object>(members: T): T {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null),
  ) as T;
}

function compareValues(a: string[], b: string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left = '', right = ''] = [a[i], b[i]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
