import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { attempt, deployer, LAKE, type Lakehouse, openLakehouse, RAW, run } from './lakehouse';

/** Files that cannot be read are told by their s3:// address, in Athena's words; nothing tells where they lie on disk. */

let lakehouse: Lakehouse;
let admin: Call;
const sandbox = { QueryExecutionContext: { Database: 'sandbox' } };
beforeAll(async () => {
  lakehouse = await openLakehouse();
  admin = deployer(lakehouse.account);
});
afterAll(() => lakehouse.close());

/** A Parquet file with the columns of a SELECT. */
async function parquet(select: string): Promise<Buffer> {
  const file = join(tmpdir(), `bad-${process.pid}-${Math.random().toString(36).slice(2)}.parquet`);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  return readFileSync(file);
}

const put = (key: string, bytes: Buffer | string) =>
  lakehouse.account.objects.put(RAW, key, Buffer.from(bytes));

async function reasonOf(sql: string): Promise<string> {
  const { state, reason = '' } = await attempt(admin, sql, sandbox);
  expect(state).toBe('FAILED');
  expect(reason).toMatch(/^[A-Z][A-Z_]+: /);
  expect(reason).not.toContain(lakehouse.folder);
  expect(reason).not.toMatch(/\/tmp|[a-z] Error: |[Dd]uck|read_parquet|read_csv|LINE \d/);
  return reason;
}

let tables = 0;
/** An external table over files. */
async function external(format: string, columns: string, files: Record<string, Buffer | string>) {
  const name = `bad${++tables}`;
  for (const [key, bytes] of Object.entries(files)) await put(`${name}/${key}`, bytes);
  await run(
    admin,
    `CREATE EXTERNAL TABLE ${name} (${columns}) ${format} LOCATION 's3://${RAW}/${name}/'`,
    sandbox,
  );
  return { name, uri: (key: string) => `s3://${RAW}/${name}/${key}` };
}

describe('Parquet files of an external table', () => {
  test('that are none', async () => {
    const { name, uri } = await external('STORED AS PARQUET', 'a int', {
      'a.parquet': 'no Parquet at all, but long enough',
    });
    expect(await reasonOf(`SELECT * FROM ${name}`)).toBe(
      `HIVE_BAD_DATA: Error opening Hive split ${uri('a.parquet')} (offset=0, length=34): Not valid Parquet file: ${uri('a.parquet')} expected magic number: PAR1`,
    );
  });

  test('that are cut off, or too short', async () => {
    const whole = await parquet('SELECT range::INTEGER AS a FROM range(1000)');
    for (const bytes of [
      whole.subarray(0, whole.length - 9),
      Buffer.from('PAR1'),
      Buffer.concat([whole.subarray(0, 100), whole.subarray(whole.length - 60)]),
    ]) {
      const { name, uri } = await external('STORED AS PARQUET', 'a int', { 'a.parquet': bytes });
      const reason = await reasonOf(`SELECT * FROM ${name}`);
      expect(reason).toMatch(/^HIVE_(BAD_DATA|CANNOT_OPEN_SPLIT): /);
      expect(reason).toContain(uri('a.parquet'));
    }
  });

  test('whose pages are spoilt', async () => {
    const bytes = Buffer.from(await parquet('SELECT range::VARCHAR AS a, range AS b FROM range(5000)'));
    for (let i = 4; i < 3000; i++) bytes[i] = (bytes[i]! * 7 + i) & 0xff;
    const { name } = await external('STORED AS PARQUET', 'a string, b bigint', { 'a.parquet': bytes });
    expect(await reasonOf(`SELECT * FROM ${name}`)).toMatch(/^HIVE_BAD_DATA: /);
  });

  test('whose columns have other types than the table', async () => {
    const bytes = await parquet(`SELECT 'abc' AS a, 1 AS b, [1] AS c`);
    const { name, uri } = await external('STORED AS PARQUET', 'a bigint, b string, c int', {
      'a.parquet': bytes,
    });
    expect(await reasonOf(`SELECT a FROM ${name}`)).toBe(
      `HIVE_BAD_DATA: Field a's type BINARY in parquet file ${uri('a.parquet')} is incompatible with type bigint defined in table schema`,
    );
    expect(await reasonOf(`SELECT b FROM ${name}`)).toContain("Field b's type INT32");
    expect(await reasonOf(`SELECT c FROM ${name}`)).toContain("Field c's type LIST");
  });
});

describe('text files of an external table', () => {
  const csv = `ROW FORMAT DELIMITED FIELDS TERMINATED BY ','`;
  const openCsv = `ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'`;

  test('that are no gzip', async () => {
    const { name } = await external(csv, 'a string', { 'a.csv.gz': 'no gzip' });
    expect(await reasonOf(`SELECT * FROM ${name}`)).toMatch(/^HIVE_CURSOR_ERROR: /);
  });

  test('whose gzip is cut off or spoilt', async () => {
    const zipped = gzipSync(Buffer.from('a,b\n'.repeat(10_000)));
    const spoilt = Buffer.from(zipped);
    spoilt.fill(0xff, 20, 40);
    const { name } = await external(csv, 'a string', { 'a.csv.gz': spoilt });
    expect(await reasonOf(`SELECT count(*) FROM ${name}`)).toMatch(/^HIVE_CURSOR_ERROR: /);
  });

  test('that are not UTF-8', async () => {
    const { name } = await external(csv, 'a string', {
      'a.csv': Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a]),
    });
    expect(await reasonOf(`SELECT * FROM ${name}`)).toMatch(
      /^HIVE_BAD_DATA: Line \d+ of a text file is not UTF-8/,
    );
  });

  test('whose fields are no values of their columns', async () => {
    const { name } = await external(openCsv, 'a int', { 'a.csv': '"x"\n' });
    expect(await reasonOf(`SELECT * FROM ${name}`)).toMatch(
      /^HIVE_BAD_DATA: Error parsing field value 'x' for field 0/,
    );
  });

  test('that vanish while the table is there', async () => {
    const { name } = await external(csv, 'a string', { 'a.csv': 'a\n' });
    rmSync(lakehouse.account.objects.pathOf(RAW, `${name}/a.csv`));
    expect(await reasonOf(`SELECT * FROM ${name}`)).toBe(
      `HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://${RAW}/${name}/a.csv (offset=0, length=2): File s3://${RAW}/${name}/a.csv does not exist`,
    );
  });

  test.each(['s3n', 's3a', 'hdfs', 'file'])('at a %s:// location', async (scheme) => {
    const { state, reason = '' } = await attempt(
      admin,
      `CREATE EXTERNAL TABLE at_${scheme} (a string) ${csv} LOCATION '${scheme}://${RAW}/x/'`,
      sandbox,
    );
    if (state === 'FAILED') expect(reason).not.toMatch(/internal error|\/tmp/i);
    else {
      const read = await attempt(admin, `SELECT * FROM at_${scheme}`, sandbox);
      expect(read.reason ?? '').not.toMatch(/internal error|\/tmp/i);
    }
  });
});

describe('files of an Iceberg table', () => {
  async function iceberg(): Promise<{ name: string; uri: string; path: string; size: number }> {
    const name = `ice${++tables}`;
    await run(
      admin,
      `CREATE TABLE ${name} (a int, b string) LOCATION 's3://${LAKE}/sandbox/${name}/' TBLPROPERTIES ('table_type'='ICEBERG')`,
      sandbox,
    );
    await run(admin, `INSERT INTO ${name} VALUES (1, 'x')`, sandbox);
    for await (const { key, size } of lakehouse.account.objects.list(LAKE, `sandbox/${name}/data/`))
      return { name, uri: `s3://${LAKE}/${key}`, path: lakehouse.account.objects.pathOf(LAKE, key), size };
    throw new Error('no data file');
  }

  test('that are no Parquet', async () => {
    const { name, uri, path, size } = await iceberg();
    writeFileSync(path, Buffer.alloc(size, 'x'));
    expect(await reasonOf(`SELECT * FROM ${name}`)).toBe(
      `ICEBERG_BAD_DATA: Error opening Iceberg split ${uri} (offset=0, length=${size}): Not valid Parquet file: ${uri} expected magic number: PAR1`,
    );
  });

  test('that were deleted', async () => {
    const { name, uri, size } = await iceberg();
    await lakehouse.account.objects.delete(LAKE, [uri.slice(`s3://${LAKE}/`.length)]);
    expect(await reasonOf(`SELECT * FROM ${name}`)).toBe(
      `ICEBERG_CANNOT_OPEN_SPLIT: Error opening Iceberg split ${uri} (offset=0, length=${size}): File ${uri} does not exist`,
    );
    for (const sql of [
      `DELETE FROM ${name} WHERE a = 1`,
      `UPDATE ${name} SET a = 2 WHERE a = 1`,
      `OPTIMIZE ${name} REWRITE DATA USING BIN_PACK`,
    ])
      expect((await attempt(admin, sql, sandbox)).reason ?? '').not.toMatch(/\/tmp|internal error/i);
  });

  test('whose bytes are spoilt', async () => {
    const { name, path } = await iceberg();
    const bytes = readFileSync(path);
    for (let i = 4; i < 60; i++) bytes[i] = bytes[i]! ^ 0x5a;
    writeFileSync(path, bytes);
    expect(await reasonOf(`SELECT * FROM ${name}`)).toMatch(/^ICEBERG_BAD_DATA: /);
  });
});
