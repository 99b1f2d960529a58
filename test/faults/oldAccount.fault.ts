import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FaultAccount } from './harness/faultAccount';
import type { Value } from './harness/ledger';
import { type Chosen, fillSmallLakehouse, readSmallLakehouse } from './harness/smallLakehouse';

/** Account folders of former versions: `account.tgz`, and `facts.json` with what was in it. */
const FIXTURES = path.join(__dirname, '..', 'fixtures');
const versions = fs.readdirSync(FIXTURES).filter((name) => name.startsWith('account-v'));

interface Facts {
  chosen: Chosen;
  seen: Record<string, Value>;
}

const account = FaultAccount.in();
afterAll(() => account.remove());

for (const version of versions)
  test(`${version}: an account of a former version opens with all that was in it, and keeps it`, async () => {
    fs.rmSync(account.folder, { recursive: true, force: true });
    execFileSync('tar', ['-xzf', path.join(FIXTURES, version, 'account.tgz'), '-C', account.home]);
    const { chosen, seen } = JSON.parse(
      fs.readFileSync(path.join(FIXTURES, version, 'facts.json'), 'utf8'),
    ) as Facts;
    for (const time of ['first', 'second']) {
      await account.start();
      expect(await readSmallLakehouse(account, chosen), `the ${time} start`).toEqual(seen);
      if (time === 'first') await account.crash();
      else await account.stop();
    }
  });

test.runIf(process.env.MAKE_ACCOUNT)(
  'makes the fixture of this version (MAKE_ACCOUNT=account-v2)',
  async () => {
    const folder = path.join(FIXTURES, String(process.env.MAKE_ACCOUNT));
    fs.rmSync(account.folder, { recursive: true, force: true });
    await account.start();
    const chosen = await fillSmallLakehouse(account);
    const seen = await readSmallLakehouse(account, chosen);
    await account.stop();
    for (const name of fs.readdirSync(account.folder))
      if (/^gateway\.(log|json)/.test(name)) fs.rmSync(path.join(account.folder, name));
    fs.mkdirSync(folder, { recursive: true });
    execFileSync('tar', ['-czf', path.join(folder, 'account.tgz'), '-C', account.home, 'account']);
    fs.writeFileSync(
      path.join(folder, 'facts.json'),
      `${JSON.stringify({ chosen, seen } satisfies Facts, undefined, 2)}\n`,
    );
  },
);
