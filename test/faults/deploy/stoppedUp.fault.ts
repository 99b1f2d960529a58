import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CommandRun, orphansOf } from '../../up/commandRun';

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-stopped-'));
});
afterEach(async () => {
  await new CommandRun(home, 'down').status();
  fs.rmSync(home, { recursive: true, force: true });
});

const up = () => new CommandRun(home, 'up');
const gatewayPid = (): number =>
  (JSON.parse(fs.readFileSync(path.join(home, 'account', 'gateway.json'), 'utf8')) as { pid: number }).pid;

/** Runs `up` to its end: the checks of a clone without a commit may be red, so the layers and the data count. */
async function expectUp(): Promise<void> {
  const run = up();
  await run.status();
  expect(run.output).toContain('exit checks');
  const plan = new CommandRun(home, 'plan');
  expect(await plan.status(), plan.output).toBe(0);
}

/** What `up` has printed at each moment. */
const MOMENTS: [string, RegExp][] = [
  ['the start of the account', /^/],
  ['the first plan', /foundation: planning/],
  ['the work on the foundation', /foundation: \d+ to add/],
  ['three layers at once', /catalog: planning/],
  ['the work on the guards', /guards: \d+ to add|guards: \d+ added/],
  ['the last layer', /governance: planning/],
  ['the data', /governance: .* added/],
  ['the checks', /exit checks/],
];

test('a stop at any moment of `up` ends it within seconds, without orphans, and the next one goes on', {
  timeout: 1_800_000,
}, async () => {
  for (const [i, [moment, text]] of MOMENTS.entries()) {
    const run = up();
    // Of the start nothing is printed; its process is known by this file.
    while (i === 0 && !fs.existsSync(path.join(home, 'account', 'gateway.json')))
      await new Promise((resolve) => setTimeout(resolve, 10));
    await run.prints(text).catch(() => undefined);
    // Once up, a run may have passed the moment: what it printed ends it all the same.
    if (run.hasEnded) continue;
    const { status, ms } = await run.stop(i % 2 === 0 ? 'SIGINT' : 'SIGTERM');
    console.log(`${moment}: ended after ${ms} ms with status ${status}`);
    expect(run.output, moment).toMatch(/✗ Stopped/);
    expect(run.output, moment).not.toContain('    at ');
    expect([130, 143], moment).toContain(status);
    expect(ms, moment).toBeLessThan(10_000);
    expect(orphansOf(home), moment).toEqual([]);
  }
  await expectUp();
});

test('`up` killed amid its work: the next one waits for what Terraform finishes, and goes on', {
  timeout: 900_000,
}, async () => {
  for (const text of [/foundation: \d+ to add/, /catalog: planning/]) {
    const run = up();
    await run.prints(text);
    run.child.kill('SIGKILL');
    await run.status();
  }
  await expectUp();
});

test('the account killed amid `up`: a sentence, soon; the next one goes on', {
  timeout: 900_000,
}, async () => {
  for (const text of [/foundation: \d+ to add/, /catalog: planning/]) {
    const run = up();
    await run.prints(text);
    process.kill(gatewayPid(), 'SIGKILL');
    const killed = Date.now();
    expect(await run.status()).toBe(1);
    console.log(`ended ${Date.now() - killed} ms after the account: ${run.output.split('\n').at(-3)}`);
    expect(Date.now() - killed).toBeLessThan(30_000);
    expect(run.output).toMatch(/✗ (The local account has ended|Terraform failed)/);
    expect(run.output).not.toContain('    at ');
    expect(orphansOf(home)).toEqual([]);
  }
  await expectUp();
});
