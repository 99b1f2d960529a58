import { expect, it } from 'vitest';
import { MissingMacros } from '../../../src/local/engine/missingMacros';
import { MACROS } from '../../../src/sql/duckdb/macros';

it('macros are made when SQL names them, once, after those that they are made of', () => {
  const macros = new MissingMacros([
    'CREATE MACRO t_a(x) AS t_b(x) + 1',
    'CREATE MACRO t_b(x) AS x * 2',
    'CREATE MACRO t_c(x) AS x',
  ]);
  expect(macros.take('SELECT 1')).toEqual([]);
  expect(macros.take('SELECT t_a(1), t_a(2)')).toEqual([
    'CREATE MACRO t_b(x) AS x * 2',
    'CREATE MACRO t_a(x) AS t_b(x) + 1',
  ]);
  expect(macros.take('SELECT t_b(1)')).toEqual([]);
});

it('all macros of generated SQL are known by their names', () => {
  const macros = new MissingMacros(MACROS);
  const names = MACROS.map((macro) => /^CREATE MACRO (\w+)/.exec(macro)![1]!);
  expect(macros.take(names.join(' ')).toSorted()).toEqual([...MACROS].sort());
});
