import type { Account } from '../../../src/local/account';
import { athenaService } from '../../../src/local/athena/service';
import type { Call } from '../../../src/local/call';
import type { ConditionValues } from '../../../src/local/claim/authorization';
import { AwsError } from '../../../src/local/errors';
import { glueService } from '../../../src/local/glue/service';
import { lakeFormationService } from '../../../src/local/lakeformation/service';
import { ACCOUNT_ID, callOf } from '../../local/athena/account';
import {
  attempt,
  deployer,
  LAKE,
  type Lakehouse,
  openLakehouse,
  RESULTS,
  run,
} from '../../local/athena/lakehouse';
import type { Attack } from '../suite';

/** Groups of attacks for `attackSuite`, over one account. */
export interface Suite {
  title: string;
  groups: Record<string, Attack<Lakehouse>[]>;
  /** The short form runs each n-th. */
  every: number;
}

/** What a hidden column holds, and nothing else in the account does. */
export const MARK = /900-\d\d-\d{4}/;
export const SSNS = ['900-00-0001', '900-00-0002', '900-00-0003'];

/** A table with a column that the analyst may not see. */
export interface Governed {
  /** As a statement names it. */
  table: string;
  hidden: string;
  /** As long as `hidden`, and there is no such column. */
  missing: string;
}

export const CUSTOMERS: Governed = { table: 'lakehouse.customers', hidden: 'ssn', missing: 'zzz' };
/** Granted by a list of columns, where `customers` is granted by one that leaves ssn out. */
export const MEMBERS: Governed = { ...CUSTOMERS, table: 'lakehouse.members' };
/** An Iceberg table in one partition for each ssn. */
export const VISITS: Governed = { ...CUSTOMERS, table: 'lakehouse.visits' };
export const CSV: Governed = { ...CUSTOMERS, table: 'lakehouse.people_csv' };
export const QUOTED: Governed = { ...CUSTOMERS, table: 'lakehouse.people_quoted' };
export const JSON_LINES: Governed = { ...CUSTOMERS, table: 'lakehouse.people_json' };
export const PARQUET: Governed = { ...CUSTOMERS, table: 'lakehouse.people_parquet' };
/** A Hive table with ssn as its partition key. */
export const BY_SSN: Governed = { ...CUSTOMERS, table: 'lakehouse.people_by_ssn' };
/** Hides a struct, an array and a map; has others of each that are not hidden. */
export const NESTED: Governed = { table: 'lakehouse.nested', hidden: 'secrets', missing: 'zzzzzzz' };
export const ALL_GOVERNED = [CUSTOMERS, MEMBERS, VISITS, CSV, QUOTED, JSON_LINES, PARQUET, BY_SSN, NESTED];

/** The name of the engineer's view over a table. */
export const viewOf = ({ table }: Governed): string => `sandbox.v_${table.split('.')[1]}`;

/** A principal's answer to "is this denied?" in IAM's place. */
export type Denies = (action: string, resource: string, context: ConditionValues) => boolean;

/** A call of a role, with IAM's part decided by a function. */
export function callAs(account: Account, role: string, denies: Denies = () => false): Call {
  const call = callOf(account, role);
  const authorize = async (
    action: string,
    resource: string,
    context: ConditionValues = {},
  ): Promise<void> => {
    if (!denies(action, resource, context)) return;
    const message = `User: ${call.principal.arn} is not authorized to perform: ${action} on resource: ${resource}`;
    throw action.startsWith('s3:')
      ? new AwsError('AccessDenied', message, 403)
      : new AwsError('AccessDeniedException', message, 400);
  };
  return {
    ...call,
    authorize,
    authorizeEach: async (action, resources) => {
      for (const resource of resources) await authorize(action, resource);
    },
  };
}

/** No S3 rights below these prefixes of the lake, neither to objects nor to their names. */
export const noObjectsBelow =
  (...prefixes: string[]): Denies =>
  (action, resource, context) =>
    prefixes.some(
      (prefix) =>
        resource.startsWith(`arn:aws:s3:::${LAKE}/${prefix}`) ||
        (action === 's3:ListBucket' &&
          resource === `arn:aws:s3:::${LAKE}` &&
          String(context['s3:prefix'] ?? '').startsWith(prefix)),
    );

/** The analyst, with no S3 rights of its own to the governed tables, nor to results of others. */
export const analystOf = ({ account }: Lakehouse): Call =>
  callAs(
    account,
    'lakehouse-analyst',
    (action, resource, context) =>
      noObjectsBelow('lakehouse/')(action, resource, context) ||
      (action === 's3:GetObject' && resource.startsWith(`arn:aws:s3:::${RESULTS}/engineer/`)),
  );
export const engineerOf = ({ account }: Lakehouse): Call => callAs(account, 'lakehouse-engineer');
export const adminOf = ({ account }: Lakehouse): Call => deployer(account);

// biome-ignore lint/suspicious/noExplicitAny: attacks look through answers of many shapes
export type Api = (operation: string, input?: object) => Promise<any>;
export const glueOf =
  (call: Call): Api =>
  (operation, input = {}) =>
    glueService.operations[operation]!(JSON.parse(JSON.stringify(input)), call);
export const athenaOf =
  (call: Call): Api =>
  (operation, input = {}) =>
    athenaService.operations[operation]!(input, call);
const lakeFormationOf =
  (call: Call): Api =>
  (operation, input = {}) =>
    lakeFormationService.operations[operation]!(input, call);

const roleOf = (name: string) => ({
  DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT_ID}:role/${name}`,
});

/** Grants by the administrator. */
export async function grant(
  lakehouse: Lakehouse,
  role: string,
  Resource: object,
  Permissions: string[],
): Promise<void> {
  await lakeFormationOf(adminOf(lakehouse))('GrantPermissions', {
    Principal: roleOf(role),
    Resource,
    Permissions,
  });
}

/** SELECT on columns of a table: on those of a list, or on all but those of a list. */
export function columnsOf(table: string, columns: { include: string[] } | { exclude: string[] }): object {
  const [DatabaseName, Name] = table.split('.');
  return {
    TableWithColumns: {
      DatabaseName,
      Name,
      ...('include' in columns
        ? { ColumnNames: columns.include }
        : { ColumnWildcard: { ExcludedColumnNames: columns.exclude } }),
    },
  };
}

export const tableOf = (table: string): object => {
  const [DatabaseName, Name] = table.split('.');
  return { Table: { DatabaseName, Name } };
};

const ICEBERG = "TBLPROPERTIES ('table_type'='ICEBERG')";
const place = (name: string) => `LOCATION 's3://${LAKE}/lakehouse/${name}'`;
const PLAIN = 'id bigint, name string, ssn string, since date, amount decimal(10,2)';

/** What the hidden column holds in each of the three rows; null is NULL. */
export type Hidden = (string | null)[];
const literalOf = (value: string | null | undefined): string =>
  value ? `'${value}'` : 'CAST(NULL AS varchar)';
export const rowsOf = ([a, b, c]: Hidden): string =>
  `(1, 'Ann', ${literalOf(a)}, DATE '2020-01-01', DECIMAL '1.50'), (2, 'Bob', ${literalOf(b)}, DATE '2021-02-03', DECIMAL '2.50'), (3, 'Cyd', ${literalOf(c)}, NULL, NULL)`;
export const ROWS = rowsOf(SSNS);
/** Lines with every hidden value as long as any other, so that files have the same size. */
export const linesOf = (hidden: Hidden): string => {
  const [a, b, c] = hidden.map((value) => value ?? 'nothing----');
  return `1,Ann,${a},2020-01-01,1.50\n2,Bob,${b},2021-02-03,2.50\n3,Cyd,${c},,\n`;
};

const DDL = [
  `CREATE TABLE lakehouse.members (${PLAIN}) ${place('members')} ${ICEBERG}`,
  `CREATE TABLE lakehouse.visits (${PLAIN}) PARTITIONED BY (ssn) ${place('visits')} ${ICEBERG}`,
  `CREATE TABLE lakehouse.nested (id bigint, person struct<name:string,age:int>, secrets struct<ssn:string,pin:int>, numbers array<string>, notes map<string,string>, tags array<string>, attrs map<string,string>) ${place('nested')} ${ICEBERG}`,
  `CREATE EXTERNAL TABLE lakehouse.people_csv (${PLAIN}) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' ${place('people_csv')}`,
  `CREATE EXTERNAL TABLE lakehouse.people_quoted (id string, name string, ssn string, since string, amount string) ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' ${place('people_quoted')}`,
  `CREATE EXTERNAL TABLE lakehouse.people_json (${PLAIN}) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' ${place('people_json')}`,
  `CREATE EXTERNAL TABLE lakehouse.people_parquet (${PLAIN}) STORED AS PARQUET ${place('people_parquet')}`,
  `CREATE EXTERNAL TABLE lakehouse.people_by_ssn (id bigint, name string, since date, amount decimal(10,2)) PARTITIONED BY (ssn string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' ${place('people_by_ssn')}`,
];

/** What of a table the analyst gets: a list of columns, or all but some. */
const SEEN: [table: string, columns: { include: string[] } | { exclude: string[] }][] = [
  [MEMBERS.table, { include: ['id', 'name', 'since', 'amount'] }],
  [VISITS.table, { exclude: ['ssn'] }],
  [NESTED.table, { exclude: ['secrets', 'numbers', 'notes'] }],
  ...[CSV, QUOTED, JSON_LINES].map((of): [string, { exclude: string[] }] => [of.table, { exclude: ['ssn'] }]),
  [PARQUET.table, { include: ['id', 'name', 'since', 'amount'] }],
  [BY_SSN.table, { exclude: ['ssn'] }],
];

/** Puts a text object into the lake. */
export async function put(
  { account }: Pick<Lakehouse, 'account'>,
  key: string,
  text: string | Buffer,
): Promise<void> {
  await account.objects.put(LAKE, key, Buffer.from(text));
}

/**
 * The account of `openLakehouse` with a governed table of every kind that the account reads, the engineer's views over
 * them, and rows with the hidden values. The analyst may SELECT each table without its hidden columns, and each view.
 */
export async function openWorld(hidden: Hidden = SSNS): Promise<Lakehouse> {
  const lakehouse = await openLakehouse();
  const admin = adminOf(lakehouse);
  const registered = { ResourceArn: `arn:aws:s3:::${LAKE}/lakehouse` };
  await lakeFormationOf(admin)('DeregisterResource', registered);
  for (const ddl of DDL) await run(admin, ddl);
  await lakeFormationOf(admin)('RegisterResource', { ...registered, UseServiceLinkedRole: true });
  for (const { table } of ALL_GOVERNED) await grant(lakehouse, 'lakehouse-engineer', tableOf(table), ['ALL']);
  for (const [table, columns] of SEEN)
    await grant(lakehouse, 'lakehouse-analyst', columnsOf(table, columns), ['SELECT']);
  await fill(lakehouse, hidden);
  const engineer = engineerOf(lakehouse);
  for (const of of ALL_GOVERNED) {
    await run(engineer, `CREATE VIEW ${viewOf(of)} AS SELECT * FROM ${of.table}`);
    await grant(lakehouse, 'lakehouse-analyst', tableOf(viewOf(of)), ['SELECT', 'DESCRIBE']);
  }
  return lakehouse;
}

async function fill(lakehouse: Lakehouse, hidden: Hidden): Promise<void> {
  const engineer = engineerOf(lakehouse);
  for (const { table } of [CUSTOMERS, MEMBERS, VISITS])
    await run(engineer, `INSERT INTO ${table} VALUES ${rowsOf(hidden)}`);
  await run(
    engineer,
    `INSERT INTO ${NESTED.table} SELECT id, CAST(ROW('Ann', 40) AS ROW(name varchar, age integer)), CAST(ROW(ssn, 7) AS ROW(ssn varchar, pin integer)), ARRAY[ssn], MAP(ARRAY['ssn'], ARRAY[ssn]), ARRAY['t'], MAP(ARRAY['k'], ARRAY['v']) FROM ${CUSTOMERS.table}`,
  );
  await put(lakehouse, 'lakehouse/people_csv/people.csv', linesOf(hidden));
  await put(lakehouse, 'lakehouse/people_quoted/people.csv', linesOf(hidden));
  await put(
    lakehouse,
    'lakehouse/people_json/people.json',
    hidden.map((ssn, i) => `${JSON.stringify({ id: i + 1, name: 'Ann', ssn })}\n`).join(''),
  );
  await run(
    engineer,
    `UNLOAD (SELECT * FROM ${CUSTOMERS.table}) TO 's3://${LAKE}/lakehouse/people_parquet/' WITH (format = 'PARQUET')`,
  );
  for (const [i, value] of Array.from(hidden.entries())) {
    const ssn = value ?? '__HIVE_DEFAULT_PARTITION__';
    await put(lakehouse, `lakehouse/people_by_ssn/ssn=${ssn}/people.csv`, `${i + 1},Ann,2020-01-01,1.50\n`);
    await glueOf(adminOf(lakehouse))('CreatePartition', {
      DatabaseName: 'lakehouse',
      TableName: 'people_by_ssn',
      PartitionInput: {
        Values: [ssn],
        StorageDescriptor: { Location: `s3://${LAKE}/lakehouse/people_by_ssn/ssn=${ssn}` },
      },
    });
  }
}

/** Everything that a statement answered: its end, and its rows; a refusal before it became a query is a failure, too. */
export interface Answer {
  state: string;
  reason: string;
  rows: (string | undefined)[][];
  columns: string[];
  scanned: number;
  id?: string;
}

/** Runs a statement to its end, whatever that is. Results go where the role's results go. */
export async function answer(call: Call, sql: string, input: object = {}): Promise<Answer> {
  const own = call.principal.grantee.endsWith('engineer') ? 'engineer' : 'others';
  try {
    const found = await attempt(call, sql, {
      ResultConfiguration: { OutputLocation: `s3://${RESULTS}/${own}/` },
      ...input,
    });
    return {
      ...found,
      reason: found.reason ?? '',
      columns: (found.columns ?? []).map(({ Name }) => Name),
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { state: 'REFUSED', reason: `${error.code}: ${error.message}`, rows: [], columns: [], scanned: 0 };
  }
}

/** All text of an answer that could hold a value. */
export const textOf = ({ reason, rows, columns }: Pick<Answer, 'reason' | 'rows' | 'columns'>): string =>
  JSON.stringify([reason, rows, columns]);

/** A sentence when an answer holds a value of a hidden column. */
export function showsMark(what: unknown): string | undefined {
  const text = typeof what === 'string' ? what : (JSON.stringify(what) ?? '');
  const mark = MARK.exec(text);
  return mark
    ? `it shows ${mark[0]}: ${text.slice(Math.max(0, mark.index - 60), mark.index + 60)}`
    : undefined;
}

/** An answer without what differs from request to request (rows come in any order), and with one name in place of another. */
const comparable = (found: Answer, from: string, to: string): string =>
  JSON.stringify([
    found.state,
    found.reason,
    found.rows.map((row) => JSON.stringify(row)).sort(),
    found.columns,
  ])
    .replace(/request-\d+/g, 'request')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'uuid')
    .toLowerCase()
    .replaceAll(from.toLowerCase(), to.toLowerCase());

/** A sentence unless a statement about the hidden column is answered as one about a column that is not there. */
export async function sameAsMissing(
  call: Call,
  of: Governed,
  sql: (column: string, table: string) => string,
  input: object = {},
): Promise<string | undefined> {
  const hidden = await answer(call, sql(of.hidden, of.table), input);
  const shown = showsMark(textOf(hidden));
  if (shown) return shown;
  const missing = await answer(call, sql(of.missing, of.table), input);
  const [found, wanted] = [
    comparable(hidden, of.missing, of.hidden),
    comparable(missing, of.missing, of.hidden),
  ];
  return found === wanted ? undefined : `hidden: ${found.slice(0, 300)} but missing: ${wanted.slice(0, 300)}`;
}
