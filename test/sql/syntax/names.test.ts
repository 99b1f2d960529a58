import { describe, expect, it } from 'vitest';
import { parse, parseExpression, parseType, tokenize } from '../../../src/sql/syntax/parse';

describe('names', () => {
  it.each(
    `add all any array at column comment count current data date day desc double explain fetch filter first format functions
    hour if ignore interval json key last limit local map merge minute month next no nulls of offset only option over partition
    position precision range replace reset role row rows schema second session set show some start substring system tables
    tablesample text time timestamp to truncate try_cast type update use user value view window work year zone`.split(
      /\s+/,
    ),
  )('%s is a name where no keyword is wanted', (word) => {
    expect(parseExpression(`t.${word}`)).toMatchObject({
      type: 'dereference',
      field: { name: word, quoted: false },
    });
    expect(parse(`SELECT a AS ${word} FROM x AS ${word}`)).toMatchObject({
      body: { items: [{ alias: { name: word } }], from: [{ alias: { name: word } }] },
    });
    if (word !== 'all')
      expect(parse(`SELECT ${word} FROM t`)).toMatchObject({
        body: { items: [{ expression: { name: { name: word } } }] },
      });
  });

  it.each(
    `select from where end table left join on with values trim extract case cast in is null true current_date unnest`.split(
      ' ',
    ),
  )('%s is none', (word) => {
    expect(() => parse(`SELECT a AS ${word} FROM t`)).toThrow(/mismatched input/);
    expect(() => parse(`SELECT a AS "${word}" FROM t`)).not.toThrow();
  });

  it('are lower case unless they are quoted', () => {
    expect(parseExpression('Aa')).toMatchObject({ name: { name: 'aa', quoted: false } });
    expect(parseExpression('"A""a"')).toMatchObject({ name: { name: 'A"a', quoted: true } });
  });

  it('of clauses are aliases only where the clause does not follow', () => {
    expect(parse('SELECT 1 FROM t LIMIT 2')).toMatchObject({ limit: { count: { text: '2' } } });
    expect(parse('SELECT 1 FROM t limit')).toMatchObject({ body: { from: [{ alias: { name: 'limit' } }] } });
    expect(parse('SELECT count(*) filter FROM t')).toMatchObject({
      body: { items: [{ alias: { name: 'filter' } }] },
    });
    expect(parse('SELECT f(x) over FROM t')).toMatchObject({
      body: { items: [{ alias: { name: 'over' } }] },
    });
  });
});

describe('numbers of parameters', () => {
  it('count in the order of the text', () => {
    const indexes: number[] = [];
    JSON.stringify(
      parse('SELECT ?, (SELECT ? WHERE a = ?) FROM t WHERE b IN (?, ?) LIMIT ?'),
      (key, value) => {
        if (key === 'index') indexes.push(value);
        return value;
      },
    );
    expect(indexes).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('positions', () => {
  it('are those of the first token, and of the operator', () => {
    expect(parseExpression('a\n  + b.c')).toMatchObject({
      at: { line: 1, column: 1 },
      operatorAt: { line: 2, column: 3 },
      right: { at: { line: 2, column: 5 }, field: { at: { line: 2, column: 7 } } },
    });
    expect(parseExpression('x IS NOT NULL')).toMatchObject({ operatorAt: { line: 1, column: 3 } });
  });

  it('count UTF-16 units, and lines by line feeds', () => {
    const places = tokenize("'😀' a\r\nb -- c\n/* d\n */ e").map(
      ({ text, at }) => `${text} ${at.line}:${at.column}`,
    );
    expect(places).toEqual(["'😀' 1:1", 'a 1:6', 'b 2:1', 'e 4:5', '<EOF> 4:6']);
  });

  it('of the texts that are kept', () => {
    expect(parse(' CREATE VIEW v AS\n SELECT  1 -- x\n')).toMatchObject({ text: 'SELECT  1' });
    expect(parse("EXECUTE p USING 1 +  1, 'a,b' ;")).toMatchObject({ texts: ['1 +  1', "'a,b'"] });
    expect(parse('PREPARE p FROM\nSELECT ?')).toMatchObject({ text: 'SELECT ?', name: { name: 'p' } });
  });
});

describe('types in Trino’s spelling', () => {
  it.each([
    ['INT', { base: 'integer', text: 'INT' }],
    ['decimal(10, 2)', { base: 'decimal', arguments: [10, 2] }],
    ['timestamp(3) with time zone', { base: 'timestamp with time zone', arguments: [3] }],
    ['time without time zone', { base: 'time', arguments: [] }],
    ['interval day to second', { base: 'interval day to second' }],
    ['double precision', { base: 'double' }],
    ['array(map(varchar, row(a integer)))', { base: 'array', arguments: [{ base: 'map' }] }],
    ['array<integer>', { base: 'array', arguments: [{ base: 'integer' }] }],
    ['integer array', { base: 'array', arguments: [{ base: 'integer' }] }],
    [
      'row(double precision, timestamp timestamp, a array(integer))',
      {
        base: 'row',
        arguments: [{ base: 'double' }, { base: 'timestamp' }, { base: 'array' }],
        fieldNames: [undefined, { name: 'timestamp' }, { name: 'a' }],
      },
    ],
  ])('%s', (text, type) => {
    expect(parseType(text)).toMatchObject(type);
  });
});

describe('parentheses', () => {
  it.each([
    ['((SELECT 1))', 'subquery'],
    ['((SELECT 1) UNION (SELECT 2))', 'subquery'],
    ['((SELECT 1) LIMIT 1)', 'subquery'],
    ['((SELECT 1) + 1)', 'binary'],
    ['((SELECT 1), 2)', 'row'],
    ['((SELECT r)).f', 'dereference'],
    ['((a))', 'column'],
    ['((a) = b)', 'comparison'],
    ['(a, b)', 'row'],
    ['((a), b) IN ((1, 2))', 'inList'],
    ['a IN ((SELECT 1))', 'inList'],
    ['a IN ((SELECT 1) INTERSECT SELECT 2)', 'inSubquery'],
    ['(x, y) -> (x)', 'lambda'],
  ])('%s is a %s', (text, type) => {
    expect(parseExpression(text)).toMatchObject({ type });
  });
});
