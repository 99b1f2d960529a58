import { GetTableCommand, UpdateDatabaseCommand } from '@aws-sdk/client-glue';
import {
  type DataLakeSettings,
  GetDataLakeSettingsCommand,
  ListPermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import { GetBucketPolicyCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucketName, PROJECT } from '../../infra/names';
import { loadDemoData } from '../../src/ingest/demoData';
import { describeItem } from '../../src/inventory/item';
import { liveItems } from '../../src/inventory/liveInventory';
import {
  type DeployEvent,
  deploy,
  deployAll,
  destroyAll,
  LAYERS,
  outputs,
  plan,
  startDeployment,
} from '../../src/layers';
import { type Clients, clientsOf } from '../../src/target/clients';
import type { Role } from '../../src/target/roles';
import type { Target } from '../../src/target/target';
import { freshAccount } from './account';

/** The whole of it with real Terraform and the real provider, on a fresh account: minutes, so it is one test. */
let account: Awaited<ReturnType<typeof freshAccount>>;
let target: Target;
const opened: Clients[] = [];
const as = (role: Role): Clients => {
  const clients = clientsOf(target, role);
  opened.push(clients);
  return clients;
};
beforeAll(async () => {
  account = await freshAccount();
  target = account.target;
});
afterAll(async () => {
  for (const clients of opened) clients.destroy();
  await account.remove();
});

const living = async (): Promise<string[]> =>
  (await liveItems(target, as('deployer'), PROJECT)).map(describeItem).sort();
const settings = async (): Promise<DataLakeSettings> =>
  (await (await as('deployer').lakeFormation()).send(new GetDataLakeSettingsCommand({}))).DataLakeSettings!;
const grants = async () => {
  const { PrincipalResourcePermissions = [] } = await (await as('deployer').lakeFormation()).send(
    new ListPermissionsCommand({ MaxResults: 1000 }),
  );
  return PrincipalResourcePermissions.map(({ Principal, Resource }) => ({
    grantee: Principal!.DataLakePrincipalIdentifier!.split('/').at(-1)!,
    on: Resource,
  }));
};
const ignore = () => {};

test('five layers go up, stay as they are, and go down again without a trace', {
  timeout: 900_000,
}, async () => {
  const nothing = await living();
  const before = await settings();
  expect(before.CreateTableDefaultPermissions).toHaveLength(1);
  await expect(deploy('catalog', target, ignore)).rejects.toThrow('The layer catalog needs foundation');

  // Up. What needs no guards need not wait for them.
  const events: DeployEvent[] = [];
  const deployment = startDeployment(LAYERS, target, (event) => events.push(event));
  await deployment.reached('query', 'governance');
  expect(events.some((event) => event.type === 'done' && event.layer === 'guards')).toBe(false);

  // Nothing was born with a grant to everybody, and no grant is to an administrator but by creating.
  expect(new Set((await grants()).map(({ grantee }) => grantee))).toEqual(
    new Set(['deployer', 'lakehouse-engineer', 'lakehouse-analyst']),
  );

  // Rows, by SQL, as the engineer: commits to the tables that Terraform made.
  const loads = await loadDemoData(target, as('engineer'), ignore);
  expect(loads.map(({ rows }) => rows)).toEqual([1000, 10_000]);
  const { Table } = await (await as('analyst').glue()).send(
    new GetTableCommand({ DatabaseName: 'lakehouse', Name: 'customers' }),
  );
  expect(Table!.StorageDescriptor!.Columns!.map(({ Name }) => Name)).not.toContain('ssn');
  await expect(
    as('analyst')
      .s3()
      .then((s3) => s3.send(new ListObjectsV2Command({ Bucket: bucketName('lake', target) }))),
  ).rejects.toThrow(/AccessDenied|not authorized/);

  const up = await deployment.finished;
  expect(up.map(({ layer, result }) => `${layer} ${result}`).sort()).toEqual(
    LAYERS.map((layer) => `${layer} applied`).sort(),
  );
  expect(Object.keys(await outputs(target))).toEqual([...LAYERS]);
  expect((await outputs(target)).guards).toMatchObject({
    budget_name: 'lakehouse-monthly',
    dashboard_name: 'lakehouse',
  });

  // Nothing drifts, commits least of all; a second deployment changes nothing.
  for (const layer of LAYERS) expect(await plan(layer, target), layer).toEqual([]);
  expect((await deployAll(LAYERS, target, ignore)).map(({ result }) => result)).toEqual(
    LAYERS.map(() => 'unchanged'),
  );

  // What somebody changes by hand is seen, and put right.
  const glue = await as('deployer').glue();
  await glue.send(
    new UpdateDatabaseCommand({ Name: 'sandbox', DatabaseInput: { Name: 'sandbox', Description: 'mine' } }),
  );
  expect(await plan('catalog', target)).toEqual([
    { address: 'aws_glue_catalog_database.sandbox', actions: ['update'] },
  ]);
  expect(await deploy('catalog', target, ignore)).toMatchObject({
    result: 'applied',
    add: 0,
    change: 1,
    remove: 0,
  });
  expect(await plan('catalog', target)).toEqual([]);

  // TLS only, as AWS keeps it.
  const { Policy } = await (await as('deployer').s3()).send(
    new GetBucketPolicyCommand({ Bucket: bucketName('raw', target) }),
  );
  expect(Policy).toContain('aws:SecureTransport');

  // Down, with data in it. The account is as it was.
  const down = await destroyAll(target, ignore);
  expect(down.map(({ layer }) => layer).at(-1)).toBe('foundation');
  expect(await living()).toEqual(nothing);
  expect(await grants()).toEqual([]);
  expect(await settings()).toEqual(before);
  expect(await destroyAll(target, ignore)).toEqual([]);
});
