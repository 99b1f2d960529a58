import { hiveColumnType } from '../local/athena/execution/columnType';
import { readPrestoView } from '../local/athena/execution/prestoView';
import { analyze } from '../sql/bind/bind';
import type { Relation, Scan } from '../sql/catalog/catalogResolver';
import { SqlError } from '../sql/errors';
import { parse } from '../sql/syntax/parse';
import type { AccessRow } from './accessRows';
import type { LakeTable } from './lakeTable';

/** What a view's columns are decided by, besides the gates of the view itself. */
export interface UnderViews {
  views: LakeTable[];
  tables: LakeTable[];
  /** The decisions on the columns of all tables. */
  rows: AccessRow[];
}

/**
 * Decides on a view: Athena reads it with the rights of whoever asks, so a role that may not read one of the columns that
 * the view's text uses reads nothing of the view (Lake Formation, "Views in Athena and Lake Formation").
 *
 * @param own the decisions on the view itself
 */
export function viewColumns(view: LakeTable, own: AccessRow[], under: UnderViews): AccessRow[] {
  const shut = shutBelow(view, under);
  return own.map((row) =>
    row.sees && shut ? { ...row, sees: false, gate: shut.gate, because: shut.because } : row,
  );
}

/** What the view's text uses and the role may not read; undefined when it may read it all. */
function shutBelow(view: LakeTable, under: UnderViews): Pick<AccessRow, 'gate' | 'because'> | undefined {
  let scans: readonly Scan[];
  try {
    scans = scansOf(view, under);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { gate: 'Lake Formation', because: `the view cannot be followed: ${error.message}` };
  }
  for (const { relation, columns } of scans) {
    const rows = under.rows.filter(
      ({ database, table }) => database === relation.database && table === relation.name,
    );
    const wanted = rows.filter(({ column }) => columns.includes(column));
    // A scan without columns counts rows: some column must be visible for that.
    const hidden =
      columns.length > 0 ? wanted.find(({ sees }) => !sees) : rows.every(({ sees }) => !sees) && rows[0];
    if (hidden) {
      const what = `${hidden.database}.${hidden.table}.${hidden.column}`;
      return {
        gate: hidden.gate,
        because: `the view uses ${what}, which the role does not see: ${hidden.because}`,
      };
    }
  }
  return undefined;
}

/** The tables that a view's text reads, through other views too, with the columns that it uses. */
function scansOf(view: LakeTable, { views, tables }: UnderViews): readonly Scan[] {
  const catalog = 'awsdatacatalog';
  const relationOf = (table: LakeTable): Relation => {
    const of = { catalog, database: table.database, name: table.name };
    const columns = table.columns.map(({ name, type }) => ({ name, type: hiveColumnType(type) }));
    return table.kind === 'VIEW'
      ? { kind: 'view', ...of, columns, sql: textOf(table).originalSql }
      : { kind: 'table', ...of, columns };
  };
  const { originalSql, schema } = textOf(view);
  const statement = parse(originalSql);
  const typed = analyze(statement, {
    catalog,
    database: schema.toLowerCase(),
    now: new Date(0),
    relation({ database = schema, name }, position) {
      const found = [...tables, ...views].find(
        (table) => table.database === database.toLowerCase() && table.name === name.toLowerCase(),
      );
      if (!found)
        throw new SqlError(
          'TABLE_NOT_FOUND',
          `Table '${catalog}.${database}.${name}' does not exist`,
          position,
        );
      return relationOf(found);
    },
  });
  return typed.query.scans;
}

const textOf = ({ database, name, viewText }: LakeTable) =>
  readPrestoView({ DatabaseName: database, Name: name, ViewOriginalText: viewText });
