import type { Scan } from '../../../sql/catalog/catalogResolver';
import type { ParquetColumn } from '../../engine/engine';
import { escapeGlob, identifier, literal, literals, storedType } from '../../engine/sqlText';
import type { Run } from '../execution/run';
import type { HiveFile } from './hiveSource';
import { assertStoredAs } from './parquetTypes';

/**
 * The rows of a Hive table of Parquet files: columns by their names in any case, those that a file lacks are NULL.
 * Files that are laid out alike are read together.
 */
export async function hiveParquetSource(scan: Scan, files: HiveFile[], run: Run): Promise<string> {
  const { engine } = run.call.account;
  const paths = files.map((file) => file.path);
  const layouts = await engine.layouts(paths, run.signal);
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const layout = layouts.get(file.path) ?? [];
    assertStored(scan, layout, run.files.get(file.path)?.uri ?? 'of the table');
    const select = projection(scan, layout, file.partition);
    groups.set(select, [...(groups.get(select) ?? []), file.path]);
  }
  if (groups.size === 0) return `(SELECT ${projection(scan, [], undefined)} WHERE false)`;
  // Names differ in case between files: each file is asked for its own.
  let bytes = 0;
  for (const file of files) bytes += columnBytes(scan, layouts.get(file.path) ?? []);
  run.meter.scan(bytes);
  const selects = [...groups].map(
    ([select, members]) =>
      `SELECT ${select} FROM read_parquet(${literals(members.map(escapeGlob))}, hive_partitioning = false)`,
  );
  return `(${selects.join(' UNION ALL ')})`;
}

function assertStored(scan: Scan, layout: ParquetColumn[], uri: string): void {
  for (const name of scan.columns) {
    const column = columnOf(layout, name);
    const known = scan.relation.columns.find((one) => one.name === name);
    if (column && known) assertStoredAs(known.type, column, uri);
  }
}

const columnBytes = (scan: Scan, layout: ParquetColumn[]): number =>
  scan.columns.reduce((sum, name) => sum + (columnOf(layout, name)?.sizeInBytes ?? 0), 0);

const columnOf = (layout: ParquetColumn[], name: string): ParquetColumn | undefined =>
  layout.find((column) => column.name.toLowerCase() === name);

function projection(scan: Scan, layout: ParquetColumn[], partition: HiveFile['partition']): string {
  const columns = scan.columns.map((name) => {
    const type = scan.relation.columns.find((column) => column.name === name)!.type;
    const value = partition?.[name];
    const column = columnOf(layout, name);
    const source =
      partition && name in partition
        ? value === null
          ? 'NULL'
          : literal(value!)
        : column
          ? identifier(column.name)
          : 'NULL';
    return `CAST(${source} AS ${storedType(type)}) AS ${identifier(name)}`;
  });
  return columns.length > 0 ? columns.join(', ') : 'true AS "$row"';
}
