import type {
  CatalogResolver,
  QualifiedName,
  Relation,
  RelationColumn,
  TableRelation,
} from '../../../sql/catalog/catalogResolver';
import { type Position, SqlError } from '../../../sql/errors';
import type { Query, TableVersion } from '../../../sql/syntax/ast/query';
import type { Statement } from '../../../sql/syntax/ast/statement';
import { parse } from '../../../sql/syntax/parse';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import type { Field, TableMetadata } from '../../iceberg';
import { openIceberg } from '../iceberg/openIceberg';
import { metadataTableName, openMetadataTable } from '../metadataTables';
import { hiveColumnType, trinoColumnType } from './columnType';
import { failure } from './failure';
import { INFORMATION_SCHEMA, informationSchema } from './informationSchema';
import { CATALOG, lookUpTable, placed, tableNotFound } from './lookUpTable';
import { namedRelations } from './namedRelations';
import { readPrestoView } from './prestoView';
import type { Run } from './run';

/** A table of the catalog that a statement names, opened for the caller. */
export interface OpenTable {
  table: AuthorizedTable;
  relation: Relation & { kind: 'table' };
  /** Iceberg tables: their metadata, the field of each column of the relation, and the snapshot if it is not the current. */
  iceberg?: { metadata: TableMetadata; fields: Map<string, Field>; snapshot?: { id: bigint } };
}

/** A relation whose rows are known already: SQL for the engine, written by the project, not by a user. */
export interface OpenInline {
  relation: Relation & { kind: 'table' };
  source: string;
}

export interface CallerScope extends CatalogResolver {
  /** The table behind a relation of this scope. */
  table(relation: Named): OpenTable | undefined;
  inline(relation: Named): OpenInline | undefined;
}

/** A relation of the scope, as its relations name themselves. */
type Named = Pick<TableRelation, 'database' | 'name' | 'version'>;

interface Opened {
  table?: OpenTable;
  inline?: OpenInline;
  view?: Relation & { kind: 'view' };
}

/**
 * What a statement may name, seen with the caller's rights: of every table only what its AuthorizedTable shows.
 * Everything that the statement names (views opened) is looked up beforehand, because looking up takes time and the
 * analyzer does not wait; what is wrong with a name is told only when the analyzer really asks for it.
 */
export async function callerScope(
  statement: Statement | Query,
  run: Run,
  options: { target?: string } = {},
): Promise<CallerScope> {
  const database = (run.execution.database ?? 'default').toLowerCase();
  const opened = new Map<string, Opened | Error>();
  await open(statement, database, 0);

  async function open(root: Statement | Query, inDatabase: string, depth: number): Promise<void> {
    for (const { name, asOf } of namedRelations(root)) {
      const parts = name.parts.map((part) => part.name.toLowerCase());
      await openOne(
        { name: parts.at(-1)!, database: parts.at(-2) ?? inDatabase, catalog: parts.at(-3) },
        asOf,
        depth,
      );
    }
  }

  async function openOne(
    name: Required<Omit<QualifiedName, 'catalog'>> & { catalog?: string },
    asOf: TableVersion | undefined,
    depth: number,
  ): Promise<void> {
    const key = keyOf(name, asOf);
    if (opened.has(key)) return;
    try {
      const isTarget = options.target === `${name.database}.${name.name}` && !asOf;
      const found = await openRelation({ ...name, isTarget, asOf }, run);
      opened.set(key, found);
      const { version } = found.table?.relation ?? {};
      if (version !== undefined) opened.set(versionKey({ ...name, version }), found);
      if (found.view) {
        // Views in views end somewhere; one that names itself does not.
        if (depth > 50) throw failure('INVALID_VIEW', `View is recursive: ${name.database}.${name.name}`);
        await open(parse(found.view.sql), found.view.database, depth + 1);
      }
    } catch (error) {
      opened.set(key, error as Error);
    }
  }

  const at = (relation: Named): Opened | undefined => {
    const found = opened.get(versionKey(relation));
    return found instanceof Error ? undefined : found;
  };
  return {
    catalog: CATALOG,
    database,
    now: run.call.now,
    parameters: run.parameters,
    relation(name: QualifiedName, position: Position, asOf?: TableVersion): Relation {
      const named = { ...name, database: name.database ?? database };
      const found = opened.get(keyOf(named, asOf));
      if (found === undefined) throw new Error(`relation ${named.database}.${named.name} was not looked up`);
      if (found instanceof Error) throw placed(found, position);
      return (found.view ?? found.table?.relation ?? found.inline?.relation)!;
    },
    table: (relation) => at(relation)?.table,
    inline: (relation) => at(relation)?.inline,
  };
}

/** A relation as a statement names it. The same expression has the same value wherever it stands: it is a constant. */
const keyOf = (name: { catalog?: string; database: string; name: string }, asOf?: TableVersion): string =>
  [name.catalog ?? CATALOG, name.database, name.name].join('\n').toLowerCase() +
  (asOf ? `\n${JSON.stringify(asOf)}` : '');

const versionKey = (relation: Named & { catalog?: string }): string =>
  keyOf({ ...relation, catalog: undefined }) +
  (relation.version === undefined ? '' : `\n@${relation.version}`);

async function openRelation(
  name: { catalog?: string; database: string; name: string; isTarget: boolean; asOf?: TableVersion },
  run: Run,
): Promise<Opened> {
  const { catalog = CATALOG, database, isTarget, asOf } = name;
  const unversioned = () => {
    if (asOf) throw new SqlError('NOT_SUPPORTED', 'This connector does not support versioned tables');
  };
  if (catalog !== CATALOG) throw new SqlError('CATALOG_NOT_FOUND', `Catalog '${catalog}' does not exist`);
  if (database === 'system') throw failure('NOT_SUPPORTED', 'System database is not supported');
  if (database === INFORMATION_SCHEMA) {
    const inline = await informationSchema(name.name, run);
    if (!inline) throw tableNotFound(database, name.name);
    unversioned();
    return { inline };
  }
  const metadataTable = metadataTableName(name.name);
  const table = await lookUpTable(database, name.name, run, metadataTable?.table);
  if (metadataTable) {
    if (table.kind !== 'ICEBERG') throw tableNotFound(database, name.name);
    unversioned();
    return { inline: await openMetadataTable(table, { catalog: CATALOG, kind: metadataTable.kind }, run) };
  }
  if (table.kind === 'VIEW') {
    unversioned();
    const view = readPrestoView(table.shown);
    const columns = view.columns.map((column) => ({ name: column.name, type: trinoColumnType(column.type) }));
    return {
      view: {
        kind: 'view',
        catalog: CATALOG,
        database: view.schema,
        name: table.name,
        sql: view.originalSql,
        columns,
      },
    };
  }
  if (table.kind === 'ICEBERG')
    return { table: await openIceberg(table, { catalog: CATALOG, isTarget, asOf }, run) };
  unversioned();
  return { table: openHive(table) };
}

function openHive(table: AuthorizedTable): OpenTable {
  const columns = table.readableColumns.map(
    ({ name, type }): RelationColumn => ({ name, type: hiveColumnType(type) }),
  );
  return {
    table,
    relation: { kind: 'table', catalog: CATALOG, database: table.database, name: table.name, columns },
  };
}
