import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/sql/bind/bind';
import { generate } from '../../src/sql/duckdb/generate';
import { SqlError } from '../../src/sql/errors';
import { parse } from '../../src/sql/syntax/parse';
import { scopeOf } from './harness';
import { openLockedEngine } from './lockedEngine';
import { TABLES } from './people';

let engine: Awaited<ReturnType<typeof openLockedEngine>>;
beforeAll(async () => {
  engine = await openLockedEngine();
});
afterAll(() => engine.close());

/** A text of the client: `'` doubled is all that SQL asks. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const named = (name: string): string => `"${name.replaceAll('"', '""')}"`;

describe('what DuckDB can do, and a user cannot', () => {
  it.each([
    ['FROM read_csv', "SELECT * FROM read_csv('/etc/passwd')"],
    ['FROM read_parquet', "SELECT * FROM read_parquet('*.parquet')"],
    ['FROM glob', "SELECT * FROM glob('/*')"],
    ['a file as a table', "SELECT * FROM 'file.parquet'"],
    ['a file as a quoted table', 'SELECT * FROM "/etc/passwd"'],
    ['a file in a quoted database', 'SELECT * FROM "/etc"."passwd"'],
    ['a table function', "SELECT * FROM TABLE(read_csv('x'))"],
    ['a lateral table function', "SELECT * FROM people, LATERAL read_csv('x')"],
    ['duckdb_settings()', 'SELECT * FROM duckdb_settings()'],
    ['duckdb_secrets()', 'SELECT * FROM duckdb_secrets()'],
    ['a pragma as a function', 'SELECT * FROM pragma_table_info(people)'],
    ['DuckDB’s catalog', 'SELECT * FROM sqlite_master'],
    ['read_text in a SELECT', "SELECT read_text('/etc/passwd')"],
    ['read_blob in a WHERE', "SELECT id FROM people WHERE read_blob('/etc/passwd') IS NULL"],
    ['getenv', "SELECT getenv('HOME')"],
    ['current_setting', "SELECT current_setting('memory_limit')"],
    ['query()', "SELECT query('SELECT 1')"],
    ['a macro of ours', 'SELECT t_divide(1, 2)'],
    ['a quoted macro of ours', 'SELECT "t_half_up"(1, 2, 3)'],
    ['a function of DuckDB’s own', 'SELECT list_transform(ARRAY[1], x -> x)'],
    ['a function in DuckDB’s schema', "SELECT main.read_text('x')"],
    ['a function with a quoted name', `SELECT "read_text('x') --"(1)`],
    ['COPY', "COPY people TO '/tmp/stolen.csv'"],
    ['COPY of a query', "COPY (SELECT 1) TO '/tmp/stolen.csv'"],
    ['ATTACH', "ATTACH '/tmp/other.db' AS other"],
    ['INSTALL', 'INSTALL httpfs'],
    ['LOAD', "LOAD '/tmp/evil.duckdb_extension'"],
    ['SET', "SET memory_limit = '1TB'"],
    ['RESET', 'RESET lock_configuration'],
    ['PRAGMA', 'PRAGMA database_list'],
    ['CALL', 'CALL pragma_version()'],
    ['EXPORT', "EXPORT DATABASE '/tmp/all'"],
    ['CREATE MACRO', 'CREATE MACRO lower(x) AS 1'],
    ['FROM first', 'FROM people'],
    ['a second statement', "SELECT 1; COPY people TO '/tmp/stolen.csv'"],
    ['a second statement behind a comment', 'SELECT 1 -- x\n; SET threads = 1'],
    ['a cast of DuckDB', "SELECT '1'::integer"],
    ['a dollar quote', 'SELECT $$ x $$'],
    ['COLUMNS()', "SELECT COLUMNS('.*') FROM people"],
    ['EXCLUDE', 'SELECT * EXCLUDE (id) FROM people'],
    ['REPLACE', 'SELECT * REPLACE (1 AS id) FROM people'],
    ['row ids', 'SELECT rowid FROM people'],
    ['a NUL between tokens', 'SELECT 1 \0; SELECT 2'],
    ['a full-width apostrophe', 'SELECT ＇x＇'],
    ['a no-break space', 'SELECT\u00a01'],
    ['a full-width parenthesis', 'SELECT lower（1）'],
    ['an escape that is none', "SELECT 'a\\' || read_text('x') || '"],
  ])('%s is refused', async (_, sql) => {
    await expect(engine.answer(sql)).rejects.toBeInstanceOf(SqlError);
  });
});

describe('text that looks like SQL is text', () => {
  it.each([
    ["'; DROP TABLE people; --"],
    ["''''"],
    ['"'],
    ['\\'],
    ["\\'"],
    ["' || getenv('HOME') || '"],
    ['\0'],
    ["before\0' after"],
    ['\u0001s0_\u0001'],
    ['\u0001'],
    ['/* */ -- \n ; $$ $1 ? {} :name @x'],
    ["t_divide(1, 0) t_subscript('"],
    ['＇ʼ‘’“”´`'],
    ['\u202e\u200b\ufeff'],
    ['🦆 é e\u0301 漢字'],
    ["E'\\x27'"],
    ['\r\n\t\b\f\v'],
    [''],
  ])('%j', async (text) => {
    const sql = `SELECT ${quoted(text)}, TRY(${quoted(text)}), CAST(${quoted(text)} AS varchar), ARRAY[${quoted(text)}][1], ?`;
    expect(await engine.answer(sql, { parameters: [quoted(text)] })).toEqual([
      [text, text, text, text, text],
    ]);
  });

  it('comments hide nothing from the parser that the engine then sees', async () => {
    expect(await engine.answer("SELECT 1 /* ' */ + 1 -- ' ; SELECT 3\n + 1 /* \" */")).toEqual([[3]]);
  });

  it('escaped Unicode is decoded once', async () => {
    expect(await engine.answer("SELECT U&'\\0027; --', U&'!0027' UESCAPE '!', '\\0027'")).toEqual([
      ["'; --", "'", '\\0027'],
    ]);
  });
});

/** Numbers that look random and are the same in each run (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** A byte order mark never comes first: DuckDB's client for Node drops it from what it reads. */
const PIECES = [
  ...[
    "'",
    "''",
    '"',
    '""',
    '\\',
    '\0',
    '\u0001',
    ';',
    '--',
    '/*',
    '*/',
    '\n',
    '$$',
    '$1',
    '?',
    '%',
    '_',
    ' ',
  ],
  ...['`', '(', ')', ',', '.', '{', '}', '[', ']', ':', '::', '=>', '->', 'a', 'B', '0', 'é', '🦆', '\u2028'],
  ...[
    't_divide(',
    's0_',
    'r0_',
    'c0',
    'lambda x:',
    'NULL',
    'SELECT',
    'chr(0)',
    '\\n',
    '\\x27',
    '＇',
    'x\ufeff',
  ],
];
const textFrom = (random: (below: number) => number, least: number): string =>
  Array.from({ length: least + random(8) }, () => PIECES[random(PIECES.length)]).join('');

const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1);

describe('generated texts and names', () => {
  it.each(SEEDS)('literals come back as they are (seed %i)', async (seed) => {
    const random = randomFrom(seed);
    const texts = Array.from({ length: 12 }, () => textFrom(random, 0));
    const forms = [
      (text: string) => quoted(text),
      (text: string) => `(${quoted(text)} || '')`,
      (text: string) => `TRY(concat(${quoted(text)}, ''))`,
      (text: string) => `CASE ${quoted(text)} WHEN ${quoted(text)} THEN ${quoted(text)} END`,
      (text: string) => `CAST(ROW(${quoted(text)}) AS ROW(a varchar)).a`,
      (text: string) => `max(${quoted(text)})`,
    ];
    const sql = `SELECT ${texts.map((text, i) => forms[i % forms.length]!(text)).join(', ')} FROM people`;
    expect(await engine.answer(sql)).toEqual([texts]);
  });

  it.each(SEEDS)('names mean what they name and nothing else (seed %i)', async (seed) => {
    const random = randomFrom(seed);
    const [table, first, second, field, item] = ['t', 'a', 'b', 'f', 'x'].map(
      (start) => `${start}${textFrom(random, 1)}`,
    );
    const sql = `WITH ${named(table!)} (${named(first!)}, ${named(second!)}) AS (SELECT 1, ARRAY[2, 3])
      SELECT ${named(table!)}.${named(first!)}, transform(${named(second!)}, ${named(item!)} -> ${named(item!)} * 10)[2],
        CAST(ROW(7) AS ROW(${named(field!)} integer)).${named(field!)} AS ${named(first!)}
      FROM ${named(table!)} ORDER BY ${named(table!)}.${named(first!)}`;
    expect(await engine.answer(sql)).toEqual([[1, 30, 7]]);
  });

  it.each(SEEDS)('a stored query’s columns are named safely (seed %i)', async (seed) => {
    const name = textFrom(randomFrom(seed), 1);
    const typed = analyze(parse(`CREATE TABLE made AS SELECT 1 AS ${named(name)}`), scopeOf(TABLES));
    const sql = generate(typed, new Map());
    // A NUL would end the text, and a scan's mark would be filled: neither can be in a name.
    const plain = name.toLowerCase().replaceAll('\0', '\ufffd').replaceAll('\u0001', '\ufffd');
    expect(sql).toBe(`SELECT q_.c0 AS ${named(plain)} FROM (SELECT 1 AS c0) AS q_`);
  });
});
