import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deployAll, LAYERS, plan, TerraformFailed } from '../../src/layers';
import type { Target } from '../../src/target/target';
import { freshAccount } from './account';
import { ChangeProxy } from './changeProxy';
import { killTerraform } from './killTerraform';

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

/** Of each service one thing that is made, not put: a second making is refused, or makes a second thing. */
const MADE = (process.env.MADE ?? '').split(',');

test('what Terraform made when it was killed is taken over by the next deployment', {
  timeout: 300_000,
}, async () => {
  for (let n = 1; ; n++) {
    const t = Date.now();
    let count = 0;
    let at = '';
    proxy.onChange = ({ name }) => {
      if (++count < 1 + (n % 9)) return false;
      if (at === '') {
        at = name;
        killTerraform();
      }
      return true;
    };
    try {
      const out = await deployAll(LAYERS, target, () => {});
      console.log(n, 'done', JSON.stringify(out));
      break;
    } catch (error) {
      console.log(
        n,
        at,
        count,
        Date.now() - t,
        error instanceof TerraformFailed ? error.message.slice(0, 300) : error,
      );
      if (!(error instanceof TerraformFailed) && at === '') throw error;
      if (n > 60) throw error;
    }
  }
  proxy.onChange = () => false;
  for (const layer of LAYERS) expect(await plan(layer, target), layer).toEqual([]);
});
