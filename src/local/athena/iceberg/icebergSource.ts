import type { Scan } from '../../../sql/catalog/catalogResolver';
import { parquetSource, type SourceColumn } from '../../engine/source/parquetSource';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import { deletesOf, scan as planScan, type ScanTask } from '../../iceberg';
import { parseS3Uri } from '../../s3/objectStore';
import type { OpenTable } from '../execution/callerScope';
import type { Run } from '../execution/run';
import { authorizeFiles } from '../execution/storageAccess';
import { tableFiles } from '../execution/tableFiles';

/**
 * The live rows of an Iceberg table, of the columns and files that a scan needs.
 */
export async function icebergSource(
  scan: Scan,
  table: AuthorizedTable,
  iceberg: NonNullable<OpenTable['iceberg']>,
  run: Run,
): Promise<string> {
  const tasks = await planScan(
    iceberg.metadata,
    { snapshot: iceberg.snapshot, filter: scan.filter, fields: iceberg.fields },
    tableFiles(run.call.account),
  );
  return sourceOfTasks(tasks, scan, { table, iceberg }, run);
}

/** The live rows of planned files; what is read is counted, and the caller's rights are asked for. */
export async function sourceOfTasks(
  tasks: ScanTask[],
  scan: Pick<Scan, 'columns' | 'places'>,
  { table, iceberg }: { table: AuthorizedTable; iceberg: NonNullable<OpenTable['iceberg']> },
  run: Run,
): Promise<string> {
  const { account } = run.call;
  const { metadata, fields } = iceberg;
  const columns: SourceColumn[] = scan.columns.map((name) => ({ name, field: fields.get(name)! }));
  const pathOf = (uri: string): string => {
    const { bucket, key } = parseS3Uri(uri);
    return account.objects.pathOf(bucket, key);
  };

  const dataUris = tasks.map((task) => task.file.uri);
  const deleteUris = new Set(
    tasks.flatMap((task) => [
      ...task.positionDeletes.map((file) => file.uri),
      ...task.equalityDeletes.flatMap((group) => group.files.map((file) => file.uri)),
    ]),
  );
  await authorizeFiles('s3:GetObject', [...dataUris, ...deleteUris], table.storage, run);
  const data = dataUris.map(pathOf);
  for (const task of tasks)
    for (const { uri, sizeInBytes: size } of [task.file, ...deletesOf(task)])
      run.files.set(pathOf(uri), { uri, size, kind: 'ICEBERG' });
  const deletes = [...deleteUris].map(pathOf);
  run.meter.inputRows(tasks.reduce((sum, task) => sum + task.file.rows, 0));
  const ids = columns.map((column) => column.field.id);
  // All footers are read at once; what is asked of them afterwards is known.
  const layouts = await account.engine.layouts([...data, ...deletes], run.signal);
  const bytes = ids.length > 0 ? await account.engine.scannedBytes(data, ids) : 0;
  const deleteBytes = await account.engine.scannedBytes(deletes, 'all');
  run.meter.scan(bytes + deleteBytes);
  return parquetSource(tasks, columns, {
    pathOf,
    layouts,
    nameMapping: nameMapping(metadata.properties, table),
    places: scan.places,
  });
}

type Mapping = NonNullable<Parameters<typeof parquetSource>[2]['nameMapping']>;

/**
 * Names by which files without field ids are read (Iceberg spec, "Column Projection"). Whoever may commit can write them,
 * so a field is not read by the name of a column that is hidden.
 */
function nameMapping(properties: Record<string, string>, table: AuthorizedTable): Mapping | undefined {
  const text = properties['schema.name-mapping.default'];
  if (text === undefined) return undefined;
  const mapping = JSON.parse(text) as Mapping;
  if (!table.isFiltered) return mapping;
  return mapping.map((entry) => ({
    ...entry,
    names: entry.names.filter((name) => table.readsAs(name, entry['field-id'] ?? -1)),
  }));
}
