/** Which Iceberg fields the names of column grants stand for. */
import type { Account } from '../account';
import { tableFiles } from '../athena/execution/tableFiles';
import type { CatalogTable } from '../glue/catalog';
import { columnByName, currentSchema, readMetadata, type Schema } from '../iceberg';
import type { Store } from '../store/store';
import {
  type ColumnGrant,
  type ColumnList,
  type FieldIds,
  namedColumns,
  openGrants,
  withIds,
} from './grants';

/**
 * The current schema of an Iceberg table by its own metadata, whoever asks: for decisions on grants, never for answers.
 * Undefined for a table of another kind, and where the metadata cannot be read: then no row can be read either.
 */
export async function icebergSchema(account: Account, table: CatalogTable): Promise<Schema | undefined> {
  const uri = table.Parameters?.metadata_location;
  if (table.Parameters?.table_type?.toUpperCase() !== 'ICEBERG' || !uri) return undefined;
  try {
    return currentSchema(await readMetadata(uri, tableFiles(account)));
  } catch {
    return undefined;
  }
}

/** The ids that the names of a list have in a schema. */
export function fieldIdsOf(columns: ColumnList, schema: Schema): FieldIds {
  const ids: FieldIds = {};
  for (const name of namedColumns(columns)) {
    const field = columnByName(schema, name);
    if (field) ids[name] = [field.id];
  }
  return ids;
}

/**
 * Writes down what the names of a table's column grants stand for, where that is not known yet. It is asked for before a
 * table's definition changes and when a caller looks at the table, so that no rename comes before it.
 * @returns whether something was new
 */
export function learnFieldIds(
  store: Store,
  { DatabaseName, Name }: Pick<CatalogTable, 'DatabaseName' | 'Name'>,
  schema: Schema,
  held?: ColumnGrant[],
): boolean {
  const grants = openGrants(store);
  let learned = false;
  for (const grant of held ?? grants.onColumnsOf(DatabaseName, Name)) {
    const { columns, fieldIds = {} } = grant.resource;
    const now = fieldIdsOf(columns, schema);
    // An included name keeps the column that it was granted for; an excluded one hides every column that ever had it.
    const next = 'include' in columns ? { ...now, ...fieldIds } : withIds(fieldIds, now);
    if (sameIds(next, fieldIds)) continue;
    grants.keepFieldIds(grant, next);
    learned = true;
  }
  return learned;
}

/** A table that is made anew has its old grants by their names alone. */
export function forgetFieldIds(store: Store, database: string, table: string): void {
  const grants = openGrants(store);
  for (const grant of grants.onColumnsOf(database, table))
    if (grant.resource.fieldIds) grants.keepFieldIds(grant, {});
}

const sameIds = (a: FieldIds, b: FieldIds): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([name, ids]) => b[name] !== undefined && ids.every((id) => b[name]?.includes(id)));
