import { tableFiles } from '../../../src/local/athena/execution/tableFiles';
import { readMetadata } from '../../../src/local/iceberg';
import type { Lakehouse } from '../../local/athena/lakehouse';
import type { Attack } from '../suite';
import { brokenPartitions } from './brokenPartitions';
import {
  ALL_GOVERNED,
  adminOf,
  analystOf,
  answer,
  athenaOf,
  BY_SSN,
  CUSTOMERS,
  type Governed,
  glueOf,
  MEMBERS,
  NESTED,
  SSNS,
  type Suite,
  sameAsMissing,
  showsMark,
  textOf,
  VISITS,
} from './world';

/** What says something about data without being data: metadata tables, the catalog's answers, old snapshots, errors. */

const ICEBERG = [CUSTOMERS, MEMBERS, VISITS, NESTED];
const KINDS = [
  ...[
    'files',
    'manifests',
    'partitions',
    'history',
    'snapshots',
    'refs',
    'properties',
    'metadata_log_entries',
  ],
  ...['entries', 'all_entries', 'all_files', 'all_manifests', 'data', 'changes', 'position_deletes'],
];
/** The sentence when an answer shows a value or names the hidden column as one of the table's. */
const shows = (of: Governed, found: Parameters<typeof textOf>[0]): string | undefined =>
  showsMark(textOf(found)) ??
  (JSON.stringify(found.rows).includes(`"${of.hidden}`) ? `it names ${of.hidden}` : undefined);

const quotedName = ({ table }: Governed, kind: string): string =>
  `lakehouse."${table.split('.')[1]}$${kind}"`;
const metadataTables = ICEBERG.flatMap((of) =>
  KINDS.flatMap((kind): Attack<Lakehouse>[] =>
    [
      (t: string) => `SELECT * FROM ${t}`,
      (t: string) => `SELECT count(*) FROM ${t}`,
      (t: string) => `SHOW COLUMNS IN ${t.replaceAll('"', '`')}`,
    ].map((sql) => ({
      name: sql(quotedName(of, kind)),
      run: async (world) => shows(of, await answer(analystOf(world), sql(quotedName(of, kind)))),
    })),
  ),
);

const PSEUDO = [
  '$path',
  '$file_size',
  '$file_modified_time',
  '$partition',
  '$bucket',
  '$row_id',
  'rowid',
  'filename',
  'file_row_number',
];
const pseudoColumns = [VISITS, BY_SSN, CUSTOMERS].flatMap((of) =>
  PSEUDO.map(
    (column): Attack<Lakehouse> => ({
      name: `"${column}" of ${of.table}`,
      run: async (world) =>
        showsMark(textOf(await answer(analystOf(world), `SELECT "${column}" FROM ${of.table}`))),
    }),
  ),
);

const INFORMATION = [
  'SELECT * FROM information_schema.columns',
  "SELECT * FROM information_schema.columns WHERE column_name = 'ssn'",
  "SELECT * FROM information_schema.columns WHERE table_schema = 'lakehouse' AND column_name LIKE '%ss%'",
  "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'lakehouse' AND column_name IN ('ssn', 'secrets', 'numbers', 'notes')",
  'SELECT * FROM awsdatacatalog.information_schema.columns',
  'SELECT * FROM information_schema.tables',
  'SELECT * FROM information_schema.views',
  'SELECT * FROM information_schema.table_privileges',
  'SELECT * FROM information_schema.column_privileges',
  'SELECT * FROM system.metadata.table_properties',
  'SELECT * FROM system.runtime.queries',
];
const information = INFORMATION.map(
  (sql): Attack<Lakehouse> => ({
    name: sql,
    run: async (world) => {
      const found = await answer(analystOf(world), sql);
      const hidden = found.rows
        .slice(1)
        .filter(
          (row) =>
            row.includes('lakehouse') &&
            row.some((cell) => ['ssn', 'secrets', 'numbers', 'notes'].includes(cell ?? '')),
        );
      const counted =
        sql.includes('count(*)') && found.rows[1]?.[0] !== '0' ? `it counts ${found.rows[1]}` : undefined;
      return (
        showsMark(textOf(found)) ??
        counted ??
        (hidden.length > 0 ? `it lists ${JSON.stringify(hidden[0])}` : undefined)
      );
    },
  }),
);

/** The catalog's operations that read, by the analyst. */
const CATALOG_READS: [name: string, input: (of: Governed) => object][] = [
  ['GetTable', ({ table }) => ({ DatabaseName: 'lakehouse', Name: table.split('.')[1] })],
  ['GetTables', () => ({ DatabaseName: 'lakehouse' })],
  ['SearchTables', () => ({ SearchText: 'ssn' })],
  ['SearchTables', () => ({})],
  ['GetTableVersions', ({ table }) => ({ DatabaseName: 'lakehouse', TableName: table.split('.')[1] })],
  [
    'GetTableVersion',
    ({ table }) => ({ DatabaseName: 'lakehouse', TableName: table.split('.')[1], VersionId: '0' }),
  ],
  ['GetPartitions', ({ table }) => ({ DatabaseName: 'lakehouse', TableName: table.split('.')[1] })],
  [
    'GetPartitions',
    ({ table }) => ({ DatabaseName: 'lakehouse', TableName: table.split('.')[1], Expression: "ssn > '0'" }),
  ],
  [
    'GetPartitions',
    ({ table }) => ({
      DatabaseName: 'lakehouse',
      TableName: table.split('.')[1],
      ExcludeColumnSchema: true,
      MaxResults: 1,
    }),
  ],
  ['GetPartitionIndexes', ({ table }) => ({ DatabaseName: 'lakehouse', TableName: table.split('.')[1] })],
  [
    'GetColumnStatisticsForTable',
    ({ table, hidden }) => ({
      DatabaseName: 'lakehouse',
      TableName: table.split('.')[1],
      ColumnNames: [hidden],
    }),
  ],
  [
    'GetColumnStatisticsForTable',
    ({ table }) => ({
      DatabaseName: 'lakehouse',
      TableName: table.split('.')[1],
      ColumnNames: ['id', 'SSN'],
    }),
  ],
];
const catalog = ALL_GOVERNED.flatMap((of) =>
  CATALOG_READS.map(
    ([operation, input], i): Attack<Lakehouse> => ({
      name: `${operation} (${i}) of ${of.table}`,
      run: async (world) => {
        const found = await glueOf(analystOf(world))(operation, input(of)).catch(String);
        const text = JSON.stringify(found);
        const column = new RegExp(`"Name":"${of.hidden}"`, 'i').test(text);
        return showsMark(text) ?? (column && !text.includes('v_') ? `it lists ${of.hidden}` : undefined);
      },
    }),
  ),
);

/** A right guess of a hidden partition value is answered as a wrong one. */
const guesses: Attack<Lakehouse>[] = [
  ['GetPartition', (value: string) => ({ PartitionValues: [value] })],
  ['BatchGetPartition', (value: string) => ({ PartitionsToGet: [{ Values: [value] }] })],
  ['GetPartitions', (value: string) => ({ Expression: `ssn = '${value}'` })],
  ['CreatePartition', (value: string) => ({ PartitionInput: { Values: [value] } })],
  ['DeletePartition', (value: string) => ({ PartitionValues: [value] })],
  [
    'UpdatePartition',
    (value: string) => ({ PartitionValueList: [value], PartitionInput: { Values: [value] } }),
  ],
].map(([operation, input]) => ({
  name: `a guess by ${operation}`,
  run: async (world: Lakehouse) => {
    const guess = (value: string) =>
      glueOf(analystOf(world))(operation as string, {
        DatabaseName: 'lakehouse',
        TableName: 'people_by_ssn',
        ...(input as (value: string) => object)(value),
      }).catch(String);
    const [right, wrong] = [
      JSON.stringify(await guess(SSNS[0]!)),
      JSON.stringify(await guess('000-00-0000')),
    ];
    return right === wrong ? undefined : `right: ${right}, wrong: ${wrong}`;
  },
}));

const athenaCatalog: Attack<Lakehouse>[] = ALL_GOVERNED.map((of) => ({
  name: `GetTableMetadata of ${of.table}`,
  run: async (world) => {
    const athena = athenaOf(analystOf(world));
    const input = { CatalogName: 'AwsDataCatalog', DatabaseName: 'lakehouse' };
    const one = await athena('GetTableMetadata', { ...input, TableName: of.table.split('.')[1] }).catch(
      String,
    );
    const all = await athena('ListTableMetadata', input).catch(String);
    const text = JSON.stringify([one, all]);
    return (
      showsMark(text) ??
      (/"Name":"(ssn|secrets|numbers|notes)"/.test(text) ? `it lists a hidden column` : undefined)
    );
  },
}));

async function snapshotOf(world: Lakehouse, { table }: Governed): Promise<{ id: bigint; at: string }> {
  const { catalog: entries } = world.account;
  const location = entries.table('lakehouse', table.split('.')[1]!)!.Parameters!.metadata_location!;
  const snapshot = (await readMetadata(location, tableFiles(world.account))).snapshots.at(-1)!;
  const at = new Date(Number(snapshot['timestamp-ms']) + 1)
    .toISOString()
    .replace('T', ' ')
    .replace('Z', ' UTC');
  return { id: snapshot['snapshot-id'], at };
}
const QUERIES: [name: string, sql: (column: string, table: string) => string][] = [
  ['the column', (c, t) => `SELECT ${c} FROM ${t}`],
  ['a condition', (c, t) => `SELECT id FROM ${t} WHERE ${c} IS NOT NULL`],
  ['an aggregate', (c, t) => `SELECT count(${c}) FROM ${t}`],
  ['a join with today', (c, t) => `SELECT a.${c} FROM ${t} a JOIN ${CUSTOMERS.table} b ON a.id = b.id`],
  ['*', (_, t) => `SELECT * FROM ${t}`],
];
const travel = ICEBERG.flatMap((of) =>
  QUERIES.flatMap(([name, sql]): Attack<Lakehouse>[] => [
    {
      name: `${name} of ${of.table} FOR VERSION`,
      run: async (world) => {
        const { id } = await snapshotOf(world, of);
        return sameAsMissing(analystOf(world), of, (c, t) =>
          sql(c, `${t} FOR VERSION AS OF ${id}`).replace(/(FOR VERSION AS OF \d+) a/, '$1 AS a'),
        );
      },
    },
    {
      name: `${name} of ${of.table} FOR TIMESTAMP`,
      run: async (world) => {
        const { at } = await snapshotOf(world, of);
        return sameAsMissing(analystOf(world), of, (c, t) =>
          sql(c, `${t} FOR TIMESTAMP AS OF TIMESTAMP '${at}'`),
        );
      },
    },
  ]),
);

const adminSees: Attack<Lakehouse>[] = [
  {
    name: 'an administrator gets the partitions of a table, legitimately',
    run: async (world) => {
      const { Partitions } = await glueOf(adminOf(world))('GetPartitions', {
        DatabaseName: 'lakehouse',
        TableName: 'people_by_ssn',
      });
      return Partitions.length === 3 ? undefined : `it got ${Partitions.length}`;
    },
  },
];

export const hiddenMetadata: Suite[] = [
  {
    title: 'metadata',
    groups: {
      'metadata tables': metadataTables,
      'columns that are not in the table': pseudoColumns,
      information_schema: information,
      'the catalog': [...catalog, ...adminSees],
      'Athena’s catalog': athenaCatalog,
      'guesses of partitions': guesses,
      'time travel': travel,
      'errors about files': brokenPartitions,
    },
    every: 20,
  },
];
