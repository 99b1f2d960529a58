import type { Call } from '../../../src/local/call';
import { LAKE, type Lakehouse, run } from '../../local/athena/lakehouse';
import {
  answer,
  callAs,
  columnsOf,
  engineerOf,
  grant,
  noObjectsBelow,
  put,
  SSNS,
  showsMark,
  textOf,
} from './world';

/**
 * Who sees a part of a table, and may make tables, makes one over the same files: it must not see the rest by that. The
 * borrower may make tables in `lakehouse`, whose place is registered, and in `sandbox`, whose place is not; IAM gives it
 * no S3 rights to the tables of others in either.
 */
let lakehouse: Lakehouse;
let privateKeys: string[];
/** Makes tables that the borrower may not read, and its grants. */
export async function prepareBorrower(world: Lakehouse): Promise<void> {
  lakehouse = world;
  await grant(lakehouse, 'lakehouse-analyst', { Database: { Name: 'lakehouse' } }, [
    'CREATE_TABLE',
    'DESCRIBE',
  ]);
  const engineer = engineerOf(lakehouse);
  await run(
    engineer,
    `CREATE TABLE sandbox.private (id bigint, name string, ssn string) LOCATION 's3://${LAKE}/sandbox/private' TBLPROPERTIES ('table_type'='ICEBERG')`,
  );
  await run(engineer, 'INSERT INTO sandbox.private SELECT id, name, ssn FROM lakehouse.customers');
  await put(lakehouse, 'sandbox/private_csv/a.csv', SSNS.map((ssn) => `1,Ann,${ssn}\n`).join(''));
  privateKeys = ['lakehouse/', 'sandbox/private'];
  for (const table of ['sandbox.private'])
    await grant(lakehouse, 'lakehouse-analyst', columnsOf(table, { exclude: ['ssn'] }), ['SELECT']);
}

export const borrower = (): Call =>
  callAs(lakehouse.account, 'lakehouse-analyst', noObjectsBelow(...privateKeys));
let made = 0;
/** A folder of the borrower's own, so far without files. */
export const ownFolder = (database: string): string => `s3://${LAKE}/${database}/own${made}`;
export const fresh = () => `borrowed${++made}`;
export const COMMA = "ROW FORMAT DELIMITED FIELDS TERMINATED BY ','";
export const LAZY_SIMPLE = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';
export const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';
export const strings = (...names: string[]) => names.map((Name) => ({ Name, Type: 'string' }));

/** A sentence when an own table gives a hidden value, or tells that there is one. */
export async function got(name: string): Promise<string | undefined> {
  const [database, table] = name.split('.') as [string, string];
  const entry = lakehouse.account.catalog.table(database, table);
  if (!entry) return undefined;
  const queries = [`SELECT * FROM ${name}`, `SELECT count(*) FROM ${name} WHERE ssn LIKE '900%'`];
  if (entry.Parameters?.metadata_location)
    for (const kind of ['files', 'partitions']) queries.push(`SELECT * FROM ${database}."${table}$${kind}"`);
  for (const sql of queries) {
    const found = await answer(borrower(), sql);
    const shown = showsMark(textOf(found));
    if (shown) return `${sql}: ${shown}`;
    if (sql.includes('count(*)') && found.state === 'SUCCEEDED' && found.rows[1]?.[0] !== '0')
      return `${sql} counts ${found.rows[1]?.[0]}`;
  }
  return undefined;
}

/** Spellings of addresses of a folder of the lake. */
export const SPELLINGS: [name: string, of: (folder: string) => string][] = [
  ['plain', (folder) => `s3://${LAKE}/${folder}`],
  ['a slash at the end', (folder) => `s3://${LAKE}/${folder}/`],
  ['two slashes at the end', (folder) => `s3://${LAKE}/${folder}//`],
  ['two slashes within', (folder) => `s3://${LAKE}/${folder.replace('/', '//')}`],
  ['two slashes at the start', (folder) => `s3://${LAKE}//${folder}`],
  ['s3a', (folder) => `s3a://${LAKE}/${folder}`],
  ['s3n', (folder) => `s3n://${LAKE}/${folder}`],
  ['S3 in upper case', (folder) => `S3://${LAKE}/${folder}`],
  ['the bucket in upper case', (folder) => `s3://${LAKE.toUpperCase()}/${folder}`],
  ['the folder in upper case', (folder) => `s3://${LAKE}/${folder.toUpperCase()}`],
  ['a dot', (folder) => `s3://${LAKE}/./${folder}`],
  ['two dots', (folder) => `s3://${LAKE}/sandbox/own/../../${folder}`],
  ['percent-encoded', (folder) => `s3://${LAKE}/${folder.replace('/', '%2F')}`],
  ['a percent-encoded letter', (folder) => `s3://${LAKE}/${folder.replace(/s/, '%73')}`],
  ['a question mark', (folder) => `s3://${LAKE}/${folder}?x=1`],
  ['a fragment', (folder) => `s3://${LAKE}/${folder}#x`],
  ['a star', (folder) => `s3://${LAKE}/${folder.slice(0, -2)}*`],
  ['the folder above', (folder) => `s3://${LAKE}/${folder.split('/').slice(0, -1).join('/')}`],
  ['the bucket', () => `s3://${LAKE}`],
  ['the bucket with a slash', () => `s3://${LAKE}/`],
  ['a port', (folder) => `s3://${LAKE}:443/${folder}`],
  ['a user', (folder) => `s3://me@${LAKE}/${folder}`],
];
