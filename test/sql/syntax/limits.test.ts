import { describe, expect, it } from 'vitest';
import { SqlError } from '../../../src/sql/errors';
import { parse, parseHiveType, parseType, tokenize } from '../../../src/sql/syntax/parse';
import { seeded, snippets, tpch, tricky } from './corpus';

const TOO_LARGE = 'line 1:1: statement is too large (stack overflow while parsing)';
const nest = (open: string, inner: string, close: string, times: number) =>
  open.repeat(times) + inner + close.repeat(times);

describe('deep statements', () => {
  it.each([
    ['parentheses', (n: number) => `SELECT ${nest('(', '1', ')', n)}`],
    ['calls', (n: number) => `SELECT ${nest('f(', '1', ')', n)}`],
    ['subqueries', (n: number) => nest('SELECT (', 'SELECT 1', ')', n)],
    ['derived tables', (n: number) => nest('SELECT * FROM (', 'SELECT 1', ')', n)],
    ['joins in parentheses', (n: number) => `SELECT * FROM ${nest('(', 'a', ' CROSS JOIN b)', n)}`],
    ['CASE', (n: number) => `SELECT ${nest('CASE WHEN a THEN 1 ELSE ', '2', ' END', n)}`],
    ['signs', (n: number) => `SELECT ${'- '.repeat(n)}1`],
    ['NOT', (n: number) => `SELECT ${'NOT '.repeat(n)}a`],
    ['lambdas', (n: number) => `SELECT f(${'x -> '.repeat(n)}1)`],
    ['types', (n: number) => `SELECT CAST(a AS ${nest('array(', 'integer', ')', n)})`],
    [
      'Hive types',
      (n: number) => `CREATE EXTERNAL TABLE t (a ${nest('array<', 'int', '>', n)}) LOCATION 's3://b/'`,
    ],
    ['EXPLAIN', (n: number) => `${'EXPLAIN '.repeat(n)}SELECT 1`],
    ['chains of operators', (n: number) => `SELECT a${' || b'.repeat(n)}`],
    ['chains of UNION', (n: number) => `SELECT 1${' UNION SELECT 1'.repeat(n)}`],
    ['chains of fields', (n: number) => `SELECT a${'.b'.repeat(n)}`],
  ])('%s: some are read, too many are refused', (_, text) => {
    expect(() => parse(text(60))).not.toThrow();
    for (const times of [5_000, 20_000])
      expect(() => parse(text(times))).toThrow(
        new SqlError('SYNTAX_ERROR', TOO_LARGE.slice(10), { line: 1, column: 1 }),
      );
  });

  it('AND and OR are flat, however long', () => {
    const statement = parse(`SELECT ${Array(20_000).fill('a = 1').join(' OR ')}`);
    expect(statement).toMatchObject({
      body: { items: [{ expression: { type: 'logical', operands: { length: 20_000 } } }] },
    });
  });

  it('a type alone', () => {
    expect(() => parseType('array('.repeat(30_000))).toThrow(SqlError);
    expect(() => parseHiveType('array<'.repeat(30_000))).toThrow(SqlError);
  });
});

describe('long statements', () => {
  const LONGEST = 262_144;
  const fill = (head: string, piece: string, tail = '') =>
    head + piece.repeat(Math.floor((LONGEST - head.length - tail.length) / piece.length)) + tail;

  // Quadratic work would take minutes here.
  it.each([
    ['columns', fill('SELECT 1', ',a')],
    ['lines in a string', fill("SELECT '", '\n', "'")],
    ['blanks', fill('SELECT 1', '\n ')],
    ['semicolons', fill('SELECT 1', ';')],
    ['unclosed comments', fill('SELECT 1 ', '/*')],
    ['unclosed parentheses', fill('SELECT a IN ', '(')],
    ['what may be a lambda', fill('SELECT ', '(a,')],
    ['digits', fill('SELECT ', '9')],
    ['quotes', fill('SELECT ', '"')],
    ['columns of a table', fill('CREATE EXTERNAL TABLE t (a int', ',b string', ") LOCATION 's3://b/'")],
  ])(
    '%s',
    (_, text) => {
      try {
        parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(SqlError);
      }
    },
    10_000,
  );
});

describe('damaged statements', () => {
  const corpus = [...snippets, ...tricky, ...tpch.map(([, text]) => text)];
  const readsOrRefuses = (text: string): void => {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof SqlError)) throw new Error(`not a SqlError for: ${text}`, { cause: error });
      expect(error.text.length).toBeGreaterThan(0);
    }
  };

  it('with tokens left out, doubled or from elsewhere throw nothing but SqlError', () => {
    const random = seeded(11);
    const words = corpus.flatMap((text) => tokenize(text).map((token) => token.text));
    for (let round = 0; round < 4_000; round++) {
      const tokens = tokenize(corpus[random(corpus.length)] as string).map((token) => token.text);
      for (let n = 0; n <= random(3); n++) {
        const place = random(tokens.length + 1);
        tokens.splice(place, random(2), ...(random(3) > 0 ? [words[random(words.length)] as string] : []));
      }
      readsOrRefuses(tokens.join(' '));
    }
  });

  it('cut off or with odd characters throw nothing but SqlError', () => {
    const random = seeded(13);
    const odd = [
      "'",
      '"',
      '`',
      '\\',
      '\0',
      'é',
      '😀',
      '/*',
      '--',
      ';',
      '{',
      '$',
      '\ud800',
      '(',
      ')',
      "U&'",
      "X'",
    ];
    for (let round = 0; round < 3_000; round++) {
      const text = corpus[random(corpus.length)] as string;
      const place = random(text.length + 1);
      readsOrRefuses(text.slice(0, place) + odd[random(odd.length)] + (random(2) ? text.slice(place) : ''));
    }
  });
});
