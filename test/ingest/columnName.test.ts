import { expect, test } from 'vitest';
import { nameColumns, tableName } from '../../src/ingest/columnName';

test('names become valid and different, and each change has its reason', () => {
  const named = nameColumns(['Cost Total $', 'id', 'ID', 'select', '', '2020', 'Größe', '日本']);
  expect(named.map((c) => c.name)).toEqual([
    'cost_total',
    'id',
    'id_2',
    'select_',
    'column_5',
    'c_2020',
    'grosse',
    'column_8',
  ]);
  expect(named.filter((c) => c.because === undefined).map((c) => c.source)).toEqual(['id']);
  expect(named[2]!.because).toContain('there already');
  expect(named[3]!.because).toContain('reserved');
});

test('a doubled name never takes the name of a later column away', () => {
  const names = nameColumns(['a', 'a', 'a_2']).map((c) => c.name);
  expect(new Set(names).size).toBe(3);
});

test('table names follow the same rules', () => {
  expect(tableName('My Flights')).toBe('my_flights');
  expect(tableName('$$')).toBeUndefined();
});
