import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Account } from '../../../src/local/account';
import type { Call } from '../../../src/local/call';
import { AwsError } from '../../../src/local/errors';
import { openCatalog } from '../../../src/local/glue/catalog';
import { glueService } from '../../../src/local/glue/service';
import { openLakeFormation } from '../../../src/local/lakeformation/lakeFormation';
import { lakeFormationService } from '../../../src/local/lakeformation/service';
import type { JsonService } from '../../../src/local/service';
import { openStore } from '../../../src/local/store/store';

export const ACCOUNT = '123456789012';
export const DEPLOYER = `arn:aws:iam::${ACCOUNT}:user/deployer`;
const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/lakehouse-${name}`;
export const STEWARD = role('steward');
export const ENGINEER = role('engineer');
export const ANALYST = role('analyst');
export const IAP = 'IAM_ALLOWED_PRINCIPALS';

/** Runs an operation as a principal. */
export type Run = (operation: string, input?: Record<string, unknown>) => Promise<Record<string, unknown>>;

export interface TestAccount {
  account: Account;
  call(grantee: string): Call;
  glue(grantee?: string): Run;
  lakeFormation(grantee?: string): Run;
  service(service: JsonService, grantee?: string): Run;
}

/** A real store in a folder of its own, with catalog and Lake Formation over it; removed when the test is done. */
export function openTestAccount(parts: Partial<Account> = {}): TestAccount {
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-glue-'));
  const store = openStore(folder);
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const catalog = openCatalog(store);
  const lakeFormation = openLakeFormation(store, catalog);
  const account = { id: ACCOUNT, folder, store, catalog, lakeFormation, ...parts } as Account;
  const call = (grantee: string): Call => ({
    account,
    principal: { arn: grantee, grantee, userId: 'AIDA' },
    region: 'us-east-1',
    requestId: 'request',
    now: new Date('2026-01-02T03:04:05Z'),
    authorize: async () => {},
    authorizeEach: async () => {},
  });
  const service =
    (of: JsonService, grantee = DEPLOYER): Run =>
    async (operation, input = {}) => {
      const found = of.operations[operation];
      if (!found) throw new Error(`no operation ${operation}`);
      // What the wire carries is JSON: no undefined members, no dates.
      return (await found(JSON.parse(JSON.stringify(input)), call(grantee))) as Record<string, unknown>;
    };
  return {
    account,
    call,
    service,
    glue: (grantee) => service(glueService, grantee),
    lakeFormation: (grantee) => service(lakeFormationService, grantee),
  };
}

/** Code and text of the AwsError that a promise ends with. */
export async function errorOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('it did not fail');
}

export const column = (Name: string, Type = 'string') => ({ Name, Type });

/** The demo's table of customers, as a client creates it. */
export const customers = {
  Name: 'customers',
  TableType: 'EXTERNAL_TABLE',
  Parameters: { table_type: 'ICEBERG', metadata_location: 's3://lake/lakehouse/customers/metadata/0.json' },
  StorageDescriptor: {
    Columns: [column('id', 'bigint'), column('name'), column('ssn')],
    Location: 's3://lake/lakehouse/customers',
  },
};

/** A data lake under Lake Formation: the deployer is its administrator and has made `lakehouse.customers`; nothing is open to IAM. */
export async function openGovernedAccount(parts: Partial<Account> = {}): Promise<TestAccount> {
  const test = openTestAccount(parts);
  await test.lakeFormation()('PutDataLakeSettings', {
    DataLakeSettings: { DataLakeAdmins: [{ DataLakePrincipalIdentifier: DEPLOYER }] },
  });
  await test.glue()('CreateDatabase', { DatabaseInput: { Name: 'lakehouse' } });
  await test.glue()('CreateTable', { DatabaseName: 'lakehouse', TableInput: customers });
  return test;
}
