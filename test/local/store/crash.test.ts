import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../src/local/store/store';
import { bundledWriter, type Writer } from '../killedWriter';

let writer: Writer;
beforeAll(async () => {
  writer = await bundledWriter(join(__dirname, 'crashWriter.ts'));
});
afterAll(() => writer.remove());

test('after kill -9: all that was acknowledged is there, no transaction is half', async () => {
  const place = join(writer.folder, 'store');
  let last = -1;
  for (const transactions of [1, 20, 100]) {
    const acknowledged = (await writer.writeAndKill([place], transactions)).map(Number);
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
