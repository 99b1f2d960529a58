import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../src/local/store/store';

let folder: string;
let program: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-crash-'));
  program = join(folder, 'writer.cjs');
  await build({
    entryPoints: [join(__dirname, 'crashWriter.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    external: ['lmdb'],
    logLevel: 'error',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lets the writer acknowledge some transactions, then kills it in the middle of whatever it does. */
async function writeAndKill(store: string, transactions: number): Promise<number[]> {
  const child = spawn(process.execPath, [program, store], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_PATH: join(__dirname, '../../../node_modules') },
  });
  const acknowledged: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(Number(line));
    if (acknowledged.length === transactions) child.kill('SIGKILL');
  }
  return acknowledged;
}

test('after kill -9: all that was acknowledged is there, no transaction is half', async () => {
  const place = join(folder, 'store');
  let last = -1;
  for (const transactions of [1, 20, 100]) {
    const acknowledged = await writeAndKill(place, transactions);
    // Each writer takes up where the one before was killed: nothing in between was lost.
    expect(acknowledged[0]).toBe(last + 1);
    const store = openStore(place);
    const written = store
      .table<number>('book')
      .list()
      .map(({ value }) => value);
    expect(written).toEqual(written.map((_, i) => i));
    expect(written.length).toBeGreaterThan(acknowledged.at(-1)!);
    const sum = written.reduce((all, value) => all + value, 0);
    const balances = store.table<number>('balances');
    expect([balances.get('giver'), balances.get('taker')]).toEqual([0 - sum, sum]);
    last = written.at(-1)!;
    await store.close();
  }
});
