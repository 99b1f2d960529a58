import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore, type Store, type Table } from '../../../src/local/store/store';

let folder: string;
let store: Store;
let table: Table<number>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  store = openStore(folder);
  table = store.table('t');
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const keys = (prefix?: string) => table.list(prefix).map(({ key }) => key);
const fill = (...names: string[]) => {
  for (const name of names) table.put(name, 1);
};

describe('a table', () => {
  test('gets what was put last, and says whether there was something to remove', () => {
    expect(table.get('a')).toBeUndefined();
    table.put('a', 1);
    table.put('a', 2);
    expect(table.get('a')).toBe(2);
    expect(table.remove('a')).toBe(true);
    expect(table.remove('a')).toBe(false);
    expect(table.get('a')).toBeUndefined();
  });

  test('keeps structures: dates, bytes, absent and null members', () => {
    const value = { at: new Date(0), bytes: Buffer.from([0, 255]), none: null, deep: [{ x: 1n }] };
    const structures = store.table<typeof value>('structures');
    structures.put('a', value);
    expect(structures.get('a')).toEqual(value);
  });

  test('does not see the keys of another', () => {
    fill('a');
    expect(store.table('other').list()).toEqual([]);
  });
});

describe('a listing', () => {
  test('is in the order of UTF-8 bytes, whatever the order of writing', () => {
    // In UTF-16 an astral character (a surrogate pair) would come before U+FFFF.
    const ordered = ['A', 'a', 'a b', 'a/', 'aa', 'b', 'é', '日', '\uffff', '😀'];
    fill(...[...ordered].reverse());
    expect(keys()).toEqual(ordered);
  });

  test('of a prefix has all keys that start with it, whatever character they go on with, and no others', () => {
    fill(
      'd',
      'd\u0000',
      'd\u0000t',
      'd\u0000\uffffx',
      'd\u0000😀',
      'd\u0000\u{10ffff}',
      'd\u0001',
      'da',
      'e',
    );
    expect(keys('d\u0000')).toEqual([
      'd\u0000',
      'd\u0000t',
      'd\u0000\uffffx',
      'd\u0000😀',
      'd\u0000\u{10ffff}',
    ]);
    expect(keys('😀')).toEqual([]);
    expect(keys('d')).toHaveLength(8);
    expect(keys('f')).toEqual([]);
  });

  test('is of one moment: what is removed meanwhile stays in it', () => {
    fill('a', 'b', 'c');
    for (const { key } of table.list()) table.remove(key);
    expect(keys()).toEqual([]);
  });
});

describe('a transaction', () => {
  test('gives back what its work gives, and shows its own writes', () => {
    expect(
      store.transaction(() => {
        table.put('a', 1);
        return [table.get('a'), keys()];
      }),
    ).toEqual([1, ['a']]);
  });

  test('that throws writes nothing, in any table, and removes nothing', () => {
    const other = store.table<number>('other');
    fill('kept');
    expect(() =>
      store.transaction(() => {
        table.put('a', 1);
        other.put('b', 2);
        table.put('kept', 9);
        other.remove('kept');
        table.remove('kept');
        throw new Error('given up');
      }),
    ).toThrow('given up');
    expect(table.list()).toEqual([{ key: 'kept', value: 1 }]);
    expect(other.list()).toEqual([]);
  });

  test('within another goes with the outer one', () => {
    expect(() =>
      store.transaction(() => {
        store.transaction(() => table.put('inner', 1));
        throw new Error('outer');
      }),
    ).toThrow('outer');
    expect(keys()).toEqual([]);
    store.transaction(() => {
      store.transaction(() => table.put('inner', 1));
      table.put('outer', 1);
    });
    expect(keys()).toEqual(['inner', 'outer']);
  });

  test('whose failure the outer one survives has written nothing itself', () => {
    store.transaction(() => {
      table.put('before', 1);
      expect(() =>
        store.transaction(() => {
          table.put('inner', 1);
          throw new Error('inner');
        }),
      ).toThrow('inner');
      table.put('after', 1);
    });
    expect(keys()).toEqual(['after', 'before']);
  });
});

test('what was written is there when the store is opened again', async () => {
  store.transaction(() => fill('a', 'b'));
  table.remove('b');
  await store.close();
  store = openStore(folder);
  table = store.table('t');
  expect(keys()).toEqual(['a']);
});

test.each(['', 'k'.repeat(2000)])('a key that no entry can have finds nothing, and cannot be put', (key) => {
  expect(table.get(key)).toBeUndefined();
  expect(table.remove(key)).toBe(false);
  expect(() => table.put(key, 1)).toThrow(/bytes together/);
  expect(keys()).toEqual([]);
});
