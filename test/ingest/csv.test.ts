import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvToParquet, examineCsv } from '../../src/ingest/csv';
import { detectDialect } from '../../src/ingest/dialect';
import { detectEncoding, toUtf8 } from '../../src/ingest/encoding';
import { literal, openReader, type Reader } from '../../src/ingest/reader';

let folder: string;
let reader: Reader;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ingest-'));
  reader = await openReader();
});
afterAll(() => {
  reader.close();
  fs.rmSync(folder, { recursive: true });
});

let files = 0;
function write(content: string | Buffer): string {
  const file = path.join(folder, `f${files++}.csv`);
  fs.writeFileSync(file, content);
  return file;
}

async function examine(content: string, wanted = {}) {
  const file = write(content);
  const dialect = await detectDialect(file, wanted);
  const own = await openReader();
  try {
    return { file, dialect, ...(await examineCsv(own, file, dialect)) };
  } finally {
    own.close();
  }
}

const types = (columns: { name: string; type: string }[]) =>
  Object.fromEntries(columns.map((c) => [c.name, c.type]));

describe('types', () => {
  test('each column gets the narrowest type that all of its values have', async () => {
    const { columns, rows } = await examine(
      'i,d,b,day,at,s\n1,1.5,true,2024-02-29,2024-01-01 10:00:00,x\n-2,2,false,2023-12-31,2024-01-01T10:00:00.5Z,7\n,,,,,\n',
    );
    expect(types(columns)).toEqual({
      i: 'bigint',
      d: 'double',
      b: 'boolean',
      day: 'date',
      at: 'timestamp',
      s: 'varchar',
    });
    expect(rows).toBe(3);
  });
  test('a whole number with leading zeros is a code, so text', async () => {
    const { columns } = await examine('zip,n\n02134,10\n94103,20\n');
    expect(types(columns)).toEqual({ zip: 'varchar', n: 'bigint' });
  });
  test('a number that no bigint holds, and a day that no calendar has, are text', async () => {
    const { columns } = await examine('n,d\n12345678901234567890,2023-02-30\n');
    expect(types(columns)).toEqual({ n: 'double', d: 'varchar' });
  });
  test('a column without any value is text', async () => {
    expect(types((await examine('a,b\n1,\n2,\n')).columns)).toEqual({ a: 'bigint', b: 'varchar' });
  });
});

describe('dialect', () => {
  test.each([
    [';', 'a;b\n1;2\n'],
    ['\t', 'a\tb\n1\t2\n'],
    ['|', 'a|b\n1|2\n'],
    [',', 'a,b\r\n1,2\r\n'],
  ])('delimiter %j', async (delimiter, content) => {
    const { dialect, columns, rows } = await examine(content);
    expect(dialect.delimiter).toBe(delimiter);
    expect(types(columns)).toEqual({ a: 'bigint', b: 'bigint' });
    expect(rows).toBe(1);
  });
  test('no header: the first row is data', async () => {
    const { dialect, columns, rows } = await examine('1,x\n2,y\n');
    expect(dialect.header).toBe(false);
    expect(columns.map((c) => c.name)).toEqual(['column_1', 'column_2']);
    expect(rows).toBe(2);
  });
  test('a file of texts whose first row appears again has no header', async () => {
    expect((await examine('red,apple\nred,cherry\n')).dialect.header).toBe(false);
  });
  test('what the user says wins', async () => {
    expect((await examine('a,b\n1,2\n', { header: false })).rows).toBe(2);
  });
});

describe('rows', () => {
  test('quoted fields hold delimiters, doubled quotes and newlines; bad rows are told by the line of the file', async () => {
    const { badRows, rows, file, dialect, columns } = await examine(
      'id,note\n1,"a\nb, ""c"""\n2,x,extra\n3\n4,d\n',
    );
    expect(rows).toBe(2);
    expect(badRows.map((b) => [b.line, b.text])).toEqual([
      [4, '2,x,extra'],
      [5, '3'],
    ]);
    const parquet = path.join(folder, 'out.parquet');
    const own = await openReader();
    await csvToParquet(own, file, dialect, columns, parquet);
    expect(await own.rows(`SELECT * FROM ${literal(parquet)} ORDER BY id`)).toEqual([
      { id: '1', note: 'a\nb, "c"' },
      { id: '4', note: 'd' },
    ]);
    own.close();
  });
  test('nothing between delimiters is NULL, a quoted empty text stays', async () => {
    const { file, dialect, columns } = await examine('id,note\n1,\n2,""\n');
    const parquet = path.join(folder, 'empty.parquet');
    const own = await openReader();
    await csvToParquet(own, file, dialect, columns, parquet);
    expect(await own.rows(`SELECT note FROM ${literal(parquet)} ORDER BY id`)).toEqual([
      { note: null },
      { note: '' },
    ]);
    own.close();
  });
});

describe('encoding', () => {
  test.each([
    ['utf-8', Buffer.from('n\nGröße\n')],
    ['windows-1252', Buffer.from('n\nGröße\n', 'latin1')],
    ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('n\nGröße\n', 'utf16le')])],
  ] as const)('%s', async (encoding, bytes) => {
    const file = write(bytes);
    expect(await detectEncoding(file)).toBe(encoding);
    const copy = path.join(folder, `${encoding}.csv`);
    await toUtf8(file, encoding, copy);
    expect(fs.readFileSync(copy, 'utf8')).toBe('n\nGröße\n');
  });
});
