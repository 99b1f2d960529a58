import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CommandRun, orphansOf } from './commandRun';

/** The command itself, on two layers; `test/faults/deploy` stops a whole `up` at many moments. */
let home: string;
const runs: CommandRun[] = [];
const run = (...args: string[]): CommandRun => {
  const started = new CommandRun(home, ...args);
  runs.push(started);
  return started;
};
beforeAll(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-command-'));
});
afterAll(async () => {
  for (const { child, hasEnded } of runs) if (!hasEnded) child.kill('SIGKILL');
  await run('down').status();
  fs.rmSync(home, { recursive: true, force: true });
});

test('one `up` waits for the other, and Ctrl-C ends the waiting or the work', {
  timeout: 240_000,
}, async () => {
  const first = run('up', '--layer', 'foundation');
  await first.prints('local account at');
  const second = run('up', '--layer', 'foundation');
  const third = run('down');
  for (const waiting of [second, third])
    await waiting.prints(
      new RegExp(
        `Waiting for the end of \`lakehouse up\` \\(pid ${first.pid}, since \\d\\d:\\d\\d:\\d\\d\\)`,
      ),
    );
  const { status, ms } = await third.stop('SIGINT');
  expect(third.output).toContain('Stopped');
  expect(third.output).not.toContain('    at ');
  expect(status).toBe(130);
  expect(ms).toBeLessThan(2000);
  expect(await first.status(), first.output).toBe(0);
  expect(await second.status(), second.output).toBe(0);
  expect(second.output).toContain('foundation: as it should be');

  // Amid the work: it ends in order, and the next goes on.
  const stopped = run('up', '--layer', 'query');
  await stopped.prints('query: planning');
  const end = await stopped.stop('SIGTERM');
  expect(stopped.output).toContain('Stopped. What was done is kept.');
  expect(stopped.output).not.toContain('    at ');
  expect(end.status).toBe(143);
  expect(end.ms).toBeLessThan(10_000);
  expect(orphansOf(home)).toEqual([]);
  const next = run('up', '--layer', 'query');
  expect(await next.status(), next.output).toBe(0);

  // The account's port in the hands of another program.
  expect(await run('down').status()).toBe(0);
  const { port } = JSON.parse(fs.readFileSync(path.join(home, 'account', 'gateway.json'), 'utf8')) as {
    port: number;
  };
  const other = net.createServer().listen(port, '127.0.0.1');
  const refused = run('up', '--layer', 'query');
  expect(await refused.status()).toBe(1);
  other.close();
  expect(refused.output.trim().split('\n')).toEqual([
    expect.stringContaining(`✗ The account's port ${port} is taken by another program.`),
    expect.stringContaining('What next:'),
  ]);
});

test('a home that cannot be written is told in a sentence', async () => {
  const file = path.join(home, 'a-file');
  fs.writeFileSync(file, '');
  const refused = new CommandRun(path.join(file, 'home'), 'up');
  expect(await refused.status()).toBe(1);
  expect(refused.output).toMatch(
    /^✗ The folder .* cannot be written .* choose another with LAKEHOUSE_HOME\.\n$/,
  );
});
