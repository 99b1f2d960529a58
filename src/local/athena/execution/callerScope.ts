import type {
  CatalogResolver,
  QualifiedName,
  Relation,
  RelationColumn,
  TableRelation,
} from '../../../sql/catalog/catalogResolver';
import { type Position, SqlError } from '../../../sql/errors';
import type { TableVersion } from '../../../sql/syntax/ast/query';
import { parse } from '../../../sql/syntax/parse';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import type { Field, TableMetadata } from '../../iceberg';
import { type NamedRelation, namedRelations } from '../../planner/namedRelations';
import type { PlannedScope } from '../../planner/protocol';
import { CATALOG, relationKey as keyOf } from '../../planner/relationKey';
import { openIceberg } from '../iceberg/openIceberg';
import { metadataTableName, openMetadataTable } from '../metadataTables';
import { hiveColumnType, trinoColumnType } from './columnType';
import { failure } from './failure';
import { INFORMATION_SCHEMA, informationSchema } from './informationSchema';
import { isLarge } from './largeText';
import { lookUpTable, placed, tableNotFound } from './lookUpTable';
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
  /** The scope as a planner takes it. */
  data(): PlannedScope;
  /** What was wrong with the relation of a key, told at a place of the statement. */
  refusal(key: string, position: Position): unknown;
  /** The texts of all views that the statement names. */
  views: string[];
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
export async function callerScope(run: Run, options: { target?: string } = {}): Promise<CallerScope> {
  const database = (run.execution.database ?? 'default').toLowerCase();
  const opened = new Map<string, Opened | Error>();
  const views: string[] = [];
  await open(run.names, database, 0);

  async function open(names: NamedRelation[], inDatabase: string, depth: number): Promise<void> {
    for (const { name, asOf } of names) {
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
        views.push(found.view.sql);
        await open(await namesIn(found.view.sql, run), found.view.database, depth + 1);
      }
    } catch (error) {
      opened.set(key, error as Error);
    }
  }

  const at = (relation: Named): Opened | undefined => {
    const found = opened.get(versionKey(relation));
    return found instanceof Error ? undefined : found;
  };
  const known = { catalog: CATALOG, database, now: run.call.now, parameters: run.parameters };
  const shown = (found: Opened): Relation => (found.view ?? found.table?.relation ?? found.inline?.relation)!;
  return {
    ...known,
    views,
    relation(name: QualifiedName, position: Position, asOf?: TableVersion): Relation {
      const named = { ...name, database: name.database ?? database };
      const found = opened.get(keyOf(named, asOf));
      if (found === undefined) throw new Error(`relation ${named.database}.${named.name} was not looked up`);
      if (found instanceof Error) throw placed(found, position);
      return shown(found);
    },
    table: (relation) => at(relation)?.table,
    inline: (relation) => at(relation)?.inline,
    data: () => ({
      ...known,
      relations: new Map(
        [...opened].map(([key, found]) => [key, found instanceof Error ? null : shown(found)]),
      ),
    }),
    refusal: (key, position) => placed(opened.get(key), position),
  };
}

/** What a view's own query names. @throws SqlError */
const namesIn = async (sql: string, run: Run): Promise<NamedRelation[]> =>
  isLarge(sql) ? (await run.call.account.planner.outline(sql, run.signal)).names : namedRelations(parse(sql));

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
