import type { Partition } from '@aws-sdk/client-glue';
import type { Scan } from '../../../sql/catalog/catalogResolver';
import { type CsvFile, csvFormat, csvSource } from '../../engine/source/csvSource';
import { AwsError } from '../../errors';
import type { AuthorizedTable, TableStorage } from '../../glue/authorizedTable';
import { hiveColumnType } from '../execution/columnType';
import { failure } from '../execution/failure';
import type { Run } from '../execution/run';
import { address, authorizeFiles, authorizeListing, named } from '../execution/storageAccess';
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
export async function hiveSource(scan: Scan, table: AuthorizedTable, run: Run): Promise<string> {
  const { serde, serdeParameters, parameters } = table.format;
  const files = await filesOf(table, run);
  if (serde === PARQUET_SERDE) return hiveParquetSource(scan, files, run);
  if (serde !== LAZY_SIMPLE_SERDE && serde !== OPEN_CSV_SERDE) {
    throw failure('NOT_SUPPORTED', `Tables with the SerDe ${serde} are not supported by the local account`);
  }
  // Text has no columns on disk: every byte is read, whatever the query asks for.
  run.meter.scan(files.reduce((sum, file) => sum + file.size, 0));
  const readable = new Map(table.readableColumns.map((column) => [column.name, column]));
  const columns = scan.columns.map((name) => {
    const column = readable.get(name);
    if (!column)
      throw new Error(`${table.database}.${table.name} is read by a column that is not in its scope`);
    return { name, type: hiveColumnType(column.type), position: column.position };
  });
  const csvFiles: CsvFile[] = files.map(({ path, partition }) => ({ path, partition }));
  return csvSource(csvFiles, columns, csvFormat(serde, serdeParameters, parameters));
}

/** All files of a table; of a partitioned one, those of the partitions that the catalog knows, which may lie anywhere. */
async function filesOf(table: AuthorizedTable, run: Run): Promise<HiveFile[]> {
  const { storage, partitionKeys: keys } = table;
  if (keys.length === 0) return listed(storage.location, storage, run);
  const partitions: Partition[] = run.call.account.catalog.partitions(table.database, table.name);
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
  const { bucket, key } = address(location, storage);
  await authorizeListing(location, storage, run);
  const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
  const found: { key: string; size: number }[] = [];
  try {
    for await (const object of objects.list(bucket, prefix)) {
      if (object.size > 0 && !hidden(object.key.slice(prefix.length))) found.push(object);
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const reason = storage.namesFiles ? error.message : error.code;
    throw failure('HIVE_FILESYSTEM_ERROR', `Error listing ${named(location, storage)}: ${reason}`);
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
