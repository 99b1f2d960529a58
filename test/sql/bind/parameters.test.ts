import { expect, it } from 'vitest';
import { analyze } from '../../../src/sql/bind/bind';
import { parse } from '../../../src/sql/syntax/parse';

it.each([
  ['EXISTS (SELECT 1 FROM a.b)', 'The value of a parameter cannot contain a query'],
  ['1 IN (SELECT x FROM a.b)', 'The value of a parameter cannot contain a query'],
  ['?', 'The value of a parameter cannot contain a parameter'],
])('a parameter of the value %s is refused', (value, text) => {
  const scope = {
    catalog: 'awsdatacatalog',
    database: 'd',
    now: new Date(0),
    parameters: [value],
    relation: () => {
      throw new Error('a relation is looked up');
    },
  };
  expect(() => analyze(parse('SELECT ?'), scope)).toThrow(`INVALID_PARAMETER_USAGE: ${text}`);
});
