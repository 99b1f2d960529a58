import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../../src/local/store/store';

test('a table that was first used in a transaction that failed can be used afterwards', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const store = openStore(folder);
  expect(() =>
    store.transaction(() => {
      store.table<number>('fresh').put('a', 1);
      throw new Error('given up');
    }),
  ).toThrow('given up');
  expect(store.table<number>('fresh').list()).toEqual([]);
  store.table<number>('fresh').put('b', 2);
  expect(store.table<number>('fresh').list()).toEqual([{ key: 'b', value: 2 }]);
  await store.close();
  rmSync(folder, { recursive: true });
});
