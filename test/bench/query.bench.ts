import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runQuery } from '../../src/athena/query';
import { sandbox } from '../../src/ingest/destination';
import { load } from '../../src/ingest/load';
import { deployAll } from '../../src/layers';
import { type Clients, clientsOf } from '../../src/target/clients';
import { projectRoot } from '../../src/target/project';
import { freshAccount } from '../layers/account';
import { median, report, seconds } from './measure';

/** Athena over the wire, and loads, against bare DuckDB. */
let account: Awaited<ReturnType<typeof freshAccount>>;
let engineer: Clients;
let duckdb: Awaited<ReturnType<DuckDBInstance['connect']>>;
beforeAll(async () => {
  account = await freshAccount();
  await deployAll(['query', 'governance'], account.target, () => {});
  engineer = clientsOf(account.target, 'engineer');
  duckdb = await (await DuckDBInstance.create(':memory:', { threads: String(os.cpus().length) })).connect();
});
afterAll(async () => {
  duckdb?.closeSync();
  engineer?.destroy();
  await account.remove();
});

const FLIGHTS = path.join(projectRoot(), 'node_modules/vega-datasets/data/flights-3m.parquet');
const ask = async (sql: string) =>
  runQuery(await engineer.athena(), sql, { workGroup: 'lakehouse-engineer', database: 'sandbox' });

test('a query over the wire', async () => {
  await ask('SELECT 1');
  const ours = await median(50, () => ask('SELECT 1'));
  report('SELECT 1: start, get, results', ours, {
    name: 'DuckDB in process',
    seconds: await median(50, () => duckdb.runAndReadAll('SELECT 1')),
  });
  expect(ours).toBeGreaterThan(0);
});

test('three million flights', async () => {
  const out = path.join(account.target.home, 'flights.parquet');
  const copy = `COPY (SELECT * FROM '${FLIGHTS}') TO '${out}' (FORMAT parquet, COMPRESSION zstd)`;
  const bare = await median(3, () => duckdb.run(copy));
  const destination = await sandbox(account.target, engineer, 'engineer');
  const ours = await seconds(() => load(FLIGHTS, destination, { table: 'flights' }));
  report('load 3,000,000 flights', ours, { name: 'DuckDB writes the same Parquet', seconds: bare });

  const sql = 'SELECT origin, count(*), avg(delay) FROM %s GROUP BY origin ORDER BY 2 DESC LIMIT 10';
  await ask(sql.replace('%s', 'flights'));
  const query = await median(5, () => ask(sql.replace('%s', 'flights')));
  report('group three million rows', query, {
    name: 'DuckDB on the same Parquet',
    seconds: await median(5, () => duckdb.runAndReadAll(sql.replace('%s', `'${out}'`))),
  });
});
