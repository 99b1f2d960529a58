import { AGGREGATES, WINDOWS } from '../../src/sql/functions/aggregates';
import { SCALARS } from '../../src/sql/functions/scalars';

/** A statement to fuzz with: its text, its parameters, and what it calls. */
export interface FuzzCall {
  name: string;
  sql: string;
  parameters: string[];
}

const TEXTS = [
  "''",
  "'a'",
  "'é😀'",
  "'('",
  "'['",
  "')'",
  "'*'",
  "'a{1001}'",
  "'(?=a)'",
  "'[z-a]'",
  "'(a)(b)?'",
  "'\\'",
  "'\\1'",
  "'$5'",
  "'$'",
  "'%'",
  "'%q'",
  "'%Y-%m-%d'",
  "'%U'",
  "'yyyy'",
  "'J'",
  "'day'",
  "'hour'",
  "'Nowhere'",
  "'Europe/Paris'",
  "'$.'",
  "'$.a'",
  "'$['",
  "'{'",
  `'{"a":[1,{"b":null}]}'`,
  "'[1,2]'",
  "'-1'",
  "'1.9'",
  "'99999999999999999999'",
  "'NaN'",
  "'2020-02-30'",
  "'2020-01-01 25:00'",
  "'http://a:99999/b?c=d'",
  "'%zz'",
  "'%s %d'",
  "'it''s \"quoted\" /tmp/x'",
  'repeat_text',
];
const INTEGERS = [
  '0',
  '1',
  '-1',
  '2',
  '37',
  '64',
  '10001',
  '2147483647',
  '-2147483648',
  '9223372036854775807',
  "bigint '-9223372036854775808'",
  "tinyint '-128'",
  "smallint '32767'",
];
const NUMBERS = [
  ...INTEGERS,
  '0e0',
  '1.5e0',
  '-1e0',
  '1e300',
  '-1e300',
  'nan()',
  'infinity()',
  '-infinity()',
  "real '1.5'",
  '0.5',
  '-1.50',
  "decimal '99999999999999999999999999999999999999'",
  "decimal '-0.00000000000000000000000000000000000001'",
];
const DATES = ["date '2020-02-29'", "date '0001-01-01'", "date '9999-12-31'"];
const TIMESTAMPS = [
  "timestamp '2020-01-01 01:02:03.456'",
  "timestamp '0001-01-01 00:00:00'",
  "timestamp '9999-12-31 23:59:59.999'",
  "timestamp '2020-01-01 00:00:00 UTC'",
];
const TIMES = ["time '00:00:00'", "time '23:59:59.999'"];
const INTERVALS = [
  "interval '1' day",
  "interval '0' day",
  "interval '-1' month",
  "interval '90' second",
  "interval '2000000' year",
];
const ARRAYS = [
  'ARRAY[]',
  'ARRAY[1,2,NULL]',
  'ARRAY[NULL]',
  "ARRAY['a','','é']",
  'ARRAY[ARRAY[1],ARRAY[2,3]]',
  'ARRAY[nan(),infinity()]',
  'ARRAY[ROW(1,2),ROW(1,3)]',
  'ARRAY[9223372036854775807,1]',
  'CAST(NULL AS array(integer))',
];
const MAPS = [
  'map()',
  'map(ARRAY[1,2],ARRAY[3,4])',
  "map(ARRAY['a'],ARRAY[NULL])",
  'map(ARRAY[ARRAY[1]],ARRAY[1])',
  'CAST(NULL AS map(integer,integer))',
];

/** Edge values of each kind of parameter. */
const VALUES: Record<string, string[]> = {
  text: TEXTS,
  number: NUMBERS,
  integer: INTEGERS,
  boolean: ['true', 'false', 'CAST(NULL AS boolean)'],
  binary: ["X''", "X'FF'", "X'61'", "X'C328'", "CAST('é' AS varbinary)"],
  date: DATES,
  timestamp: TIMESTAMPS,
  datetime: [...DATES, ...TIMESTAMPS],
  temporal: [...DATES, ...TIMESTAMPS, ...TIMES],
  interval: INTERVALS,
  array: ARRAYS,
  map: MAPS,
  json: [...TEXTS.slice(23, 33), 'json \'{"a":1}\'', "json 'null'", "json '[]'"],
  lambda: [
    'x -> x',
    'x -> 1 / x',
    '(x, y) -> x',
    'x -> CAST(NULL AS integer)',
    '(s, x) -> s + x',
    '(k, v) -> k',
  ],
  predicate: ['x -> true', 'x -> x = x', '(k, v) -> false', 'x -> NULL'],
};
for (const kind of ['arrays', 'numbers', 'entries', 'sameArray']) VALUES[kind] = ARRAYS;
VALUES.sameMap = MAPS;
VALUES.any = Object.entries(VALUES).flatMap(([kind, values]) =>
  kind === 'lambda' || kind === 'predicate' ? [] : values,
);
for (const kind of ['element', 'key', 'same']) VALUES[kind] = VALUES.any;

/** Numbers below 2³², the same ones for the same seed (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Pick = (below: number) => number;

/** Statements that call every function of the dialect with edge values; `count` of them, of all functions alike. */
export function* functionCalls(count: number, seed: number): Generator<FuzzCall> {
  const pick = random(seed);
  const all = [
    ...SCALARS.names().flatMap((name) => SCALARS.forms(name).map((form) => ({ name, form, over: '' }))),
    ...AGGREGATES.names().flatMap((name) => AGGREGATES.forms(name).map((form) => ({ name, form, over: '' }))),
    ...WINDOWS.names().flatMap((name) =>
      WINDOWS.forms(name).map((form) => ({ name, form, over: ' OVER (ORDER BY 1)' })),
    ),
  ];
  for (let i = 0; i < count; i++) {
    const { name, form, over } = all[i % all.length]!;
    const values = form.flatMap((parameter) => argument(parameter, pick));
    yield call(name, values, over, pick);
  }
}

function argument(parameter: string, pick: Pick): string[] {
  const kind = parameter.replace(/[?*]$/, '');
  const times = parameter.endsWith('?') ? pick(2) : parameter.endsWith('*') ? pick(3) : 1;
  return Array.from({ length: times }, () => {
    if (kind !== 'lambda' && kind !== 'predicate' && pick(12) === 0) return 'NULL';
    const values = VALUES[kind]!;
    const value = values[pick(values.length)]!;
    return value === 'repeat_text' ? `'${'x'.repeat(5000)}'` : value;
  });
}

/** The call with its arguments as literals, as parameters, or as columns. */
function call(name: string, values: string[], over: string, pick: Pick): FuzzCall {
  const quoted = `"${name}"`;
  const bindable = values.filter((value) => !value.includes('->'));
  switch (bindable.length === 0 ? 0 : pick(3)) {
    case 1: {
      const args = values.map((value) => (value.includes('->') ? value : '?'));
      return { name, sql: `SELECT ${quoted}(${args.join(', ')})${over}`, parameters: bindable };
    }
    case 2: {
      const args = values.map((value) => (value.includes('->') ? value : `c${bindable.indexOf(value)}`));
      const names = bindable.map((_, i) => `c${i}`);
      const row = `SELECT ${bindable.map((value, i) => `${value} AS c${i}`).join(', ')}`;
      return {
        name,
        sql: `SELECT ${quoted}(${args.join(', ')})${over} FROM (${row}) AS t(${names.join(', ')})`,
        parameters: [],
      };
    }
    default:
      return { name, sql: `SELECT ${quoted}(${values.join(', ')})${over}`, parameters: [] };
  }
}

const CAST_TYPES = [
  'boolean',
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'decimal(3,1)',
  'decimal(38,37)',
  'varchar',
  'varchar(1)',
  'char(2)',
  'varbinary',
  'date',
  'time',
  'timestamp',
  'timestamp(3) with time zone',
  'json',
  'uuid',
  'array(integer)',
  'map(varchar,integer)',
  'row(integer,varchar)',
];
const OPERATORS = ['+', '-', '*', '/', '%', '||', '=', '<', 'IS DISTINCT FROM', 'LIKE'];

/** Statements of casts, operators, subscripts and LIKE over edge values. */
export function* expressions(count: number, seed: number): Generator<FuzzCall> {
  const pick = random(seed);
  const value = (kind = 'any'): string => argument(kind, pick)[0]!;
  const column = (name: string, parts: string[], text: (names: string[]) => string): FuzzCall =>
    pick(2) === 0
      ? { name, sql: `SELECT ${text(parts)}`, parameters: [] }
      : {
          name,
          sql: `SELECT ${text(parts.map((_, i) => `c${i}`))} FROM (SELECT ${parts.map((part, i) => `${part} AS c${i}`).join(', ')}) AS t`,
          parameters: [],
        };
  for (let i = 0; i < count; i++) {
    const type = CAST_TYPES[i % CAST_TYPES.length]!;
    const operator = OPERATORS[i % OPERATORS.length]!;
    switch (i % 7) {
      case 0:
      case 1:
        yield column('cast', [value()], ([x]) => `CAST(${x} AS ${type})`);
        break;
      case 2:
        yield column('cast', [value()], ([x]) => `try(CAST(${x} AS ${type}))`);
        break;
      case 3:
        yield column(operator, [value('number'), value('number')], ([x, y]) => `${x} ${operator} ${y}`);
        break;
      case 4:
        yield column(operator, [value(), value()], ([x, y]) => `${x} ${operator} ${y}`);
        break;
      case 5:
        yield column(
          'like',
          [value('text'), value('text'), value('text')],
          ([x, y, z]) => `${x} LIKE ${y} ESCAPE ${z}`,
        );
        break;
      default:
        yield column('[]', [value(pick(2) ? 'array' : 'map'), value()], ([x, y]) => `(${x})[${y}]`);
    }
  }
}
