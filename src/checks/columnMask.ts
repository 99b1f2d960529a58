import { QueryFailed, type QueryResult, runQuery } from '../athena/query';
import { roleName } from '../target/roles';
import { type CheckContext, type ExitCheck, fail, pass } from './check';

const DATABASE = 'lakehouse';
const TABLE = 'customers';
const HIDDEN = 'ssn';

/** Exit check 6: the analyst cannot see `ssn` by any door, and the engineer can. */
export const columnMask: ExitCheck = {
  id: 6,
  name: 'Security baseline',
  async run(context) {
    const problems: string[] = [];
    for (const [what, look] of Object.entries(DOORS)) {
      const problem = await look(context).catch(
        (error: unknown) => `could not be tried: ${error instanceof Error ? error.message : error}`,
      );
      if (problem) problems.push(`${what}: ${problem}`);
    }
    return problems.length === 0
      ? pass(
          `${HIDDEN} is hidden from the analyst by ${Object.keys(DOORS).length - 1} doors (SELECT *, naming it, filtering by it, DESCRIBE, Glue, S3), and the engineer sees it`,
        )
      : fail(problems.join('; '));
  },
};

/** Each answers what is wrong, or nothing. */
const DOORS: Record<string, (context: CheckContext) => Promise<string | undefined>> = {
  'SELECT *': async (context) => {
    const { columns, rows } = await query(context, 'analyst', `SELECT * FROM ${TABLE} LIMIT 5`);
    if (rows.length === 0) return 'no row came back, so nothing is proved';
    return columns.some((c) => c.name === HIDDEN) ? `${HIDDEN} is among the columns` : undefined;
  },
  'SELECT ssn': (context) => refused(context, `SELECT ${HIDDEN} FROM ${TABLE} LIMIT 1`),
  'WHERE ssn': (context) => refused(context, `SELECT count(*) FROM ${TABLE} WHERE ${HIDDEN} IS NOT NULL`),
  DESCRIBE: async (context) => {
    const { rows } = await query(context, 'analyst', `DESCRIBE ${TABLE}`);
    const words = rows.flat().join('\n').split(/\s+/);
    if (!words.includes('customer_id')) return 'it does not list the visible columns, so nothing is proved';
    return words.includes(HIDDEN) ? `it names ${HIDDEN}` : undefined;
  },
  Glue: async ({ as }) => {
    const { GetTableCommand } = await import('@aws-sdk/client-glue');
    const { Table } = await (await as('analyst').glue()).send(
      new GetTableCommand({ DatabaseName: DATABASE, Name: TABLE }),
    );
    const names = Table?.StorageDescriptor?.Columns?.map((c) => c.Name) ?? [];
    if (names.length === 0) return 'GetTable shows no column at all, so nothing is proved';
    return names.includes(HIDDEN) ? `GetTable shows ${HIDDEN}` : undefined;
  },
  S3: async ({ as }) => {
    const { GetTableCommand } = await import('@aws-sdk/client-glue');
    const { ListObjectsV2Command, GetObjectCommand } = await import('@aws-sdk/client-s3');
    const { Table } = await (await as('deployer').glue()).send(
      new GetTableCommand({ DatabaseName: DATABASE, Name: TABLE }),
    );
    const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(Table?.StorageDescriptor?.Location ?? '') ?? [];
    if (!bucket || prefix === undefined) return 'the table has no location';
    const { Contents } = await (await as('deployer').s3()).send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }),
    );
    const key = Contents?.find((object) => object.Key?.endsWith('.parquet'))?.Key;
    if (!key) return 'the table has no data file, so nothing is proved';
    const s3 = await as('analyst').s3();
    for (const [verb, attempt] of [
      ['list', () => s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }))],
      ['read', () => s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))],
    ] as const) {
      try {
        await attempt();
        return `the analyst may ${verb} the table's files`;
      } catch (error) {
        if ((error as Error).name !== 'AccessDenied') throw error;
      }
    }
    return undefined;
  },
  'the engineer': async (context) => {
    const { rows } = await query(
      context,
      'engineer',
      `SELECT ${HIDDEN} FROM ${TABLE} WHERE ${HIDDEN} IS NOT NULL LIMIT 1`,
    );
    return rows.length === 1 ? undefined : `sees no ${HIDDEN}`;
  },
};

async function query(context: CheckContext, role: 'analyst' | 'engineer', sql: string): Promise<QueryResult> {
  return runQuery(await context.as(role).athena(), sql, {
    workGroup: roleName(role),
    database: DATABASE,
    signal: context.signal,
  });
}

/** A statement that names the column must fail as if the column did not exist. */
async function refused(context: CheckContext, sql: string): Promise<string | undefined> {
  try {
    await query(context, 'analyst', sql);
    return 'it was not refused';
  } catch (error) {
    if (!(error instanceof QueryFailed)) throw error;
    return /^COLUMN_NOT_FOUND: .*requester is not authorized/.test(error.reason)
      ? undefined
      : `it failed for another reason: ${error.reason}`;
  }
}
