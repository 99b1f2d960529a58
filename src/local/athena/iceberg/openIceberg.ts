import type { RelationColumn } from '../../../sql/catalog/catalogResolver';
import { SqlError } from '../../../sql/errors';
import type { TableVersion } from '../../../sql/syntax/ast/query';
import type { CatalogTable } from '../../glue/catalog';
import {
  columnByName,
  currentSchema,
  type Field,
  IcebergError,
  readSchema,
  resolveSnapshot,
  sqlType,
  type TableMetadata,
} from '../../iceberg';
import type { TableAccess } from '../../lakeformation/lakeFormation';
import type { OpenTable } from '../execution/callerScope';
import { readableColumns, shownColumns, tableLocation } from '../execution/catalogView';
import type { Run } from '../execution/run';
import { authorizeManifests } from './authorizeManifests';
import { icebergMetadata } from './icebergMetadata';
import { snapshotRef } from './tableVersion';

/** How a statement names the table: as the target of an INSERT, or as it was. */
interface Naming {
  catalog: string;
  isTarget: boolean;
  asOf?: TableVersion;
}

/**
 * An Iceberg table as the caller sees it. Columns come from Glue's list, as in Athena; what they are comes from the
 * table's own metadata, by field id. With time travel the columns are the snapshot's own.
 * @throws QueryFailure, SqlError
 */
export async function openIceberg(
  table: CatalogTable,
  access: TableAccess,
  { catalog, isTarget, asOf }: Naming,
  run: Run,
): Promise<OpenTable> {
  const metadata = await icebergMetadata(table, run);
  const snapshot = asOf && (await snapshotOf(asOf, table, metadata, run));
  await authorizeManifests(
    resolveSnapshot(metadata, snapshot),
    { location: tableLocation(table), kind: 'ICEBERG' },
    run,
  );
  const current = currentFields(table, access, metadata, isTarget);
  const fields = snapshot
    ? fieldsAt(readSchema(metadata, snapshot).fields, current, { table, access }, run)
    : current;
  const columns = [...fields].map(
    ([name, field]): RelationColumn => ({ name, type: sqlType(field.type), fieldId: field.id }),
  );
  return {
    table,
    access,
    relation: {
      kind: 'table',
      catalog,
      database: table.DatabaseName,
      name: table.Name,
      columns,
      ...(snapshot ? { version: String(snapshot.id) } : {}),
    },
    iceberg: { metadata, fields, snapshot },
  };
}

function currentFields(
  table: CatalogTable,
  access: TableAccess,
  metadata: TableMetadata,
  isTarget: boolean,
): Map<string, Field> {
  const schema = currentSchema(metadata);
  const all = table.StorageDescriptor?.Columns;
  // Rows can be put in without a right to read any, but errors must not tell of hidden columns.
  const listed = isTarget ? shownColumns(all, access) : readableColumns(all, access);
  const fields = new Map<string, Field>();
  for (const column of listed) {
    const id = Number(column.Parameters?.['iceberg.field.id']);
    const field =
      schema.fields.find((candidate) => candidate.id === id) ?? columnByName(schema, column.Name ?? '');
    if (field) fields.set((column.Name ?? '').toLowerCase(), field);
  }
  return fields;
}

/**
 * The columns of an older schema that the caller may see. A column is followed by its id: grants on columns must cover the
 * name that it has today, and the name that it had then, too. Columns that are dropped by now are for those only who see
 * the whole table: nobody can say what a grant of today means for them.
 */
function fieldsAt(
  then: Field[],
  current: ReadonlyMap<string, Field>,
  { table, access }: { table: CatalogTable; access: TableAccess },
  { call: { account, principal } }: Run,
): Map<string, Field> {
  const readable = new Set([...current.values()].map(({ id }) => id));
  const Columns = then.map(({ name }) => ({ Name: name }));
  const tableThen = { ...table, StorageDescriptor: { ...table.StorageDescriptor, Columns } };
  const granted = account.lakeFormation.tableAccess(principal.grantee, tableThen).columns;
  const wholeTable = access.permissions.has('SELECT');
  const fields = new Map<string, Field>();
  for (const field of then) {
    const name = field.name.toLowerCase();
    if (wholeTable || (readable.has(field.id) && granted.has(name))) fields.set(name, field);
  }
  return fields;
}

async function snapshotOf(
  asOf: TableVersion,
  table: CatalogTable,
  metadata: TableMetadata,
  run: Run,
): Promise<{ id: bigint }> {
  const ref = await snapshotRef(asOf, run);
  try {
    const name = `${table.DatabaseName}.${table.Name}`;
    return { id: resolveSnapshot(metadata, ref, name)['snapshot-id'] };
  } catch (error) {
    if (error instanceof IcebergError) throw new SqlError('INVALID_ARGUMENTS', error.message);
    throw error;
  }
}
