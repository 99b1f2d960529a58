import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { lakeFormationService } from '../../../src/local/lakeformation/service';
import { ACCOUNT_ID } from './account';
import { analyst, attempt, deployer, engineer, LAKE, type Lakehouse, openLakehouse, run } from './lakehouse';
import { createTable, SANDBOX, snapshots } from './rowChanges';

/** `"t$snapshots"`, `$history`, `$files`, `$manifests`, `$partitions`, `$refs`: what the metadata of a table says of it. */

let lakehouse: Lakehouse;
let call: Call;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
  await createTable(
    call,
    'rides',
    'id bigint, city string, at timestamp',
    'PARTITIONED BY (city, month(at))',
  );
  for (const [id, city, at] of [
    [1, 'Oslo', '2026-01-03 08:00:00'],
    [2, 'Oslo', '2026-01-04 09:30:15.250'],
    [3, 'Quito', '1969-12-31 23:59:59'],
  ])
    await sql(`INSERT INTO rides VALUES (${id}, '${city}', TIMESTAMP '${at}')`);
  await sql('INSERT INTO rides VALUES (4, NULL, NULL)');
  await sql('DELETE FROM rides WHERE id = 1');
});
afterAll(() => lakehouse.close());

const sql = (text: string) => run(call, text, SANDBOX);
/** Rows without the header. */
const rows = async (text: string) => (await sql(text)).rows.slice(1);
const reason = async (text: string, by = call) => (await attempt(by, text, SANDBOX)).reason;
const typesOf = async (table: string) =>
  (
    await rows(
      `SELECT * FROM (SELECT ${(await sql(`SELECT * FROM "${table}"`)).rows[0]!.map((c) => `typeof("${c}") AS "${c}"`).join(', ')} FROM "${table}" LIMIT 1)`,
    )
  )[0];
const header = async (table: string) => (await sql(`SELECT * FROM "${table}"`)).rows[0];

test('$snapshots: each with what it did', async () => {
  expect(await header('rides$snapshots')).toEqual([
    'committed_at',
    'snapshot_id',
    'parent_id',
    'operation',
    'manifest_list',
    'summary',
  ]);
  expect(await typesOf('rides$snapshots')).toEqual([
    'timestamp(3) with time zone',
    'bigint',
    'bigint',
    'varchar',
    'varchar',
    'map(varchar, varchar)',
  ]);
  const known = await snapshots(lakehouse.account, 'sandbox', 'rides');
  const text = (millis: number) => `${new Date(millis).toISOString().replace('T', ' ').replace('Z', '')} UTC`;
  expect(
    await rows(
      `SELECT committed_at, snapshot_id, parent_id, operation, manifest_list, summary['total-records'], cardinality(map_filter(summary, (k, v) -> k = 'operation')) FROM "rides$snapshots" ORDER BY committed_at`,
    ),
  ).toEqual(
    known.map((snapshot, i) => [
      text(snapshot['timestamp-ms']),
      String(snapshot['snapshot-id']),
      i === 0 ? undefined : String(known[i - 1]!['snapshot-id']),
      i === 4 ? 'delete' : 'append',
      snapshot['manifest-list'],
      String(Math.min(i + 1, 4)),
      '0',
    ]),
  );
});

test('$history: what was current when', async () => {
  expect(await header('rides$history')).toEqual([
    'made_current_at',
    'snapshot_id',
    'parent_id',
    'is_current_ancestor',
  ]);
  expect(
    await rows(
      `SELECT count(*), bool_and(h.is_current_ancestor), bool_and(h.made_current_at = s.committed_at), count(h.parent_id)
       FROM "rides$history" h JOIN "rides$snapshots" s ON h.snapshot_id = s.snapshot_id`,
    ),
  ).toEqual([['5', 'true', 'true', '4']]);
});

test('$refs: the main branch', async () => {
  const last = (await snapshots(lakehouse.account, 'sandbox', 'rides')).at(-1)!;
  expect((await sql('SELECT * FROM "rides$refs"')).rows).toEqual([
    [
      'name',
      'type',
      'snapshot_id',
      'max_reference_age_in_ms',
      'min_snapshots_to_keep',
      'max_snapshot_age_in_ms',
    ],
    ['main', 'BRANCH', String(last['snapshot-id']), undefined, undefined, undefined],
  ]);
});

test('$files: data and delete files with their statistics', async () => {
  expect(await header('rides$files')).toEqual([
    'content',
    'file_path',
    'file_format',
    'record_count',
    'file_size_in_bytes',
    'column_sizes',
    'value_counts',
    'null_value_counts',
    'nan_value_counts',
    'lower_bounds',
    'upper_bounds',
    'key_metadata',
    'split_offsets',
    'equality_ids',
  ]);
  expect(await typesOf('rides$files')).toEqual([
    'integer',
    'varchar',
    'varchar',
    'bigint',
    'bigint',
    ...Array(4).fill('map(integer, bigint)'),
    ...Array(2).fill('map(integer, varchar)'),
    'varbinary',
    'array(bigint)',
    'array(integer)',
  ]);
  expect(
    await rows(
      `SELECT content, file_format, record_count, value_counts, null_value_counts, lower_bounds, upper_bounds
       FROM "rides$files" WHERE content = 0 ORDER BY element_at(lower_bounds, 1)`,
    ),
  ).toEqual([
    [
      '0',
      'PARQUET',
      '1',
      '{1=1, 2=1, 3=1}',
      '{1=0, 2=0, 3=0}',
      '{1=1, 2=Oslo, 3=2026-01-03T08:00}',
      '{1=1, 2=Oslo, 3=2026-01-03T08:00}',
    ],
    [
      '0',
      'PARQUET',
      '1',
      '{1=1, 2=1, 3=1}',
      '{1=0, 2=0, 3=0}',
      '{1=2, 2=Oslo, 3=2026-01-04T09:30:15.250}',
      '{1=2, 2=Oslo, 3=2026-01-04T09:30:15.250}',
    ],
    [
      '0',
      'PARQUET',
      '1',
      '{1=1, 2=1, 3=1}',
      '{1=0, 2=0, 3=0}',
      '{1=3, 2=Quito, 3=1969-12-31T23:59:59}',
      '{1=3, 2=Quito, 3=1969-12-31T23:59:59}',
    ],
    ['0', 'PARQUET', '1', '{1=1, 2=1, 3=1}', '{1=0, 2=1, 3=1}', '{1=4}', '{1=4}'],
  ]);
  const [[path, size] = []] = await rows(
    'SELECT file_path, file_size_in_bytes FROM "rides$files" WHERE content = 1',
  );
  const bytes = await lakehouse.account.objects.read(LAKE, path!.slice(`s3://${LAKE}/`.length));
  expect(Number(size)).toBe(bytes.length);
});

test('$manifests: counts, and partitions in words', async () => {
  expect(await typesOf('rides$manifests')).toEqual([
    'varchar',
    'bigint',
    'integer',
    'bigint',
    ...Array(3).fill(['integer', 'bigint']).flat(),
    'array(row(contains_null boolean, contains_nan boolean, lower_bound varchar, upper_bound varchar))',
  ]);
  expect(
    await rows(
      `SELECT added_data_files_count, added_rows_count, existing_data_files_count, deleted_rows_count, partitions, partitions[2].lower_bound
       FROM "rides$manifests" ORDER BY added_snapshot_id = (SELECT max_by(snapshot_id, committed_at) FROM "rides$snapshots"), partitions[2].lower_bound`,
    ),
  ).toEqual([
    [
      '1',
      '1',
      '0',
      '0',
      '[{contains_null=false, contains_nan=false, lower_bound=Quito, upper_bound=Quito}, {contains_null=false, contains_nan=false, lower_bound=1969-12, upper_bound=1969-12}]',
      '1969-12',
    ],
    ...Array(2).fill([
      '1',
      '1',
      '0',
      '0',
      '[{contains_null=false, contains_nan=false, lower_bound=Oslo, upper_bound=Oslo}, {contains_null=false, contains_nan=false, lower_bound=2026-01, upper_bound=2026-01}]',
      '2026-01',
    ]),
    [
      '1',
      '1',
      '0',
      '0',
      '[{contains_null=true, contains_nan=false, lower_bound=null, upper_bound=null}, {contains_null=true, contains_nan=false, lower_bound=null, upper_bound=null}]',
      undefined,
    ],
    [
      '1',
      '1',
      '0',
      '0',
      '[{contains_null=false, contains_nan=false, lower_bound=Oslo, upper_bound=Oslo}, {contains_null=false, contains_nan=false, lower_bound=2026-01, upper_bound=2026-01}]',
      '2026-01',
    ],
  ]);
});

test('$partitions: sums over the data files of each', async () => {
  expect(await typesOf('rides$partitions')).toEqual([
    'row(city varchar, at_month integer)',
    'bigint',
    'bigint',
    'bigint',
    'row(id row(min bigint, max bigint, null_count bigint, nan_count bigint), at row(min timestamp(6), max timestamp(6), null_count bigint, nan_count bigint))',
  ]);
  expect(
    await rows(
      'SELECT partition.city, partition.at_month, record_count, file_count, data.id, data.at.max, data.at.null_count FROM "rides$partitions" ORDER BY 1',
    ),
  ).toEqual([
    [
      'Oslo',
      '672',
      '2',
      '2',
      '{min=1, max=2, null_count=0, nan_count=null}',
      '2026-01-04 09:30:15.250000',
      '0',
    ],
    [
      'Quito',
      '-1',
      '1',
      '1',
      '{min=3, max=3, null_count=0, nan_count=null}',
      '1969-12-31 23:59:59.000000',
      '0',
    ],
    [undefined, undefined, '1', '1', '{min=4, max=4, null_count=0, nan_count=null}', undefined, '1'],
  ]);
  expect(
    await rows(
      'SELECT (SELECT sum(total_size) FROM "rides$partitions") = (SELECT sum(file_size_in_bytes) FROM "rides$files" WHERE content = 0)',
    ),
  ).toEqual([['true']]);
});

describe('of other tables', () => {
  test('without partitions, with values of every type', async () => {
    await createTable(
      call,
      'every_type',
      'b boolean, i int, f float, d double, p decimal(10,3), t date, z binary, s string, l array<int>, r struct<x: int>',
    );
    await sql(
      `INSERT INTO every_type VALUES (true, -7, REAL '1.5', 1e10, DECIMAL '-0.250', DATE '1969-02-01', X'00ff', 'it''s', ARRAY[1], CAST(ROW(3) AS row(x integer)))`,
    );
    const [[lower] = []] = await rows('SELECT lower_bounds FROM "every_type$files"');
    expect(lower).toBe("{1=true, 2=-7, 3=1.5, 4=1.0E10, 5=-0.250, 6=1969-02-01, 7=AP8=, 8=it's, 12=3}");
    const { rows: partitions } = await sql('SELECT * FROM "every_type$partitions"');
    expect(partitions[0]).toEqual(['record_count', 'file_count', 'total_size', 'data']);
    expect(partitions[1]![3]).toContain('p={min=-0.250, max=-0.250, null_count=0, nan_count=null}');
    expect(partitions[1]![3]).toContain('t={min=1969-02-01, max=1969-02-01,');
    expect(partitions[1]![3]).not.toContain('l={');
  });

  test('without snapshots, after ALTER TABLE, and in views', async () => {
    await createTable(call, 'fresh', 'id bigint, n int');
    for (const kind of ['snapshots', 'history', 'files', 'manifests', 'partitions', 'refs'])
      expect([kind, await rows(`SELECT count(*) FROM "fresh$${kind}"`)]).toEqual([kind, [['0']]]);
    await sql('INSERT INTO fresh VALUES (1, 2)');
    await sql('ALTER TABLE fresh DROP COLUMN n');
    await sql('ALTER TABLE fresh ADD COLUMNS (later string)');
    expect(await rows('SELECT lower_bounds FROM "fresh$files"')).toEqual([['{1=1}']]);
    expect(await rows('SELECT data FROM "fresh$partitions"')).toEqual([
      [
        '{id={min=1, max=1, null_count=0, nan_count=null}, later={min=null, max=null, null_count=null, nan_count=null}}',
      ],
    ]);
    await sql('CREATE VIEW file_count AS SELECT count(*) AS files FROM "fresh$files"');
    await sql('INSERT INTO fresh VALUES (2, NULL)');
    expect(await rows('SELECT files FROM file_count')).toEqual([['2']]);
    expect(
      await rows(
        'SELECT count(*) FROM awsdatacatalog.sandbox."fresh$snapshots" WHERE operation = \'append\'',
      ),
    ).toEqual([['2']]);
  });

  test('that are none, or have no such table', async () => {
    await sql('CREATE VIEW plain AS SELECT 1 AS id');
    await sql(
      `CREATE EXTERNAL TABLE hive (id string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://${LAKE}/sandbox/hive/'`,
    );
    for (const name of ['plain$files', 'hive$files', 'nothing$files', 'rides$nothing', '$files'])
      expect(await reason(`SELECT * FROM "${name}"`)).toBe(
        `TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.sandbox.${name}' does not exist`,
      );
  });

  test('have no versions and cannot be written', async () => {
    expect(await reason('SELECT * FROM "rides$files" FOR VERSION AS OF 1')).toBe(
      'NOT_SUPPORTED: line 1:15: This connector does not support versioned tables',
    );
    expect(await reason('DELETE FROM "rides$files"')).toContain('NOT_SUPPORTED');
    expect(await reason('INSERT INTO "rides$refs" (name) VALUES (\'x\')')).toBe(
      'NOT_SUPPORTED: line 1:13: This connector does not support inserts',
    );
  });
});

describe('are for those only who see the whole table', () => {
  const grant = (Resource: object) =>
    lakeFormationService.operations.GrantPermissions!(
      {
        Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT_ID}:role/lakehouse-analyst` },
        Resource,
        Permissions: ['SELECT'],
      },
      deployer(lakehouse.account),
    );

  test('bounds of a hidden column are not told', async () => {
    await createTable(call, 'people', 'id bigint, ssn string');
    await sql(`INSERT INTO people VALUES (1, '900-00-0001')`);
    const people = { DatabaseName: 'sandbox', Name: 'people' };
    expect(await reason('SELECT * FROM "people$files"', analyst(lakehouse.account))).toContain(
      'Insufficient permissions to execute the query.',
    );
    await grant({ TableWithColumns: { ...people, ColumnWildcard: { ExcludedColumnNames: ['ssn'] } } });
    for (const kind of ['snapshots', 'history', 'files', 'manifests', 'partitions', 'refs'])
      expect(await reason(`SELECT * FROM "people$${kind}"`, analyst(lakehouse.account))).toBe(
        `Insufficient permissions to execute the query. Insufficient Lake Formation permission(s): Required Select on all columns and rows of people to read people$${kind}`,
      );
    await grant({ Table: people });
    const { rows: seen } = await run(
      analyst(lakehouse.account),
      'SELECT upper_bounds FROM "people$files"',
      SANDBOX,
    );
    expect(seen[1]).toEqual(['{1=1, 2=900-00-0001}']);
  });

  test('manifests of another folder are read with rights of one’s own', async () => {
    const { catalog } = lakehouse.account;
    await createTable(call, 'pretended', 'id bigint');
    const { VersionId: _, ...pretended } = catalog.table('sandbox', 'pretended')!;
    const stolen = catalog.table('sandbox', 'people')!.Parameters!.metadata_location!;
    catalog.replaceTable(
      'sandbox',
      {
        Name: 'pretended',
        TableType: pretended.TableType,
        StorageDescriptor: pretended.StorageDescriptor,
        Parameters: { ...pretended.Parameters, metadata_location: stolen },
      },
      undefined,
      new Date(),
    );
    const refused = engineer(lakehouse.account, [`s3:GetObject arn:aws:s3:::${LAKE}/sandbox/people/`]);
    expect(await reason('SELECT * FROM "pretended$files"', refused)).toContain('ICEBERG_CANNOT_OPEN_SPLIT');
  });
});
