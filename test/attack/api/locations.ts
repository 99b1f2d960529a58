import fs from 'node:fs';
import path from 'node:path';
import type { Attack } from '../suite';
import { CANARY, json, type Lake, must, OWN_BUCKET, RESULTS, type Who } from './lake';
import { OUTSIDE } from './traversal';
import { short, sound } from './verdict';

/** Locations of tables and of results: they are names of objects, never of files. */

const LOCATIONS = (folder: string) => [
  ...[
    `s3://${OWN_BUCKET}/../../`,
    `s3://${OWN_BUCKET}/../../../outside.csv`,
    `s3://../`,
    's3://../../outside.csv',
    's3://./',
  ],
  ...[
    `file://${folder}/`,
    `file://${folder}/outside.csv`,
    `${folder}/outside.csv`,
    `${folder}/`,
    `s3://${folder}/`,
  ],
  ...[
    `s3:///${folder}/`,
    `s3a://${OWN_BUCKET}/../../`,
    `S3://${OWN_BUCKET}/../../`,
    `s3://${OWN_BUCKET}/%2e%2e/%2e%2e/`,
  ],
  ...[
    `s3://${OWN_BUCKET}/..%2f..%2foutside.csv`,
    `s3://${OWN_BUCKET}\\..\\..\\`,
    `http://127.0.0.1:1/x`,
    'https://example.com/x.csv',
  ],
  ...[
    `s3://${OWN_BUCKET}/x/*`,
    `s3://${OWN_BUCKET}/**/outside.csv`,
    `s3://${OWN_BUCKET}/\0../../`,
    'hdfs://x/',
    '/etc/passwd',
  ],
  ...[
    'file:///etc/passwd',
    'glob:/etc/*',
    "s3://x/'; COPY (SELECT 1) TO '/tmp/escape'; --",
    'gs://x/y',
    'azure://x',
    'hf://x',
  ],
];

/** Where names of files of the machine would show. */
const HOSTS_FILE = /root:x?:0:0/;

/** Runs a statement to its end. @returns what is told of it, and its rows */
export async function run(lake: Lake, who: Who, QueryString: string, more: object = {}): Promise<string> {
  const started = await json(lake, who, 'athena', 'StartQueryExecution', {
    QueryString,
    ClientRequestToken: `${Math.random()}`.padEnd(40, '0'),
    ResultConfiguration: { OutputLocation: `s3://${RESULTS}/attacks/` },
    ...more,
  });
  const QueryExecutionId = /"QueryExecutionId":"([^"]+)"/.exec(started.body)?.[1];
  const wrong = sound(started);
  if (QueryExecutionId === undefined) return wrong ?? started.body;
  for (let i = 0; i < 20; i++) {
    const { body } = await json(lake, who, 'athena', 'GetQueryExecution', { QueryExecutionId });
    if (/"State":"(QUEUED|RUNNING)"/.test(body)) continue;
    return body + (await json(lake, who, 'athena', 'GetQueryResults', { QueryExecutionId })).body;
  }
  return `the query ${QueryExecutionId} does not end`;
}

/** All files below the account's folder that do not belong to S3, the store, moto or the engine. */
function files(folder: string): string[] {
  const own = new Set(['s3', 'store', 'moto', 'engine']);
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => !own.has(file.split(path.sep)[0]!));
}

const COUNT = LOCATIONS('').length;
const csv = {
  InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
  SerdeInfo: {
    SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
    Parameters: { 'field.delim': ',' },
  },
  Columns: [{ Name: 'a', Type: 'string' }],
};
const tables: Attack<Lake>[] = Array.from({ length: COUNT }, (_, i) => ({
  name: `a table at ${LOCATIONS('<folder>')[i]}`,
  run: async (lake) => {
    const Location = LOCATIONS(lake.account.folder)[i]!;
    const made = await json(lake, 'deployer', 'glue', 'CreateTable', {
      DatabaseName: 'sandbox',
      TableInput: { Name: `at_${i}`, TableType: 'EXTERNAL_TABLE', StorageDescriptor: { ...csv, Location } },
    });
    const wrong = sound(made);
    if (wrong || made.status !== 200) return wrong;
    const text = await run(lake, 'deployer', `SELECT * FROM sandbox.at_${i}`);
    await json(lake, 'deployer', 'glue', 'DeleteTable', { DatabaseName: 'sandbox', Name: `at_${i}` });
    return told(text, Location);
  },
}));

/** @param location the attacker's own words, which an error may repeat */
function told(text: string, location: string): string | undefined {
  if (text.includes(OUTSIDE) || HOSTS_FILE.test(text)) return 'a file of the machine was read';
  const rest = text.replaceAll(JSON.stringify(location).slice(1, -1), '').replaceAll(location, '');
  const wrong = sound({ status: 200, headers: {}, body: rest });
  return wrong ?? (/does not end/.test(text) ? short(text) : undefined);
}

const outputs: Attack<Lake>[] = Array.from({ length: COUNT }, (_, i) => ({
  name: `results to ${LOCATIONS('<folder>')[i]}`,
  run: async (lake) => {
    const OutputLocation = LOCATIONS(lake.account.folder)[i]!;
    const before = files(lake.account.folder);
    const text = await run(lake, 'deployer', "SELECT 'escape' AS escape", {
      ResultConfiguration: { OutputLocation },
    });
    const made = files(lake.account.folder).filter((file) => !before.includes(file));
    return made.length > 0 ? `files were made: ${made.join(', ')}` : told(text, OutputLocation);
  },
}));

const STATEMENTS = [
  ...[
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "COPY (SELECT 1) TO '/tmp/escape'",
  ],
  ...[
    "ATTACH '/tmp/escape' AS x",
    'INSTALL httpfs',
    "LOAD '/tmp/escape'",
    "SELECT getenv('HOME')",
    'PRAGMA database_list',
  ],
  ...[
    "SELECT * FROM glob('/etc/*')",
    "UNLOAD (SELECT 1 AS a) TO 'file:///tmp/escape/' WITH (format = 'PARQUET')",
  ],
  ...["UNLOAD (SELECT 1 AS a) TO 's3://../escape/' WITH (format = 'PARQUET')"],
  ...["UNLOAD (SELECT 1 AS a) TO '/tmp/escape/' WITH (format = 'PARQUET')"],
  ...["CREATE TABLE sandbox.esc WITH (external_location = 'file:///tmp/escape/') AS SELECT 1 AS a"],
  ...["CREATE EXTERNAL TABLE sandbox.esc2 (a string) LOCATION 'file:///etc/'"],
  ...[
    'SELECT * FROM duckdb_settings()',
    "SELECT current_setting('home_directory')",
    "SELECT * FROM read_text('/etc/passwd')",
  ],
];
const statements: Attack<Lake>[] = STATEMENTS.map((sql) => ({
  name: `the statement ${sql}`,
  run: async (lake) => {
    const text = await run(lake, 'deployer', sql);
    if (fs.existsSync('/tmp/escape')) return '/tmp/escape was made';
    return told(
      text.replaceAll(JSON.stringify(sql).slice(1, -1), '').replace(/\/(?:tmp|etc)\/[\w*]*/g, ''),
      sql,
    );
  },
}));

const legitimate: Attack<Lake>[] = [
  {
    name: 'a table at a place of its own is read',
    run: async (lake) => {
      await must(
        json(lake, 'deployer', 'glue', 'CreateTable', {
          DatabaseName: 'sandbox',
          TableInput: {
            Name: 'good',
            TableType: 'EXTERNAL_TABLE',
            StorageDescriptor: {
              ...csv,
              Location: `s3://lakehouse-lake-123456789012-us-east-1/lakehouse/vault/`,
            },
          },
        }),
      );
      const text = await run(lake, 'deployer', 'SELECT * FROM sandbox.good');
      return text.includes(CANARY) ? undefined : `it was answered ${short(text)}`;
    },
  },
];

export const locations: Record<string, Attack<Lake>[]> = {
  'locations of tables': tables,
  'locations of results': outputs,
  'files in statements': statements,
  'locations that are good': legitimate,
};
