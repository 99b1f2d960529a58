import type { RelationColumn } from '../../../sql/catalog/catalogResolver';
import { SqlError } from '../../../sql/errors';
import type { TableVersion } from '../../../sql/syntax/ast/query';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import {
  currentSchema,
  IcebergError,
  readSchema,
  resolveSnapshot,
  sqlType,
  type TableMetadata,
} from '../../iceberg';
import type { OpenTable } from '../execution/callerScope';
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
 * An Iceberg table as the caller sees it, opened at its metadata. With time travel the columns are the snapshot's own.
 * @throws QueryFailure, SqlError
 */
export async function openIceberg(
  table: AuthorizedTable,
  { catalog, isTarget, asOf }: Naming,
  run: Run,
): Promise<OpenTable> {
  const metadata = await icebergMetadata(table, run);
  const snapshot = asOf && (await snapshotOf(asOf, table, metadata, run));
  await authorizeManifests(resolveSnapshot(metadata, snapshot), table.storage, run);
  const schema = currentSchema(metadata);
  const fields = snapshot
    ? table.fieldsAt(readSchema(metadata, snapshot), schema)
    : table.fields(schema, { asTarget: isTarget });
  const columns = [...fields].map(
    ([name, field]): RelationColumn => ({ name, type: sqlType(field.type), fieldId: field.id }),
  );
  return {
    table,
    relation: {
      kind: 'table',
      catalog,
      database: table.database,
      name: table.name,
      columns,
      ...(snapshot ? { version: String(snapshot.id) } : {}),
    },
    iceberg: { metadata, fields, snapshot },
  };
}

async function snapshotOf(
  asOf: TableVersion,
  table: AuthorizedTable,
  metadata: TableMetadata,
  run: Run,
): Promise<{ id: bigint }> {
  const ref = await snapshotRef(asOf, run);
  try {
    const name = `${table.database}.${table.name}`;
    return { id: resolveSnapshot(metadata, ref, name)['snapshot-id'] };
  } catch (error) {
    if (error instanceof IcebergError) throw new SqlError('INVALID_ARGUMENTS', error.message);
    throw error;
  }
}
