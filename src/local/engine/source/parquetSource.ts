import type { Scan } from '../../../sql/catalog/catalogResolver';
import { SqlError } from '../../../sql/errors';
import type { DataFile } from '../../iceberg/manifest/dataFile';
import type { FileTask } from '../../iceberg/scan/fileTask';
import type { Field } from '../../iceberg/schema/schema';
import { sqlType } from '../../iceberg/schema/sqlType';
import type { Layouts } from '../engine';
import { escapeGlob, identifier, literal, literals, storedType } from '../sqlText';
import { type NameMapping, planColumn, type ReadColumn } from './columnPlan';

/** A column to read: its name in the relation, and its field in the schema that the rows are read by. */
export interface SourceColumn {
  name: string;
  field: Field;
}

export interface ParquetSourceOptions {
  /** Where a file of an address lies on disk. */
  pathOf: (uri: string) => string;
  /** Of all data files, from `engine.layouts`. */
  layouts: Layouts;
  /** Names to read files without field ids by (`schema.name-mapping.default`). */
  nameMapping?: NameMapping;
  /** Two more columns by these names: each row's file (its path on disk) and the row's number in it, from 0. */
  places?: Places;
}

type Places = NonNullable<Scan['places']>;

/**
 * A table expression over the live rows of data files, with the given columns in the given order.
 *
 * Columns are found by field id, so renamed, moved, added (NULL), dropped and promoted ones read right, nested ones
 * too. Files that are laid out alike are read together; files with deletes one by one, which is the fastest way
 * (a row number that is not in the file's list).
 * @throws SqlError for files that cannot be read rightly: other formats, no field ids and no name mapping
 */
export function parquetSource(
  tasks: FileTask[],
  columns: SourceColumn[],
  options: ParquetSourceOptions,
): string {
  const groups = new Map<string, { read: FileRead; paths: string[] }>();
  const selects: string[] = [];
  for (const task of tasks) {
    const read = fileRead(task, columns, options);
    const path = options.pathOf(task.file.uri);
    const byName = read.schema === undefined;
    if (task.positionDeletes.length + task.equalityDeletes.length > 0 || (options.places && byName)) {
      selects.push(oneFile(task, path, read, options));
      continue;
    }
    const key = `${read.schema ?? 'by name'} ${read.projection}`;
    const group = groups.get(key);
    if (group) group.paths.push(path);
    else groups.set(key, { read, paths: [path] });
  }
  for (const { read, paths } of groups.values())
    selects.push(
      `SELECT ${read.projection}${placed(options.places, 'filename')} FROM ${readParquet(paths, read)}`,
    );
  if (selects.length === 0) return emptySource(columns, options.places);
  return `(${selects.join(' UNION ALL ')})`;
}

/** A relation of the given columns without rows. */
export function emptySource(columns: SourceColumn[], places?: Places): string {
  const nulls = columns.map(
    (c) => `CAST(NULL AS ${storedType(sqlType(c.field.type))}) AS ${identifier(c.name)}`,
  );
  if (places)
    nulls.push(
      `NULL::VARCHAR AS ${identifier(places.file)}`,
      `NULL::BIGINT AS ${identifier(places.position)}`,
    );
  return `(SELECT ${nulls.length === 0 ? NO_COLUMNS : nulls.join(', ')} WHERE false)`;
}

/** What follows a projection when the places of rows are asked for; `file` is SQL for the path. */
const placed = (places: Places | undefined, file: string): string =>
  places ? `, ${file} AS ${identifier(places.file)}, file_row_number AS ${identifier(places.position)}` : '';

/** A relation must have a column, even where only its rows are counted. */
const NO_COLUMNS = 'true AS "$row"';

/** How to read one file: the argument `schema` of read_parquet (absent: by name), and what to select from it. */
interface FileRead {
  schema?: string;
  projection: string;
  expressions: Map<number, string>;
}

function fileRead(task: FileTask, columns: SourceColumn[], options: ParquetSourceOptions): FileRead {
  const { uri, format } = task.file;
  if (format !== 'PARQUET')
    throw new SqlError('NOT_SUPPORTED', `Data files of format ${format} are not supported: ${uri}`);
  const layout = options.layouts.get(options.pathOf(uri));
  if (!layout) throw new Error(`layout of ${uri} is not known`);
  const byId = layout.length === 0 || layout.some((column) => column.fieldId !== undefined);
  if (!byId && !options.nameMapping) {
    throw new SqlError(
      'ICEBERG_BAD_DATA',
      `Data file has no Iceberg field ids, and the table has no name mapping: ${uri}`,
    );
  }
  // Equality deletes compare columns that the query may not ask for.
  const hidden = task.equalityDeletes
    .flatMap((d) => d.fields)
    .filter((field) => !columns.some((c) => c.field.id === field.id));
  const fields = [...columns.map((c) => c.field), ...hidden];
  const plans = new Map<number, ReadColumn>();
  for (const field of fields)
    plans.set(field.id, planColumn(field, layout, byId ? undefined : options.nameMapping));
  const members = [...plans].flatMap(([id, plan]) =>
    plan.readType === undefined
      ? []
      : [`${id}: {name: ${literal(plan.readName)}, type: ${literal(plan.readType)}, default_value: NULL}`],
  );
  const expressions = new Map([...plans].map(([id, plan]) => [id, plan.expression]));
  const projection = columns.map((c) => `${expressions.get(c.field.id)} AS ${identifier(c.name)}`);
  return {
    ...(byId ? { schema: `MAP {${(members.length > 0 ? members : [NO_FIELD]).join(', ')}}` } : {}),
    projection: projection.length === 0 ? NO_COLUMNS : projection.join(', '),
    expressions,
  };
}

/** A field that no file has: read by ids, none of a file's own columns can hide DuckDB's columns of row numbers and names. */
const NO_FIELD = "-1: {name: 'c', type: 'BOOLEAN', default_value: NULL}";

function readParquet(paths: string[], read: { schema?: string }, rowNumbers = false): string {
  const settings = ['hive_partitioning = false'];
  if (read.schema !== undefined) settings.push(`schema = ${read.schema}`);
  else if (rowNumbers) settings.push('file_row_number = true');
  return `read_parquet(${literals(paths.map(escapeGlob))}, ${settings.join(', ')})`;
}

/** The live rows of a file that has deletes, or whose columns are found by name. */
function oneFile(task: FileTask, path: string, read: FileRead, options: ParquetSourceOptions): string {
  const conditions: string[] = [];
  if (task.positionDeletes.length > 0) {
    conditions.push(`file_row_number NOT IN (${positions(task.file.uri, task.positionDeletes, options)})`);
  }
  for (const deletes of task.equalityDeletes) {
    const columns = deletes.fields.map((field) => ({ name: `e${field.id}`, field }));
    const files = deletes.files.map((file): FileTask => ({ file, positionDeletes: [], equalityDeletes: [] }));
    const same = deletes.fields.map(
      (f) => `${read.expressions.get(f.id)} IS NOT DISTINCT FROM deleted.${identifier(`e${f.id}`)}`,
    );
    conditions.push(
      `NOT EXISTS (SELECT 1 FROM ${parquetSource(files, columns, { ...options, places: undefined })} AS deleted WHERE ${same.join(' AND ')})`,
    );
  }
  const source = readParquet([path], read, task.positionDeletes.length > 0 || options.places !== undefined);
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  return `SELECT ${read.projection}${placed(options.places, literal(path))} FROM ${source}${where}`;
}

function positions(uri: string, deletes: DataFile[], options: ParquetSourceOptions): string {
  for (const file of deletes) {
    if (file.format !== 'PARQUET')
      throw new SqlError(
        'NOT_SUPPORTED',
        `Delete files of format ${file.format} are not supported: ${file.uri}`,
      );
  }
  const paths = literals(deletes.map((file) => escapeGlob(options.pathOf(file.uri))));
  return `SELECT pos FROM read_parquet(${paths}, hive_partitioning = false) WHERE file_path = ${literal(uri)} AND pos IS NOT NULL`;
}
