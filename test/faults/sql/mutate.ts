import type { Random } from '../random';

/** What is done to a text. */
export const MUTATIONS = [
  'delete',
  'double',
  'swap',
  'splice',
  'nest',
  'wrap',
  'huge',
  'unicode',
  'limit',
  'cut',
  'chain',
  'replace',
] as const;
export type Mutation = (typeof MUTATIONS)[number];

/** The longest text that Athena takes. Characters. */
const LONGEST = 262_144;

const DEEPEST = 1000;
/**
 * DuckDB's planner takes twice the time for each further subquery inside of a subquery, and cannot be interrupted: deeper
 * ones end with the process that plans them.
 */
const DEEPEST_SUBQUERY = Number(process.env.FAULT_SUBQUERIES ?? 8);

/** A text with flaws: one kind of mutation, once to three times. @param others where pieces of other statements come from */
export function mutate(text: string, kind: Mutation, others: readonly string[], random: Random): string {
  let tokens = tokensOf(text);
  for (let times = random.pick([1, 1, 1, 2, 3]); times > 0; times--)
    tokens = tokensOf(APPLY[kind](tokens, others, random));
  return tokens.join('').slice(0, LONGEST);
}

/** Texts, names, numbers, blanks and signs; joined they are the text again. */
const tokensOf = (text: string): string[] =>
  text.match(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\d+(?:\.\d+)?|\w+|\s+|<>|<=|>=|\|\||->|[^\w\s]/g,
  ) ?? [];

const isBlank = (token: string): boolean => /^\s/.test(token);

/** The places of tokens that mean something. */
function places(tokens: readonly string[], fits = (token: string) => !isBlank(token)): number[] {
  const found = tokens.flatMap((token, i) => (fits(token) ? [i] : []));
  return found.length > 0 ? found : [0];
}

const isValue = (token: string): boolean => /^(['\d]|[a-z_]\w*$)/i.test(token) && !KEYWORD.test(token);
const KEYWORD =
  /^(select|from|where|group|order|by|having|limit|with|as|join|on|and|or|not|union|all|distinct|case|when|then|else|end|in|is|null|between|like|values|over|partition|rows|left|right|inner|outer|cross|full|insert|into|create|table|view|drop|update|delete|set|merge|using|interval|date|timestamp|cast|exists|asc|desc)$/i;

const replaced = (tokens: readonly string[], at: number, token: string): string =>
  [...tokens.slice(0, at), token, ...tokens.slice(at + 1)].join('');

type Change = (tokens: string[], others: readonly string[], random: Random) => string;

const APPLY: Record<Mutation, Change> = {
  delete: (tokens, _others, random) => {
    const at = random.pick(places(tokens));
    return [...tokens.slice(0, at), ...tokens.slice(at + random.integer(1, 4))].join('');
  },
  double: (tokens, _others, random) => {
    const at = random.pick(places(tokens));
    const piece = tokens.slice(at, at + random.integer(1, 6)).join('');
    return [...tokens.slice(0, at), piece, random.chance(0.5) ? ' ' : '', ...tokens.slice(at)].join('');
  },
  swap: (tokens, _others, random) => {
    const fits = random.chance(0.7) ? isValue : undefined;
    const [a, b] = [random.pick(places(tokens, fits)), random.pick(places(tokens, fits))];
    const swapped = [...tokens];
    [swapped[a], swapped[b]] = [tokens[b] ?? '', tokens[a] ?? ''];
    return swapped.join('');
  },
  splice: (tokens, others, random) => {
    const other = tokensOf(random.pick(others));
    const from = random.pick(places(other));
    const piece = other.slice(from, from + random.integer(1, 30)).join('');
    const at = random.pick(places(tokens));
    return [...tokens.slice(0, at), ' ', piece, ' ', ...tokens.slice(at + random.integer(0, 5))].join('');
  },
  nest: (tokens, _others, random) => {
    const text = tokens.join('');
    const [before, after, most] = random.pick([
      ['SELECT * FROM (', ')', DEEPEST],
      ['SELECT * FROM (', ') AS t', DEEPEST],
      ['SELECT (', ')', DEEPEST_SUBQUERY],
      ['(', ')', DEEPEST],
      ['EXPLAIN ', '', DEEPEST],
      ['WITH a AS (', ') SELECT * FROM a', DEEPEST_SUBQUERY],
      ['SELECT * FROM (SELECT 1) x WHERE EXISTS (', ')', DEEPEST_SUBQUERY],
      ['SELECT 1 IN (', ')', DEEPEST_SUBQUERY],
      ['SELECT 1 UNION ALL (', ')', DEEPEST],
    ] as const);
    const depth = Math.min(random.pick([2, 10, 50, 60, 200, 1000]), most);
    return before.repeat(depth) + text + after.repeat(depth);
  },
  wrap: (tokens, _others, random) => {
    const at = random.pick(places(tokens, isValue));
    const depth = random.pick([2, 8, 50, 60, 300]);
    const [before, after] = random.pick([
      ['(', ')'],
      ['CAST(', ' AS varchar)'],
      ['TRY_CAST(', ' AS bigint)'],
      ['CASE WHEN true THEN ', ' END'],
      ['CASE ', ' WHEN 1 THEN 2 ELSE 3 END'],
      ['NOT ', ''],
      ['- ', ''],
      ['ARRAY[', ']'],
      ['ROW(', ')'],
      ['MAP(ARRAY[1], ARRAY[', '])'],
      ['coalesce(NULL, ', ')'],
      ['(SELECT ', ')'],
      ['try(', ')'],
      ['if(true, ', ')'],
      ['sum(', ')'],
      ['transform(ARRAY[1], x -> ', ')'],
      ['json_extract(', ", '$.a')"],
      ['element_at(ARRAY[', '], 1)'],
      ['concat(', ", 'a')"],
      ['lower(', ')'],
    ] as const);
    return replaced(tokens, at, before.repeat(depth) + tokens[at] + after.repeat(depth));
  },
  huge: (tokens, _others, random) =>
    replaced(
      tokens,
      random.pick(places(tokens, isValue)),
      random.pick([
        `'${'a'.repeat(100_000)}'`,
        '9'.repeat(400),
        `0.${'1'.repeat(300)}`,
        `DECIMAL '${'9'.repeat(39)}'`,
        `"${'n'.repeat(5000)}"`,
        'x'.repeat(5000),
        `X'${'ab'.repeat(10_000)}'`,
        `ARRAY[${'1,'.repeat(2000)}1]`,
        `(${'1,'.repeat(3000)}1)`,
        `concat(${"'a',".repeat(300)}'b')`,
        '1e999',
        '1'.repeat(5000),
        `repeat('ab', 1000000)`,
      ]),
    ),
  unicode: (tokens, _others, random) => {
    const at = random.pick(places(tokens));
    const odd = random.pick([
      '\0',
      '\ufeff',
      '\u200b',
      '\u2028',
      '\u00a0',
      'ß',
      '𝒳',
      '’',
      '“a”',
      '\u202e',
      'İ',
      'ﬀ',
      '\x1b',
      '；',
      '🙂',
      "U&'\\d800'",
      "U&'\\+110000'",
      "U&'\\zz'",
      '\u0301',
    ]);
    return random.chance(0.5) && tokens[at]?.startsWith("'")
      ? replaced(tokens, at, `'${odd}${tokens[at]?.slice(1)}`)
      : replaced(tokens, at, `${tokens[at]}${odd}`);
  },
  limit: (tokens, _others, random) =>
    replaced(
      tokens,
      random.pick(places(tokens, isValue)),
      random.pick([
        ...[
          '9223372036854775807',
          '9223372036854775808',
          '-9223372036854775808',
          '2147483648',
          '0',
          '-1',
          '1e308',
          '5e-324',
          'nan()',
          'infinity()',
        ],
        ...[
          "DATE '99999-01-01'",
          "DATE '0000-00-00'",
          "DATE '-5000-01-01'",
          "TIMESTAMP '2020-13-01 00:00:00'",
          "TIMESTAMP '9999-12-31 23:59:59.999999999'",
          "TIME '24:00'",
        ],
        ...[
          "INTERVAL '9999999999' YEAR",
          "INTERVAL '-1' DAY",
          "INTERVAL 'x' HOUR",
          "DECIMAL '1e5'",
          "''",
          'NULL',
          'CAST(NULL AS bigint)',
          "TIMESTAMP '2020-01-01 00:00:00 Mars/Base'",
        ],
        ...[
          'ARRAY[]',
          'MAP()',
          "X'a'",
          "X''",
          'ROW()',
          "JSON '{'",
          '?',
          '*',
          'current_timestamp',
          '1.',
          '.1',
          '00',
          "date_add('year', 1000000, current_date)",
          'from_unixtime(1e300)',
        ],
      ]),
    ),
  cut: (tokens, _others, random) => {
    const text = tokens.join('');
    const at = random.integer(0, text.length);
    const flaw = random.pick([
      "'",
      '"',
      '/*',
      '--',
      '`',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ';',
      ';;',
      '$$',
      '\\',
      "U&'",
      "X'",
      '/* /*',
      '*/',
      ',',
      '.',
      '::',
      '->',
      '=>',
      '',
    ]);
    return random.chance(0.5) ? text.slice(0, at) + flaw : text.slice(0, at) + flaw + text.slice(at);
  },
  chain: (tokens, _others, random) => {
    const text = tokens.join('');
    const count = random.pick([10, 50, 300, 2000]);
    return random.pick([
      () => `SELECT 1 WHERE true${' AND 1 = 1'.repeat(count)}`,
      () => `SELECT 1 WHERE true${' OR 1 = 2'.repeat(count)}`,
      () => `SELECT 1${' + 1'.repeat(count)}`,
      () => `SELECT 'a'${" || 'b'".repeat(count)}`,
      () => `${text} WHERE ${'a = 1 OR '.repeat(count)}b = 2`,
      () => `SELECT 1${' UNION ALL SELECT 1'.repeat(Math.min(count, 300))}`,
      () => `SELECT 1${' UNION SELECT 2'.repeat(Math.min(count, 50))}`,
      () => `SELECT 1${' INTERSECT SELECT 1'.repeat(Math.min(count, 50))}`,
      () => `${text}${' UNION ALL '.concat(text).repeat(Math.min(count, 10))}`,
      () =>
        `SELECT * FROM (VALUES 1) t0${Array.from({ length: Math.min(count, 50) }, (_, i) => ` CROSS JOIN (VALUES 1) t${i + 1}(a)`).join('')}`,
      () =>
        `SELECT * FROM (VALUES 1) t0(a)${Array.from({ length: Math.min(count, 50) }, (_, i) => ` JOIN (VALUES 1) t${i + 1}(a) ON t0.a = t${i + 1}.a`).join('')}`,
      () => `SELECT ${'1, '.repeat(count)}1`,
      () => `SELECT 1 IN (${'1, '.repeat(count)}1)`,
      () =>
        `WITH ${Array.from({ length: Math.min(count, 50) }, (_, i) => `a${i} AS (SELECT ${i === 0 ? '1 AS x' : `x FROM a${i - 1}`})`).join(', ')} SELECT * FROM a0`,
      () => `SELECT CASE ${'WHEN 1 = 2 THEN 3 '.repeat(count)}END`,
      () => `VALUES ${'(1, 2), '.repeat(count)}(3, 4)`,
      () => `SELECT a${'.a'.repeat(count)}`,
      () => `SELECT ARRAY[1]${'[1]'.repeat(Math.min(count, 300))}`,
      () => `${text} GROUP BY ${'1, '.repeat(count)}1`,
      () => `${text} ORDER BY ${'1, '.repeat(count)}1`,
      () => `SELECT 1${' AT TIME ZONE '.concat("'UTC'").repeat(count)}`,
      () => `SELECT 1 ${'IS NULL '.repeat(count)}`,
      () =>
        `SELECT grouping(${'a, '.repeat(count)}b) FROM (VALUES (1, 2)) t(a, b) GROUP BY CUBE (${'a, '.repeat(Math.min(count, 30))}b)`,
    ])();
  },
  replace: (tokens, others, random) => {
    // A value for a value keeps the statement readable: what is wrong is then found by its types.
    const fits = random.chance(0.8) ? isValue : undefined;
    const other = tokensOf(random.pick(others));
    return replaced(tokens, random.pick(places(tokens, fits)), other[random.pick(places(other, fits))] ?? '');
  },
};
