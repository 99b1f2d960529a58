import type { Column } from '@aws-sdk/client-glue';
import type { Statement } from '../../../sql/syntax/ast/statement';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import { currentSchema, partitionSpec } from '../../iceberg';
import { readPrestoView } from '../execution/prestoView';
import type { Run, StatementRunner } from '../execution/run';
import { hiveTable, lines } from '../hive/hiveErrors';
import { icebergMetadata } from '../iceberg/icebergMetadata';
import { partitionLines } from '../iceberg/icebergPartition';

/** `DESCRIBE t`: the columns that the caller may see, in the layout of the table's kind. */
export const describe: StatementRunner<Extract<Statement, { type: 'describe' }>> = async (statement, run) => {
  const table = await hiveTable(run, statement.name);
  if (table.kind === 'VIEW') {
    const { columns } = readPrestoView(table.shown);
    return lines(
      ['column', 'type'],
      columns.map(({ name, type }) => `${name}\t${type}`),
    );
  }
  const columns = table.shownColumns;
  if (table.kind === 'ICEBERG') return lines(COLUMNS, await icebergLayout(table, run));
  // Hive's DESCRIBE counts nothing, the others count zero rows.
  return lines(COLUMNS, hiveLayout(columns, table.shownKeys), null);
};

const COLUMNS = ['col_name', 'data_type', 'comment'];
const WIDTH = 20;
const padded = (...cells: (string | undefined)[]): string =>
  cells.map((cell) => (cell ?? '').padEnd(WIDTH)).join('\t');

function hiveLayout(columns: Column[], keys: Column[]): string[] {
  const row = (column: Column) => padded(column.Name, column.Type, column.Comment);
  const all = [...columns, ...keys].map(row);
  if (keys.length === 0) return all;
  return [
    ...all,
    '\t \t ',
    '# Partition Information\t \t ',
    padded('# col_name', 'data_type', 'comment'),
    '\t \t ',
    ...keys.map(row),
  ];
}

async function icebergLayout(table: AuthorizedTable, run: Run): Promise<string[]> {
  const columns = table.shownColumns;
  const metadata = await icebergMetadata(table, run);
  const shown = new Set(columns.map((column) => column.Name));
  const partitioning = partitionLines(partitionSpec(metadata), currentSchema(metadata)).filter((field) =>
    shown.has(field.column),
  );
  return [
    '# Table schema:\t\t',
    '# col_name\tdata_type\tcomment',
    ...columns.map((column) => `${column.Name}\t${spaced(column.Type ?? '')}\t${column.Comment ?? ''}`),
    '\t\t',
    '# Partition spec:\t\t',
    '# field_name\tfield_transform\tcolumn_name',
    ...partitioning.map((field) => `${field.name}\t${field.transform}\t${field.column}`),
  ];
}

/** `decimal(10, 2)`, `struct<a: int, b: string>`: DESCRIBE of Iceberg tables puts blanks into Hive's type texts. */
const spaced = (type: string): string => type.replace(/([,:])\s*/g, '$1 ');
