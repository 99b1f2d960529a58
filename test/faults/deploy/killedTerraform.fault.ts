import fs from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { PROJECT } from '../../../infra/names';
import { describeItem } from '../../../src/inventory/item';
import { liveItems } from '../../../src/inventory/liveInventory';
import { deployAll, destroyAll, LAYERS, plan, stateFile } from '../../../src/layers';
import { clientsOf } from '../../../src/target/clients';
import type { Target } from '../../../src/target/target';
import { freshAccount } from '../../layers/account';
import { ChangeProxy } from '../../layers/changeProxy';
import { deployKilledAt } from '../../layers/killTerraform';

const ignore = () => {};
/** So many changes a deployment is killed after, one after the other: few, so that nearly each kind is hit. */
const STEPS = [3, 7, 5, 9, 6, 8, 4, 10];
const MOST_KILLS = 60;

let end: (() => Promise<void>) | undefined;
afterEach(async () => end?.());

async function accountBehindProxy(): Promise<{ target: Target; proxy: ChangeProxy }> {
  const account = await freshAccount();
  const proxy = await ChangeProxy.open(account.target.endpoint ?? '');
  end = async () => {
    proxy.close();
    await account.remove();
  };
  return { target: proxy.through(account.target), proxy };
}

async function living(target: Target): Promise<string[]> {
  const clients = clientsOf(target);
  try {
    return (await liveItems(target, clients, PROJECT)).map(describeItem).sort();
  } finally {
    clients.destroy();
  }
}

async function expectAsPlanned(target: Target): Promise<void> {
  for (const layer of LAYERS) expect(await plan(layer, target), layer).toEqual([]);
}

test('Terraform killed again and again amid an apply of all layers: the last deployment finishes, with an empty plan', {
  timeout: 1_800_000,
}, async () => {
  const { target, proxy } = await accountBehindProxy();
  const kills: string[] = [];
  for (;;) {
    const after = STEPS[kills.length % STEPS.length] ?? 5;
    const killed = await deployKilledAt(
      proxy,
      ({ number }) => number >= after,
      () => deployAll(LAYERS, target, ignore),
    );
    if (!killed) break;
    kills.push(killed.name);
    expect(kills.length, kills.join('\n')).toBeLessThan(MOST_KILLS);
  }
  console.log(`${kills.length} kills, after ${[...new Set(kills)].sort().join(', ')}`);
  expect(kills.length).toBeGreaterThan(8);
  await expectAsPlanned(target);

  // And nothing was made twice: what is destroyed leaves nothing.
  await destroyAll(target, ignore);
  expect((await living(target)).filter((item) => !item.startsWith('iam user'))).toEqual([]);
});

test('Terraform killed amid an apply, then everything destroyed: nothing is left', {
  timeout: 1_800_000,
}, async () => {
  const { target, proxy } = await accountBehindProxy();
  const before = await living(target);
  for (const after of [4, 20, 45, 70]) {
    const killed = await deployKilledAt(
      proxy,
      ({ number }) => number >= after,
      () => deployAll(LAYERS, target, ignore),
    );
    expect(killed).toBeDefined();
    await destroyAll(target, ignore);
    expect(await living(target), `after change ${after}, ${killed?.name}`).toEqual(before);
  }
});

test('a state that is half written, empty or lost: the next deployment takes all over, and removes nothing', {
  timeout: 1_800_000,
}, async () => {
  const { target } = await accountBehindProxy();
  await deployAll(LAYERS, target, ignore);
  const before = await living(target);
  const damages: ((file: string) => void)[] = [
    (file) => fs.truncateSync(file, Math.floor(fs.statSync(file).size / 2)),
    (file) => fs.truncateSync(file, 0),
    (file) => fs.writeFileSync(file, Buffer.alloc(500)),
    (file) => {
      fs.rmSync(file);
      fs.rmSync(`${file}.backup`, { force: true });
    },
  ];
  for (const damage of damages) {
    for (const layer of LAYERS) damage(stateFile(layer, target));
    const outcomes = await deployAll(LAYERS, target, ignore);
    expect(outcomes.flatMap(({ remove }) => remove)).toEqual(LAYERS.map(() => 0));
    await expectAsPlanned(target);
    expect(await living(target)).toEqual(before);
  }
});
