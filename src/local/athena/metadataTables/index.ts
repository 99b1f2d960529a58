import type { AuthorizedTable } from '../../glue/authorizedTable';
import { currentSnapshot } from '../../iceberg';
import type { OpenInline } from '../execution/callerScope';
import { insufficientPermissions } from '../execution/failure';
import { inlineSource } from '../execution/inlineRows';
import type { Run } from '../execution/run';
import { tableFiles } from '../execution/tableFiles';
import { authorizeManifests } from '../iceberg/authorizeManifests';
import { icebergMetadata } from '../iceberg/icebergMetadata';
import { filesTable } from './files';
import { historyTable } from './history';
import { manifestsTable } from './manifests';
import type { MetadataTable } from './metadataTable';
import { partitionsTable } from './partitions';
import { refsTable } from './refs';
import { snapshotsTable } from './snapshots';

const TABLES = new Map<string, MetadataTable>([
  ['files', filesTable],
  ['history', historyTable],
  ['manifests', manifestsTable],
  ['partitions', partitionsTable],
  ['refs', refsTable],
  ['snapshots', snapshotsTable],
]);

/** The table and the kind of a metadata table's name such as `rides$files`; undefined for any other name. */
export function metadataTableName(name: string): { table: string; kind: string } | undefined {
  const dollar = name.lastIndexOf('$');
  const kind = name.slice(dollar + 1);
  return dollar > 0 && TABLES.has(kind) ? { table: name.slice(0, dollar), kind } : undefined;
}

/**
 * What the metadata of an Iceberg table says of it now (Trino, "Iceberg connector: metadata tables").
 *
 * Bounds and partition values are values of columns, and numbers of rows tell of rows: so all of it is for those only who
 * may SELECT the whole table. (AWS leaves this open for callers with a filter.)
 * @throws QueryFailure
 */
export async function openMetadataTable(
  table: AuthorizedTable,
  { catalog, kind }: { catalog: string; kind: string },
  run: Run,
): Promise<OpenInline> {
  const name = `${table.name}$${kind}`;
  if (!table.seesAll)
    throw insufficientPermissions(
      `Insufficient Lake Formation permission(s): Required Select on all columns and rows of ${table.name} to read ${name}`,
    );
  const shown = TABLES.get(kind)!;
  const metadata = await icebergMetadata(table, run);
  const files = tableFiles(run.call.account);
  await authorizeManifests(currentSnapshot(metadata), table.storage, run);
  const columns = shown.columns(metadata);
  return {
    relation: { kind: 'table', catalog, database: table.database, name, columns },
    source: inlineSource(columns, await shown.rows(metadata, files)),
  };
}
