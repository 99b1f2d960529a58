import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCsvFields } from '../../../../src/local/engine/source/csvFields';
import {
  type CsvColumn,
  type CsvFile,
  type CsvFormat,
  csvFormat,
  csvSource,
} from '../../../../src/local/engine/source/csvSource';
import { SqlError } from '../../../../src/sql/errors';
import type { Type } from '../../../../src/sql/types/types';
import { LocalDuckDb } from '../localDuckDb';

const OPEN_CSV = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';
const LAZY = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';
const VARCHAR: Type = { kind: 'varchar' };

let folder: string;
let engine: LocalDuckDb;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'csv-'));
  await mkdir(path.join(folder, 'data'));
  engine = await LocalDuckDb.open({
    folders: [path.join(folder, 'data')],
    tempFolder: path.join(folder, 'temp'),
  });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

async function file(content: string | Buffer, ending = 'csv', more: Partial<CsvFile> = {}): Promise<CsvFile> {
  const target = path.join(folder, 'data', `part ${count++} [a]*.${ending}`);
  await writeFile(target, content);
  return { path: target, ...more };
}

async function read(files: CsvFile[], columns: CsvColumn[], format: CsvFormat): Promise<unknown[][]> {
  const rows = await engine.rows(`SELECT * FROM ${csvSource(files, columns, format)}`);
  return rows.map((row) => row.map((v) => (typeof v === 'object' && v !== null ? String(v) : v)));
}

const columns = (...types: Type[]): CsvColumn[] =>
  types.map((type, position) => ({ name: `c${position}`, type, position }));
const openCsv = (parameters: Record<string, string> = {}, table: Record<string, string> = {}) =>
  csvFormat(OPEN_CSV, parameters, table);

describe('OpenCSVSerde', () => {
  it('reads text as it is: quotes off, escapes and doubled quotes resolved, short rows NULL, long rows cut', async () => {
    const content = [
      'h1,h2,h3',
      '1,"a, b",plain',
      '2,"say ""hi""","back\\"slash"',
      '3,,',
      '4',
      '5,é 🧊,x,more',
      ' 6 , y ,"z"',
    ].join('\n');
    expect(
      await read(
        [await file(content)],
        columns(VARCHAR, VARCHAR, VARCHAR),
        openCsv({}, { 'skip.header.line.count': '1' }),
      ),
    ).toEqual([
      ['1', 'a, b', 'plain'],
      ['2', 'say "hi"', 'back"slash'],
      ['3', '', ''],
      ['4', null, null],
      ['5', 'é 🧊', 'x'],
      [' 6 ', ' y ', 'z'],
    ]);
  });

  it('takes its own separator and quote, and Windows’ line ends', async () => {
    const format = openCsv({ separatorChar: '\t', quoteChar: "'", escapeChar: '\\' });
    expect(await read([await file("1\t'a\tb'\r\n2\tc\r\n")], columns(VARCHAR, VARCHAR), format)).toEqual([
      ['1', 'a\tb'],
      ['2', 'c'],
    ]);
  });

  it('ends a row at a newline even within quotes, as Hive does', async () => {
    expect(await read([await file('1,"two\nlines",x\n')], columns(VARCHAR, VARCHAR), openCsv())).toEqual([
      ['1', 'two'],
      ['lines,x', null],
    ]);
  });

  it('casts by declared types: dates are days, timestamps milliseconds', async () => {
    const types: Type[] = [
      { kind: 'bigint' },
      { kind: 'integer' },
      { kind: 'double' },
      { kind: 'decimal', precision: 9, scale: 2 },
      { kind: 'boolean' },
      { kind: 'date' },
      { kind: 'timestamp', precision: 3, withTimeZone: false },
    ];
    expect(
      await read(
        [
          await file(
            '-12,+7,1.5e3,3.14,TRUE,19723,1704067200123\n"9223372036854775807","0",".5","1","false","-1","0"\n',
          ),
        ],
        columns(...types),
        openCsv(),
      ),
    ).toEqual([
      [-12n, 7, 1500, '3.14', true, '2024-01-01', '2024-01-01 00:00:00.123'],
      [9223372036854775807n, 0, 0.5, '1.00', false, '1969-12-31', '1970-01-01 00:00:00'],
    ]);
  });

  it.each<[string, Type, string]>([
    ['', { kind: 'integer' }, ''],
    ['abc', { kind: 'bigint' }, 'abc'],
    ['1.5', { kind: 'integer' }, '1.5'],
    ['3000000000', { kind: 'integer' }, '3000000000'],
    ['2024-01-01', { kind: 'date' }, '2024-01-01'],
    ["it's", { kind: 'double' }, "it's"],
    ['yes', { kind: 'boolean' }, 'yes'],
  ])('%j is no %o: HIVE_BAD_DATA', async (text, type) => {
    const format = openCsv();
    const reading = read([await file(`x,${text}\n`)], columns(VARCHAR, type), format);
    await expect(reading).rejects.toEqual(
      new SqlError(
        'HIVE_BAD_DATA',
        `Error parsing field value '${text}' for field 1: For input string: "${text}"`,
      ),
    );
    // Only a column that is read is cast.
    expect(await read([await file(`x,${text}\n`)], columns(VARCHAR), format)).toEqual([['x']]);
  });
});

describe('LazySimpleSerDe', () => {
  const lazy = (
    parameters: Record<string, string> = { 'field.delim': ',' },
    table: Record<string, string> = {},
  ) => csvFormat(LAZY, parameters, table);

  it('gives NULL for what it cannot parse, and for its null mark; quotes are text', async () => {
    const types: Type[] = [
      { kind: 'integer' },
      { kind: 'double' },
      { kind: 'date' },
      { kind: 'timestamp', precision: 3, withTimeZone: false },
      { kind: 'boolean' },
      VARCHAR,
    ];
    const content = [
      '1,1.5,2024-02-29,2024-02-29 12:00:00.1239,true,"a"',
      'x,y,2024-02-30,soon,maybe,\\N',
      ',,,,,',
      '7',
    ].join('\n');
    expect(await read([await file(content)], columns(...types), lazy())).toEqual([
      [1, 1.5, '2024-02-29', '2024-02-29 12:00:00.124', true, '"a"'],
      [null, null, null, null, null, null],
      [null, null, null, null, null, ''],
      [7, null, null, null, null, null],
    ]);
  });

  it('separates by ^A unless told otherwise; delimiters may be numbers', async () => {
    expect(await read([await file('a\u0001b\n')], columns(VARCHAR, VARCHAR), lazy({}))).toEqual([['a', 'b']]);
    expect(
      await read([await file('a\tb\n')], columns(VARCHAR, VARCHAR), lazy({ 'field.delim': '9' })),
    ).toEqual([['a', 'b']]);
    expect(
      await read([await file('a|b\n')], columns(VARCHAR, VARCHAR), lazy({ 'serialization.format': '|' })),
    ).toEqual([['a', 'b']]);
  });

  it('resolves escapes, and an escaped null mark is no null', async () => {
    const format = lazy({ 'field.delim': ',', 'escape.delim': '\\', 'serialization.null.format': 'none' });
    expect(
      await read([await file('a\\,b,c\\\\d\nnone,\\none\n')], columns(VARCHAR, VARCHAR), format),
    ).toEqual([
      ['a,b', 'c\\d'],
      [null, 'none'],
    ]);
  });

  it('cuts and pads text to its declared length', async () => {
    expect(
      await read(
        [await file('abcdef,ab\n')],
        columns({ kind: 'varchar', length: 3 }, { kind: 'char', length: 4 }),
        lazy(),
      ),
    ).toEqual([['abc', 'ab  ']]);
  });
});

describe('files', () => {
  it('each lose their header; packed ones are opened; partition keys come from their folders', async () => {
    const format = csvFormat(OPEN_CSV, {}, { 'skip.header.line.count': '1' });
    const files = [
      await file('h\n1\n', 'csv', { partition: { year: '2024', kind: 'a' } }),
      await file(gzipSync('h\n2\n'), 'csv.gz', { partition: { year: '2025', kind: null } }),
      await file('h\n', 'csv', { partition: { year: '2025', kind: null } }),
    ];
    const wanted: CsvColumn[] = [
      { name: 'id', type: { kind: 'integer' }, position: 0 },
      { name: 'year', type: { kind: 'integer' }, position: 1 },
      { name: 'kind', type: VARCHAR, position: 2 },
    ];
    expect((await read(files, wanted, format)).sort()).toEqual([
      [1, 2024, 'a'],
      [2, 2025, null],
    ]);
  });

  it('with empty lines give rows with an empty first field; what is not UTF-8 is bad data', async () => {
    expect(await read([await file('a,1\n\nb,2\n')], columns(VARCHAR, VARCHAR), openCsv())).toEqual([
      ['a', '1'],
      ['', null],
      ['b', '2'],
    ]);
    const latin1 = await file(Buffer.from([0x61, 0x0a, 0xff, 0x2c, 0x31, 0x0a]));
    await expect(read([latin1], columns(VARCHAR), openCsv())).rejects.toMatchObject({
      fault: 'not UTF-8',
      line: expect.any(Number),
    });
  });

  it('none give a typed relation without rows; rows are counted without columns', async () => {
    expect(await read([], columns({ kind: 'bigint' }), openCsv())).toEqual([]);
    const source = csvSource([await file('a\nb\n')], [], openCsv());
    expect(await engine.rows(`SELECT count(*) FROM ${source}`)).toEqual([[2n]]);
  });

  it('of other serdes, and columns that text cannot hold, are refused', () => {
    expect(() => csvFormat('org.openx.data.jsonserde.JsonSerDe', {})).toThrow(
      'NOT_SUPPORTED: Serde is not supported: org.openx.data.jsonserde.JsonSerDe',
    );
    expect(() => csvSource([{ path: 'x' }], columns({ kind: 'array', element: VARCHAR }), openCsv())).toThrow(
      'NOT_SUPPORTED: Type not supported in text files: array(varchar)',
    );
  });
});

it('lines are cut as opencsv cuts them', () => {
  const cut = (line: string) => openCsvFields(line, ',', '"', '\\');
  expect(cut('a,"b",c')).toEqual(['a', 'b', 'c']);
  expect(cut('')).toEqual(['']);
  expect(cut('a\\,b')).toEqual(['a\\', 'b']);
  expect(cut('"a\\\\"')).toEqual(['a\\']);
  expect(cut('"open,1')).toEqual(['open,1']);
  expect(cut('x"y"z')).toEqual(['xyz']);
  expect(openCsvFields('"a""b",c', ',', '"', '"')).toEqual(['a"b', 'c']);
});
