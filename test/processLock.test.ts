import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { thisProcess } from '../src/processIdentity';
import { acquireLock, type Holder, lockHolder, UnwritableFolder } from '../src/processLock';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-lock-'));
const program = path.join(root, 'holder.cjs');
/** Takes the lock, notes that it has it, and keeps it so long; nobody else may note anything meanwhile. */
const SOURCE = `
  import fs from 'node:fs';
  import { acquireLock } from ${JSON.stringify(path.join(import.meta.dirname, '../src/processLock.ts'))};
  const [folder, log, ms] = process.argv.slice(2);
  void acquireLock(folder, { command: 'the test' }).then(async (release) => {
    fs.appendFileSync(log, 'in ' + process.pid + '\\n');
    await new Promise((resolve) => setTimeout(resolve, Number(ms)));
    fs.appendFileSync(log, 'out ' + process.pid + '\\n');
    release();
  });
`;
beforeAll(() =>
  build({
    stdin: { contents: SOURCE, resolveDir: root },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  }),
);
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

let folder: string;
let log: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  const place = fs.mkdtempSync(path.join(root, 'lock-'));
  folder = path.join(place, 'some.lock');
  log = path.join(place, 'log');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function hold(ms: number): ChildProcess {
  const child = spawn(process.execPath, [program, folder, log, String(ms)], { stdio: 'ignore' });
  children.push(child);
  return child;
}
const lines = (): string[] =>
  fs.existsSync(log) ? fs.readFileSync(log, 'utf8').trim().split('\n').filter(Boolean) : [];
async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !condition(); await new Promise((r) => setTimeout(r, 10)))
    if (Date.now() > deadline) throw new Error('it did not come to that');
}
/** A claim as another process would have made it. */
function claim(number: number, content: Partial<Holder> | string): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, String(number)),
    typeof content === 'string' ? content : JSON.stringify({ command: 'x', since: 'y', ...content }),
  );
}

describe('acquireLock', () => {
  test('gives the lock to one after the other, in the order of coming', async () => {
    const release = await acquireLock(folder, { command: 'the first' });
    const waited: Holder[] = [];
    const order: string[] = [];
    const second = acquireLock(folder, { command: 'the second', onWait: (holder) => waited.push(holder) });
    const third = acquireLock(folder, { command: 'the third' });
    void second.then((free) => {
      order.push('second');
      free();
    });
    void third.then(() => order.push('third'));
    expect(lockHolder(folder)).toMatchObject({ command: 'the first', pid: process.pid });
    release();
    await third;
    expect(order).toEqual(['second', 'third']);
    expect(waited.map(({ command }) => command)).toEqual(['the first']);
    (await third)();
    expect(lockHolder(folder)).toBeUndefined();
  });

  test('is never held by two of many processes, some of which are killed', { timeout: 60_000 }, async () => {
    const many = Array.from({ length: 8 }, () => hold(40));
    await until(() => lines().length > 0);
    many.at(-1)?.kill('SIGKILL');
    await Promise.all(many.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
    const seen = lines();
    for (let i = 0; i < seen.length; i++) {
      const [what, pid] = (seen[i] ?? '').split(' ');
      // Whoever comes in goes out before the next, unless it was killed inside.
      if (what === 'in' && seen[i + 1] !== `out ${pid}`) expect(pid).toBe(String(many.at(-1)?.pid));
    }
    expect(seen.filter((line) => line.startsWith('out')).length).toBeGreaterThanOrEqual(7);
  });

  test('goes on when its holder is killed', async () => {
    const holder = hold(60_000);
    await until(() => lines().length === 1);
    const next = acquireLock(folder, { command: 'the next' });
    holder.kill('SIGKILL');
    (await next)();
  });

  test.each([
    ['an empty claim, of a full disk', ''],
    ['half a claim', '{"pid":1,"bor'],
    ['garbage', '\0\0\0\0'],
    ['a claim of pid 0', { pid: 0, born: '' }],
    ['a claim of a negative pid', { pid: -1, born: '' }],
    ['a claim of a process that is gone', { pid: 4_194_304, born: '' }],
    ['a claim of another process that had the number', { ...thisProcess(), born: '1 of another start' }],
  ])('is kept from nobody by %s', async (_, content) => {
    claim(7, content);
    const release = await acquireLock(folder, { command: 'the test', signal: AbortSignal.timeout(2000) });
    expect(lockHolder(folder)?.command).toBe('the test');
    release();
  });

  test('ends the waiting with the reason of the abort, and leaves no claim', async () => {
    const release = await acquireLock(folder, { command: 'the first' });
    const abort = new AbortController();
    const second = acquireLock(folder, {
      command: 'the second',
      signal: abort.signal,
      onWait: () => abort.abort(new Error('enough')),
    });
    await expect(second).rejects.toThrow('enough');
    release();
    expect(lockHolder(folder)).toBeUndefined();
  });

  test('says in a sentence that the folder cannot be written', async () => {
    fs.writeFileSync(path.join(path.dirname(folder), 'file'), '');
    const inFile = path.join(path.dirname(folder), 'file', 'some.lock');
    const failure = await acquireLock(inFile, { command: 'the test' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnwritableFolder);
    expect((failure as Error).message).toMatch(/cannot be written \(.*choose another with LAKEHOUSE_HOME\.$/);
  });
});
