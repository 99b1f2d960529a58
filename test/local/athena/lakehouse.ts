import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '../../../src/local/account';
import { pendingRemovals } from '../../../src/local/athena/execution/pendingRemovals';
import { queriesOf } from '../../../src/local/athena/execution/queries';
import type { Call } from '../../../src/local/call';
import { EnginePool } from '../../../src/local/engine/pool/enginePool';
import { openCatalog } from '../../../src/local/glue/catalog';
import { openLakeFormation } from '../../../src/local/lakeformation/lakeFormation';
import { lakeFormationService } from '../../../src/local/lakeformation/service';
import type { MetricDatum } from '../../../src/local/moto/metrics';
import { Planner } from '../../../src/local/planner/planner';
import { openObjectStore } from '../../../src/local/s3/objectStore';
import { openStore } from '../../../src/local/store/store';
import { ENGINE_ENTRY, PLANNER_ENTRY } from '../engine/engineEntry';

import { ACCOUNT_ID, callOf, send } from './account';

export const LAKE = 'lakehouse-lake';
export const RAW = 'lakehouse-raw';
export const RESULTS = 'lakehouse-results';

/** An account with all of its real parts in a temporary folder, and what was published to CloudWatch. */
export interface Lakehouse {
  account: Account;
  metrics: MetricDatum[];
  folder: string;
  close(): Promise<void>;
}

/** Opens an account in `folder`, as a process that starts does. */
export async function openAccount(folder: string): Promise<Lakehouse> {
  const store = openStore(join(folder, 'store'));
  const objects = await openObjectStore(join(folder, 'objects'));
  const catalog = openCatalog(store);
  const metrics: MetricDatum[] = [];
  const engine = await EnginePool.open({
    entry: ENGINE_ENTRY,
    tempFolder: join(folder, 'engine'),
    memoryLimit: '1GB',
    residentLimit: 1.5 * 2 ** 30,
    atRest: 1,
  });
  const planner = new Planner({ entry: PLANNER_ENTRY });
  const account: Account = {
    id: ACCOUNT_ID,
    folder,
    store,
    objects,
    catalog,
    lakeFormation: openLakeFormation(store, catalog),
    engine,
    planner,
    metrics: { put: async (_namespace, data) => void metrics.push(...data) },
  };
  await pendingRemovals(account).carryOn();
  return {
    account,
    metrics,
    folder,
    close: async () => {
      await queriesOf(account).stopAll();
      await pendingRemovals(account).close();
      await planner.close();
      await engine.close();
      await objects.close();
      await store.close();
    },
  };
}

/**
 * An account as the layers make it: database `lakehouse` in a registered location with table `customers` (engineer: all;
 * analyst: all but ssn), database `sandbox` in a location that is not registered, where the engineer may create tables.
 */
export async function openLakehouse(): Promise<Lakehouse> {
  const folder = mkdtempSync(join(tmpdir(), 'athena-'));
  mkdirSync(join(folder, 'objects'), { recursive: true });
  const lakehouse = await openAccount(folder);
  const { account } = lakehouse;
  for (const bucket of [LAKE, RAW, RESULTS]) await account.objects.createBucket(bucket);
  const admin = deployer(account);
  const lf = async (operation: string, input: object) =>
    lakeFormationService.operations[operation]!(input, admin);
  await lf('PutDataLakeSettings', {
    DataLakeSettings: {
      DataLakeAdmins: [{ DataLakePrincipalIdentifier: admin.principal.grantee }],
      CreateDatabaseDefaultPermissions: [],
      CreateTableDefaultPermissions: [],
    },
  });
  await run(admin, `CREATE DATABASE lakehouse LOCATION 's3://${LAKE}/lakehouse/'`);
  await run(admin, `CREATE DATABASE sandbox LOCATION 's3://${LAKE}/sandbox/'`);
  await run(
    admin,
    `CREATE TABLE lakehouse.customers (id bigint, name string, ssn string COMMENT 'secret', since date, amount decimal(10,2))
     PARTITIONED BY (bucket(4, id)) LOCATION 's3://${LAKE}/lakehouse/customers' TBLPROPERTIES ('table_type'='ICEBERG')`,
  );
  await lf('RegisterResource', { ResourceArn: `arn:aws:s3:::${LAKE}/lakehouse`, UseServiceLinkedRole: true });
  const role = (name: string) => ({ DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT_ID}:role/${name}` });
  const customers = { DatabaseName: 'lakehouse', Name: 'customers' };
  const grants: [string, object, string[]][] = [
    ['lakehouse-engineer', { Database: { Name: 'lakehouse' } }, ['DESCRIBE']],
    ['lakehouse-engineer', { Table: customers }, ['SELECT', 'INSERT', 'DESCRIBE']],
    ['lakehouse-engineer', { Database: { Name: 'sandbox' } }, ['CREATE_TABLE', 'DESCRIBE']],
    ['lakehouse-analyst', { Database: { Name: 'lakehouse' } }, ['DESCRIBE']],
    ['lakehouse-analyst', { Database: { Name: 'sandbox' } }, ['CREATE_TABLE', 'DESCRIBE']],
    [
      'lakehouse-analyst',
      { TableWithColumns: { ...customers, ColumnWildcard: { ExcludedColumnNames: ['ssn'] } } },
      ['SELECT'],
    ],
  ];
  for (const [name, Resource, Permissions] of grants) {
    await lf('GrantPermissions', { Principal: role(name), Resource, Permissions });
  }
  return {
    ...lakehouse,
    close: async () => {
      await lakehouse.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const engineer = (account: Account, denied?: string[]): Call =>
  callOf(account, 'lakehouse-engineer', denied);
export const analyst = (account: Account, denied?: string[]): Call =>
  callOf(account, 'lakehouse-analyst', denied);

export function deployer(account: Account): Call {
  const arn = `arn:aws:iam::${ACCOUNT_ID}:user/deployer`;
  return { ...callOf(account), principal: { arn, grantee: arn, userId: 'AIDADEPLOYER' } };
}

/** One that no other request has, of a process that went before either. */
export const token = (): string => `token-${randomUUID()}`;

export async function start(call: Call, sql: string, input: object = {}): Promise<string> {
  const answer = await send(call, 'StartQueryExecution', {
    QueryString: sql,
    ClientRequestToken: token(),
    ResultConfiguration: { OutputLocation: `s3://${RESULTS}/` },
    QueryExecutionContext: { Database: 'lakehouse' },
    ...input,
  });
  return answer.QueryExecutionId;
}

/** The execution at its end. */
export async function finish(call: Call, id: string) {
  for (;;) {
    const { QueryExecution } = await send(call, 'GetQueryExecution', { QueryExecutionId: id });
    if (!['QUEUED', 'RUNNING'].includes(QueryExecution.Status.State)) return QueryExecution;
  }
}

export interface Outcome {
  state: string;
  reason?: string;
  type?: [category: number, type: number];
  scanned: number;
  rows: (string | undefined)[][];
  updateCount: number | null;
  columns: { Name: string; Type: string }[];
  id: string;
}

/** Runs a statement and reads its rows. */
export async function attempt(call: Call, sql: string, input: object = {}): Promise<Outcome> {
  const id = await start(call, sql, input);
  const { Status, Statistics } = await finish(call, id);
  const error = Status.AthenaError;
  const outcome: Outcome = {
    state: Status.State,
    reason: Status.StateChangeReason,
    type: error && [error.ErrorCategory, error.ErrorType],
    scanned: Statistics.DataScannedInBytes,
    rows: [],
    updateCount: null,
    columns: [],
    id,
  };
  if (Status.State !== 'SUCCEEDED') return outcome;
  const { ResultSet, UpdateCount } = await send(call, 'GetQueryResults', { QueryExecutionId: id });
  return {
    ...outcome,
    rows: ResultSet.Rows.map((row: { Data: { VarCharValue?: string }[] }) =>
      row.Data.map((cell) => cell.VarCharValue),
    ),
    updateCount: UpdateCount,
    columns: ResultSet.ResultSetMetadata.ColumnInfo,
  };
}

/** Runs a statement that must succeed. */
export async function run(call: Call, sql: string, input: object = {}): Promise<Outcome> {
  const outcome = await attempt(call, sql, input);
  if (outcome.state !== 'SUCCEEDED') throw new Error(`${sql}\n${outcome.state}: ${outcome.reason}`);
  return outcome;
}
