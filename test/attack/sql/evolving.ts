import type { Column, TableInput } from '@aws-sdk/client-glue';
import { tableFiles } from '../../../src/local/athena/execution/tableFiles';
import type { Call } from '../../../src/local/call';
import { AwsError } from '../../../src/local/errors';
import { glueColumns, readMetadata, type TableMetadata, writeMetadata } from '../../../src/local/iceberg';
import { LAKE, type Lakehouse, run } from '../../local/athena/lakehouse';
import type { Attack } from '../suite';
import {
  analystOf,
  answer,
  callAs,
  columnsOf,
  engineerOf,
  glueOf,
  grant,
  put,
  rowsOf,
  SSNS,
  showsMark,
  tableOf,
  textOf,
} from './world';

/** A table in the sandbox, made by the engineer, of which the analyst sees all but ssn; somebody then changes it. */
export interface Evolving {
  world: Lakehouse;
  /** The table's name in the database `sandbox`. */
  name: string;
  /** Who changes the table. */
  by: Call;
}

/** A change of a table under which the hidden values must stay hidden. A refusal is an answer, too. */
export interface TableChange {
  name: string;
  make(table: Evolving): Promise<unknown>;
  /** The change takes values away from everybody: the engineer need not see them afterwards. */
  loses?: boolean;
  /** It got through when it was written. */
  always?: boolean;
}

/** Two who may not see ssn: from the analyst it is left out, and the clerk's list of columns does not have it. */
const CLERK = 'lakehouse-clerk';
export type Actor = 'engineer' | 'analyst';
let made = 0;

/** Runs statements one after the other; one that is refused ends it. */
export async function inTurn({ by }: Evolving, ...statements: string[]): Promise<void> {
  for (const sql of statements) if ((await answer(by, sql)).state !== 'SUCCEEDED') return;
}

/** The table as the catalog has it, in the form of an input. */
export function inputOf({
  world,
  name,
}: Evolving): TableInput & { StorageDescriptor: { Columns: Column[] } } {
  const { Name, TableType, Parameters, StorageDescriptor, PartitionKeys } = world.account.catalog.table(
    'sandbox',
    name,
  )!;
  return JSON.parse(JSON.stringify({ Name, TableType, Parameters, StorageDescriptor, PartitionKeys }));
}

/** Changes the table by Glue's UpdateTable. */
export async function update(
  table: Evolving,
  change: (input: ReturnType<typeof inputOf>) => void,
): Promise<void> {
  const TableInput = inputOf(table);
  change(TableInput);
  await glueOf(table.by)('UpdateTable', { DatabaseName: 'sandbox', TableInput });
}

/** Another engine's commit: writes a metadata file beside the old one, and swaps it in. */
export async function commit(
  table: Evolving,
  change: (metadata: TableMetadata) => TableMetadata,
  columns: 'theirs' | 'stale' | 'without ids' = 'theirs',
): Promise<void> {
  const files = tableFiles(table.world.account);
  const previous = inputOf(table).Parameters!.metadata_location!;
  const next = change(structuredClone(await readMetadata(previous, files)));
  const location = await writeMetadata(next, files, { previous });
  await update(table, (input) => {
    input.Parameters = {
      ...input.Parameters,
      metadata_location: location,
      previous_metadata_location: previous,
    };
    if (columns === 'stale') return;
    input.StorageDescriptor.Columns = glueColumns(next).map((column) =>
      columns === 'theirs' ? column : { Name: column.Name, Type: column.Type },
    );
  });
}

/** A new current schema, with fields as another engine would write them. */
export function withFields(
  metadata: TableMetadata,
  change: (fields: { id: number; name: string }[]) => { id: number; name: string }[],
): TableMetadata {
  const current = metadata.schemas.find((schema) => schema['schema-id'] === metadata['current-schema-id'])!;
  const id = Math.max(...metadata.schemas.map((schema) => schema['schema-id'] ?? 0)) + 1;
  const fields = change(current.fields.map((field) => ({ ...field }))) as typeof current.fields;
  return {
    ...metadata,
    schemas: [...metadata.schemas, { ...current, 'schema-id': id, fields }],
    'current-schema-id': id,
  };
}

export async function icebergTable(world: Lakehouse): Promise<string> {
  const name = `evolving${++made}`;
  const engineer = engineerOf(world);
  await run(
    engineer,
    `CREATE TABLE sandbox.${name} (id bigint, name string, ssn string, since date, amount decimal(10,2)) LOCATION 's3://${LAKE}/sandbox/${name}' TBLPROPERTIES ('table_type'='ICEBERG')`,
  );
  await run(engineer, `INSERT INTO sandbox.${name} VALUES ${rowsOf(SSNS)}`);
  return name;
}

/** @param format of CREATE EXTERNAL TABLE, and what the files hold */
export const textTable =
  (format: string, lines = SSNS.map((ssn, i) => `${i + 1},Ann,${ssn}\n`).join('')) =>
  async (world: Lakehouse): Promise<string> => {
    const name = `evolving${++made}`;
    await run(
      engineerOf(world),
      `CREATE EXTERNAL TABLE sandbox.${name} (id string, name string, ssn string) ${format} LOCATION 's3://${LAKE}/sandbox/${name}'`,
    );
    await put(world, `sandbox/${name}/people.csv`, lines);
    return name;
  };

/** A sentence when somebody gets a hidden value of a table by any name of a column, now or in an older snapshot. */
async function seen({ world, name }: Evolving): Promise<string | undefined> {
  const table = `sandbox.${name}`;
  const queries = [
    `SELECT * FROM ${table}`,
    ...['ssn', 'tax'].map((column) => `SELECT ${column} FROM ${table}`),
  ];
  const metadata = world.account.catalog.table('sandbox', name)?.Parameters?.metadata_location;
  if (metadata) {
    const { snapshots } = await readMetadata(metadata, tableFiles(world.account));
    queries.push(`SELECT * FROM ${table} FOR VERSION AS OF ${snapshots[0]!['snapshot-id']}`);
    queries.push(`SELECT * FROM sandbox."${name}$files"`);
  } else queries.push(`SHOW PARTITIONS ${table}`);
  for (const as of [analystOf(world), callAs(world.account, CLERK)]) {
    for (const sql of queries) {
      const shown = showsMark(textOf(await answer(as, sql)));
      if (shown) return `${as.principal.grantee.split('/')[1]}, ${sql}: ${shown}`;
    }
    const partitions = await glueOf(as)('GetPartitions', { DatabaseName: 'sandbox', TableName: name }).catch(
      String,
    );
    const shown = showsMark(partitions);
    if (shown) return `GetPartitions: ${shown}`;
  }
  return undefined;
}

/** A change by a principal, after which the analyst must see no hidden value and the engineer all of them. */
export const change = (
  { name, make, loses, always }: TableChange,
  by: Actor,
  create: (world: Lakehouse) => Promise<string>,
): Attack<Lakehouse> => ({
  name: `${name}, by the ${by}`,
  always,
  run: async (world) => {
    const table = await create(world);
    const granted = `sandbox.${table}`;
    await grant(world, 'lakehouse-analyst', columnsOf(granted, { exclude: ['ssn'] }), ['SELECT']);
    await grant(world, CLERK, columnsOf(granted, { include: ['id', 'name'] }), ['SELECT']);
    if (by === 'analyst')
      await grant(world, 'lakehouse-analyst', tableOf(`sandbox.${table}`), ['ALTER', 'DESCRIBE']);
    const evolving = { world, name: table, by: by === 'engineer' ? engineerOf(world) : analystOf(world) };
    let refused = false;
    await make(evolving).catch((error: unknown) => {
      if (!(error instanceof AwsError)) throw error;
      refused = true;
    });
    const shown = await seen(evolving);
    if (shown) return shown;
    const rows = textOf(await answer(engineerOf(world), `SELECT * FROM sandbox.${table}`));
    if ((loses && !refused) || SSNS.every((ssn) => rows.includes(ssn))) return undefined;
    return `the engineer no longer sees all: ${rows.slice(0, 300)}`;
  },
});
