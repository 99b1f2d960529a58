import fs from 'node:fs';
import path from 'node:path';
import { UpdateWorkGroupCommand } from '@aws-sdk/client-athena';
import { UpdateBudgetCommand } from '@aws-sdk/client-budgets';
import { UpdateDatabaseCommand } from '@aws-sdk/client-glue';
import { TagRoleCommand } from '@aws-sdk/client-iam';
import { RevokePermissionsCommand } from '@aws-sdk/client-lakeformation';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { deployAll, destroyAll, LAYERS, type LayerName, type Outcome, stateFile } from '../../../src/layers';
import { parseMessage } from '../../../src/layers/terraform/messages';
import { layerFolder } from '../../../src/layers/workspace';
import { clientsOf } from '../../../src/target/clients';
import type { Target } from '../../../src/target/target';
import { freshAccount } from '../account';

/**
 * The accelerator is honest when nobody could tell by the outcome that it was there: the same templates on two fresh
 * accounts, one by plain Terraform, one accelerated, agree in every plan, every count and every state.
 */
type Account = Awaited<ReturnType<typeof freshAccount>>;
let plain: Account;
let accelerated: Account;

beforeAll(async () => {
  plain = await freshAccount();
  accelerated = await freshAccount();
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  await plain.remove();
  await accelerated.remove();
});

/** Does the same on both accounts. @returns what became of it: plainly, and accelerated */
async function both<T>(work: (target: Target) => Promise<T>): Promise<[T, T]> {
  vi.stubEnv('LAKEHOUSE_TERRAFORM', 'plain');
  const one = await work(plain.target);
  vi.stubEnv('LAKEHOUSE_TERRAFORM', '');
  return [one, await work(accelerated.target)];
}

/** States without what differs from run to run: ids and times of AWS, Terraform's numbering, the folder. */
function states(target: Target): Record<string, unknown> {
  const read = (layer: LayerName) => {
    const text = fs
      .readFileSync(stateFile(layer, target), 'utf8')
      .replaceAll(target.home, '<home>')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
      .replace(/\bA[A-Z0-9]{20}\b/g, '<unique id>')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>');
    const { outputs, resources } = JSON.parse(text) as {
      outputs: unknown;
      resources: { instances: Record<string, unknown>[] }[];
    };
    // Which timeouts the provider was told of: not written for what was imported.
    for (const { instances } of resources) for (const instance of instances) delete instance.private;
    return { outputs, resources };
  };
  return Object.fromEntries(LAYERS.map((layer) => [layer, read(layer)]));
}

/** What the last plan of each layer would change. */
const plans = (target: Target): Record<string, string[]> =>
  Object.fromEntries(
    LAYERS.map((layer) => {
      const lines = fs.readFileSync(path.join(layerFolder(layer, target), 'plan.log'), 'utf8').split('\n');
      const changes = lines.flatMap((line) => {
        const message = parseMessage(line);
        return message?.type === 'planned' ? [message] : [];
      });
      return [layer, changes.map(({ action, address }) => `${action} ${address}`).sort()];
    }),
  );
const counts = (outcomes: Outcome[]) =>
  outcomes
    .map(({ layer, result, add, change, remove }) => `${layer} ${result} +${add} ~${change} -${remove}`)
    .sort();
const ignore = () => {};

/** Of every layer one thing, changed by hand. */
async function drift(target: Target): Promise<void> {
  const clients = clientsOf(target);
  try {
    await (await clients.iam()).send(
      new TagRoleCommand({ RoleName: 'lakehouse-analyst', Tags: [{ Key: 'by', Value: 'hand' }] }),
    );
    await (await clients.glue()).send(
      new UpdateDatabaseCommand({ Name: 'sandbox', DatabaseInput: { Name: 'sandbox', Description: 'mine' } }),
    );
    await (await clients.athena()).send(
      new UpdateWorkGroupCommand({ WorkGroup: 'lakehouse-analyst', Description: 'mine' }),
    );
    await (await clients.lakeFormation()).send(
      new RevokePermissionsCommand({
        // Not all of a grant: for one that is gone the provider looks a minute long whether it comes back.
        Principal: {
          DataLakePrincipalIdentifier: `arn:aws:iam::${target.accountId}:role/lakehouse-engineer`,
        },
        Resource: { Table: { DatabaseName: 'lakehouse', Name: 'orders' } },
        Permissions: ['DELETE'],
      }),
    );
    await (await clients.budgets()).send(
      new UpdateBudgetCommand({
        AccountId: target.accountId,
        NewBudget: {
          BudgetName: 'lakehouse-monthly',
          BudgetType: 'COST',
          TimeUnit: 'MONTHLY',
          BudgetLimit: { Amount: '99', Unit: 'USD' },
          CostTypes: { IncludeCredit: false, IncludeRefund: false },
        },
      }),
    );
  } finally {
    clients.destroy();
  }
}

test('plain and accelerated Terraform agree on all layers', { timeout: 900_000 }, async () => {
  const timed = async (name: string, work: () => Promise<void>) => {
    const started = Date.now();
    await work();
    console.log(`${name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
  };
  await timed('created', async () => {
    const [one, other] = await both((target) => deployAll(LAYERS, target, ignore));
    expect(counts(other)).toEqual(counts(one));
    expect(states(accelerated.target)).toEqual(states(plain.target));
  });
  await timed('changed', async () => {
    vi.stubEnv('LAKEHOUSE_ALERT_EMAIL', 'somebody@example.com');
    const [one, other] = await both(async (target) => {
      await drift(target);
      const outcomes = await deployAll(LAYERS, target, ignore);
      return { outcomes: counts(outcomes), plans: plans(target) };
    });
    expect(other).toEqual(one);
    expect(LAYERS.filter((layer) => one.plans[layer]!.length === 0)).toEqual([]);
    expect(states(accelerated.target)).toEqual(states(plain.target));
  });
  await timed('destroyed', async () => {
    const [one, other] = await both((target) => destroyAll(target, ignore));
    expect(counts(other)).toEqual(counts(one));
    expect(states(accelerated.target)).toEqual(states(plain.target));
  });
});
