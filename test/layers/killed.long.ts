import { CreateRoleCommand, DeleteRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deploy, deployAll, plan } from '../../src/layers';
import { clientsOf } from '../../src/target/clients';
import type { Target } from '../../src/target/target';
import { freshAccount } from './account';
import { ChangeProxy, type SeenChange } from './changeProxy';
import { deployKilledAt } from './killTerraform';

/** Two layers, killed at one change of each kind; `test/faults/deploy` kills all five at very many changes. */
let account: Awaited<ReturnType<typeof freshAccount>>;
let proxy: ChangeProxy;
let target: Target;
beforeAll(async () => {
  account = await freshAccount();
  proxy = await ChangeProxy.open(account.target.endpoint ?? '');
  target = proxy.through(account.target);
});
afterAll(async () => {
  proxy.close();
  await account.remove();
});

const ignore = () => {};

test('a deployment refuses what others made under its names, and takes over what a killed one made', {
  timeout: 300_000,
}, async () => {
  // Somebody else's role: named, not touched.
  const clients = clientsOf(account.target);
  const iam = await clients.iam();
  const RoleName = 'lakehouse-analyst';
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:*' }] };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  await expect(deploy('foundation', target, ignore)).rejects.toThrow(
    'IAM role lakehouse-analyst: it does not bear the tag project=lakehouse',
  );
  expect((await iam.send(new GetRoleCommand({ RoleName }))).Role).toEqual(Role);
  await iam.send(new DeleteRoleCommand({ RoleName }));
  clients.destroy();

  // Killed after each of these was made, and before Terraform heard of it.
  const moments: ((change: SeenChange) => boolean)[] = [
    ({ number }) => number >= 8,
    ({ name }) => name === 'CreateBudget',
    ({ name }) => name === 'CreateBudgetAction',
  ];
  for (const [i, isMoment] of moments.entries())
    expect(
      await deployKilledAt(proxy, isMoment, () => deployAll(['guards'], target, ignore)),
      `moment ${i}`,
    ).toBeDefined();
  const outcomes = await deployAll(['guards'], target, ignore);
  expect(outcomes.map(({ layer, adopted = 0 }) => [layer, adopted > 0])).toContainEqual(['guards', true]);
  for (const layer of ['foundation', 'guards'] as const) expect(await plan(layer, target), layer).toEqual([]);
});
