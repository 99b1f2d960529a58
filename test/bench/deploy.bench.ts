import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deploy, deployAll, destroyAll, LAYERS } from '../../src/layers';
import type { Target } from '../../src/target/target';
import { freshAccount } from '../layers/account';
import { report, seconds } from './measure';

/** The accelerator against plain Terraform: the same layers, each on a fresh account. */
let account: Awaited<ReturnType<typeof freshAccount>>;
let peer: Awaited<ReturnType<typeof freshAccount>>;
beforeAll(async () => {
  account = await freshAccount();
  peer = await freshAccount();
});
afterAll(async () => {
  await account.remove();
  await peer.remove();
});

const ignore = () => {};
async function compare(what: string, work: (target: Target) => Promise<unknown>): Promise<number> {
  const ours = await seconds(() => work(account.target));
  vi.stubEnv('LAKEHOUSE_TERRAFORM', 'plain');
  const plain = await seconds(() => work(peer.target));
  vi.unstubAllEnvs();
  return report(what, ours, { name: 'plain Terraform', seconds: plain });
}

test('layers', async () => {
  const ratios = [
    await compare('all layers from an empty account', (target) => deployAll(LAYERS, target, ignore)),
    await compare('all layers, nothing to change', (target) => deployAll(LAYERS, target, ignore)),
    await compare('one layer, nothing to change', (target) => deploy('catalog', target, ignore)),
    await compare('destroy all layers', (target) => destroyAll(target, ignore)),
  ];
  expect(Math.max(...ratios)).toBeLessThan(0.5);
});
