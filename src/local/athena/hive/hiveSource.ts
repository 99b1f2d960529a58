import type { Partition } from '@aws-sdk/client-glue';
import type { Scan } from '../../../sql/catalog/catalogResolver';
import { type CsvFile, csvFormat, csvSource } from '../../engine/source/csvSource';
import { AwsError } from '../../errors';
import type { CatalogTable } from '../../glue/catalog';
import { parseS3Uri } from '../../s3/objectStore';
import { tableLocation } from '../execution/catalogView';
import { hiveColumnType } from '../execution/columnType';
import { failure } from '../execution/failure';
import type { Run } from '../execution/run';
import { authorizeFiles, authorizeListing, type TableStorage } from '../execution/storageAccess';
import { LAZY_SIMPLE_SERDE, OPEN_CSV_SERDE, PARQUET_SERDE } from './hiveFormat';
import { hiveParquetSource } from './hiveParquetSource';

/** A file of an external table. */
export interface HiveFile {
  path: string;
  size: number;
  /** Values of the partition keys, by lower-case name; null is Hive's default partition. */
  partition?: Record<string, string | null>;
}

/** What Hive writes for a partition key that is NULL. */
const NULL_PARTITION = '__HIVE_DEFAULT_PARTITION__';

/** The rows of an external table, from the files below its location (or its partitions' locations). */
export async function hiveSource(scan: Scan, table: CatalogTable, run: Run): Promise<string> {
  const serde = table.StorageDescriptor?.SerdeInfo?.SerializationLibrary ?? '';
  const files = await filesOf(table, run);
  if (serde === PARQUET_SERDE) return hiveParquetSource(scan, files, run);
  if (serde !== LAZY_SIMPLE_SERDE && serde !== OPEN_CSV_SERDE) {
    throw failure('NOT_SUPPORTED', `Tables with the SerDe ${serde} are not supported by the local account`);
  }
  // Text has no columns on disk: every byte is read, whatever the query asks for.
  run.meter.scan(files.reduce((sum, file) => sum + file.size, 0));
  const format = csvFormat(serde, table.StorageDescriptor?.SerdeInfo?.Parameters ?? {}, table.Parameters);
  const columns = (table.StorageDescriptor?.Columns ?? []).map((column) => (column.Name ?? '').toLowerCase());
  const csvFiles: CsvFile[] = files.map(({ path, partition }) => ({ path, partition }));
  return csvSource(
    csvFiles,
    scan.columns.map((name) => ({ name, type: typeOf(name, table), position: columns.indexOf(name) })),
    format,
  );
}

function typeOf(name: string, table: CatalogTable) {
  const all = [...(table.StorageDescriptor?.Columns ?? []), ...(table.PartitionKeys ?? [])];
  return hiveColumnType(all.find((column) => column.Name?.toLowerCase() === name)?.Type ?? 'string');
}

/** All files of a table; of a partitioned one, those of the partitions that the catalog knows, which may lie anywhere. */
async function filesOf(table: CatalogTable, run: Run): Promise<HiveFile[]> {
  const storage: TableStorage = { location: tableLocation(table), kind: 'HIVE' };
  const keys = (table.PartitionKeys ?? []).map((key) => (key.Name ?? '').toLowerCase());
  if (keys.length === 0) return listed(storage.location, storage, run);
  const partitions: Partition[] = run.call.account.catalog.partitions(table.DatabaseName, table.Name);
  const files: HiveFile[] = [];
  for (const partition of partitions) {
    const values = Object.fromEntries(
      keys.map((key, i) => {
        const value = partition.Values?.[i];
        return [key, value === undefined || value === NULL_PARTITION ? null : value];
      }),
    );
    const found = await listed(partition.StorageDescriptor?.Location ?? '', storage, run);
    for (const file of found) files.push({ ...file, partition: values });
  }
  return files;
}

/** The files below a location, each of which the caller may read. */
async function listed(location: string, storage: TableStorage, run: Run): Promise<HiveFile[]> {
  const { objects } = run.call.account;
  await authorizeListing(location, storage, run);
  const { bucket, key } = parseS3Uri(location);
  const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
  const found: { key: string; size: number }[] = [];
  try {
    for await (const object of objects.list(bucket, prefix)) {
      if (object.size > 0 && !hidden(object.key.slice(prefix.length))) found.push(object);
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw failure('HIVE_FILESYSTEM_ERROR', `Error listing ${location}: ${error.message}`);
  }
  await authorizeFiles(
    's3:GetObject',
    found.map((object) => `s3://${bucket}/${object.key}`),
    storage,
    run,
  );
  return found.map(({ key: name, size }) => {
    const path = objects.pathOf(bucket, name);
    run.files.set(path, { uri: `s3://${bucket}/${name}`, size, kind: 'HIVE' });
    return { path, size };
  });
}

/** Hive leaves out files and folders whose names begin with a dot or an underscore. */
const hidden = (path: string): boolean =>
  path.split('/').some((part) => part.startsWith('.') || part.startsWith('_'));
