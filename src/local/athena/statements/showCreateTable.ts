import type { Column } from '@aws-sdk/client-glue';
import type { Statement } from '../../../sql/syntax/ast/statement';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import { currentSchema, partitionSpec } from '../../iceberg';
import { QueryFailure } from '../execution/failure';
import type { Run, StatementRunner } from '../execution/run';
import { hiveTable, lines } from '../hive/hiveErrors';
import { icebergMetadata } from '../iceberg/icebergMetadata';
import { partitionLines } from '../iceberg/icebergPartition';

const MANAGED_PROPERTIES = new Set([
  'metadata_location',
  'previous_metadata_location',
  'table_type',
  'EXTERNAL',
]);

/** `SHOW CREATE TABLE t`: with the columns that the caller may see. */
export const showCreateTable: StatementRunner<Extract<Statement, { type: 'showCreateTable' }>> = async (
  statement,
  run,
) => {
  const table = await hiveTable(run, statement.name);
  if (table.kind === 'VIEW') {
    throw new QueryFailure(
      `FAILED: SemanticException [Error 10001]: Table not found ${table.database}.${table.name}`,
      1,
      1003,
      {
        hive: true,
      },
    );
  }
  const text = table.kind === 'ICEBERG' ? await icebergText(table, run) : hiveText(table);
  return lines(['createtab_stmt'], text.split('\n'), null);
};

function hiveText({ database, name, shown, shownColumns, shownKeys: keys }: AuthorizedTable): string {
  const storage = shown.StorageDescriptor;
  const serde = Object.entries(storage?.SerdeInfo?.Parameters ?? {}).sort();
  const properties = Object.entries(shown.Parameters ?? {})
    .filter(([key]) => !MANAGED_PROPERTIES.has(key))
    .sort();
  return [
    `CREATE EXTERNAL TABLE \`${database}.${name}\`(`,
    `${shownColumns.map(columnText).join(', \n')})`,
    ...(shown.Description ? [`COMMENT ${quoted(shown.Description)}`] : []),
    ...(keys.length > 0 ? ['PARTITIONED BY ( ', `${keys.map(columnText).join(', \n')})`] : []),
    'ROW FORMAT SERDE ',
    `  ${quoted(storage?.SerdeInfo?.SerializationLibrary ?? '')} `,
    ...(serde.length > 0 ? ['WITH SERDEPROPERTIES ( ', `${propertyLines(serde)}) `] : []),
    'STORED AS INPUTFORMAT ',
    `  ${quoted(storage?.InputFormat ?? '')} `,
    'OUTPUTFORMAT ',
    `  ${quoted(storage?.OutputFormat ?? '')}`,
    'LOCATION',
    `  ${quoted(storage?.Location ?? '')}`,
    'TBLPROPERTIES (',
    `${propertyLines(properties)})`,
  ].join('\n');
}

async function icebergText(table: AuthorizedTable, run: Run): Promise<string> {
  const columns = table.shownColumns;
  const names = new Set(columns.map((column) => column.Name));
  const metadata = await icebergMetadata(table, run);
  const partitioning = partitionLines(partitionSpec(metadata), currentSchema(metadata))
    .filter((field) => names.has(field.column))
    .map((field) => field.ddl);
  const properties: [string, string][] = [
    ['table_type', 'iceberg'],
    ...Object.entries(table.shownProperties(metadata.properties)).sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  return [
    `CREATE TABLE ${table.database}.${table.name} (`,
    `${columns.map((column) => `  ${column.Name} ${column.Type}${comment(column)}`).join(',\n')})`,
    ...(partitioning.length > 0 ? [`PARTITIONED BY (${partitioning.join(', ')})`] : []),
    `LOCATION ${quoted(metadata.location)}`,
    'TBLPROPERTIES (',
    propertyLines(properties),
    ');',
  ].join('\n');
}

const columnText = (column: Column): string => `  \`${column.Name}\` ${column.Type}${comment(column)}`;
const comment = (column: Column): string => (column.Comment ? ` COMMENT ${quoted(column.Comment)}` : '');
const quoted = (text: string): string => `'${text.replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
const propertyLines = (properties: [string, string][]): string =>
  properties.map(([key, value]) => `  ${quoted(key)}=${quoted(value)}`).join(', \n');
