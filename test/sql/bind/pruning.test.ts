import { describe, expect, it, test } from 'vitest';
import { analyze } from '../../../src/sql/bind/bind';
import type { Predicate } from '../../../src/sql/catalog/catalogResolver';
import { parse } from '../../../src/sql/syntax/parse';
import { scopeOf } from '../harness';
import { TABLES } from '../people';

/** What a statement tells the scans of its tables, by which files need not be read. */

const scope = (parameters?: string[]) => scopeOf(TABLES, { parameters });
/** What is told of each scan, in the order of the text: `age > 5`. */
const told = (sql: string, parameters?: string[]): (string | undefined)[] =>
  analyze(parse(sql), scope(parameters)).query.scans.map(({ filter }) => filter && text(filter));

function text(predicate: Predicate): string {
  switch (predicate.op) {
    case 'and':
    case 'or':
      return `(${predicate.operands.map(text).join(` ${predicate.op} `)})`;
    case 'is null':
    case 'is not null':
      return `${predicate.column} ${predicate.op}`;
    case 'in':
      return `${predicate.column} in ${predicate.values.join()}`;
    default:
      return `${predicate.column} ${predicate.op} ${predicate.value}`;
  }
}

const where = (condition: string, parameters?: string[]) =>
  told(`SELECT 1 FROM people WHERE ${condition}`, parameters)[0];

describe('a condition tells', () => {
  it.each([
    ['age = 5', 'age = 5'],
    ['5 < age', 'age > 5'],
    ['age >= -5', 'age >= -5'],
    ['people.age <> 5', 'age <> 5'],
    ['db.people.AGE = 9223372036854775807', 'age = 9223372036854775807'],
    ["name = 'it''s'", "name = it's"],
    ["born >= DATE '1990-01-01'", 'born >= 1990-01-01'],
    ["born = CAST('1990-01-31' AS date)", 'born = 1990-01-31'],
    ["born = date('1990-01-31')", 'born = 1990-01-31'],
    ['score < 1.5', 'score < 1.5'],
    ["pay = DECIMAL '1.50'", 'pay = 1.50'],
    ['age BETWEEN 1 AND 3', '(age >= 1 and age <= 3)'],
    ['age IN (1, NULL, 3)', '(age = 1 or age = 3)'],
    ['born IS NULL', 'born is null'],
    ['born IS NOT NULL', 'born is not null'],
    ["age > 1 AND upper(name) = 'ANN' AND id = 2", '(age > 1 and id = 2)'],
    ['age = 1 OR age = 2 AND length(name) = 1', '(age = 1 or age = 2)'],
    ['(age = 1 OR name IS NULL) AND id > 0', '((age = 1 or name is null) and id > 0)'],
  ])('%s', (condition, expected) => {
    expect(where(condition)).toBe(expected);
  });

  test('a parameter’s value', () => {
    expect(where('age = ? AND name = ?', ['7', "'x'"])).toBe('(age = 7 and name = x)');
  });
});

describe('a condition tells nothing of', () => {
  it.each([
    'age + 1 = 5',
    'age = id',
    'NOT (age = 5)',
    'age NOT IN (1, 2)',
    'age NOT BETWEEN 1 AND 2',
    'age = 1 OR length(name) = 1',
    'address.zip = 1',
    'age IS DISTINCT FROM 1',
    'age = (SELECT 1)',
    'age = 1 + 1',
    "born = CAST('1990-1-31' AS date)",
    "born = date('1990-01-31 10:00:00')",
    'born = date(name)',
    "CAST(age AS varchar) = '5'",
    'age = NULL',
    'true',
  ])('%s', (condition) => {
    expect(where(condition)).toBeUndefined();
  });
});

describe('of several tables', () => {
  it.each([
    ['people p JOIN orders o ON p.id = o.person WHERE p.age = 1 AND o.total > 2', ['age = 1', 'total > 2']],
    ['people p, orders o WHERE p.age = 1 OR o.total > 2', [undefined, undefined]],
    [
      'people p LEFT JOIN orders o ON p.id = o.person WHERE p.age = 1 AND o.at IS NULL',
      ['age = 1', undefined],
    ],
    [
      'people p RIGHT JOIN orders o ON p.id = o.person WHERE p.age = 1 AND o.at IS NULL',
      [undefined, 'at is null'],
    ],
    [
      'people p FULL JOIN orders o ON p.id = o.person WHERE p.age = 1 AND o.total = 1',
      [undefined, undefined],
    ],
    ['(SELECT id FROM people WHERE age = 1) WHERE id = 2', ['age = 1']],
    [
      'people p WHERE EXISTS (SELECT 1 FROM orders WHERE person = p.id AND total = 1 AND age = 2)',
      [undefined, 'total = 1'],
    ],
    ['people a JOIN people b ON a.id = b.id WHERE a.age = 1', ['age = 1', undefined]],
  ])('FROM %s', (from, expected) => {
    expect(told(`SELECT 1 FROM ${from}`)).toEqual(expected);
  });
});

describe('statements that change rows tell', () => {
  it.each([
    ['DELETE FROM people WHERE age = 1', ['age = 1']],
    ["UPDATE people SET name = 'x' WHERE age > 1", ['age > 1']],
    ['DELETE FROM people', [undefined]],
    [
      'MERGE INTO people p USING orders o ON p.id = o.person AND p.age = 1 AND o.total = 2 WHEN NOT MATCHED THEN INSERT (id) VALUES (o.id)',
      ['age = 1', undefined],
    ],
  ])('%s', (statement, expected) => {
    expect(told(statement)).toEqual(expected);
  });
});
