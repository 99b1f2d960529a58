import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { Cell, Column } from '../../src/athena/cells';
import {
  formatBytes,
  renderCsv,
  renderJson,
  renderResult,
  renderStatistics,
  renderTable,
} from '../../src/athena/render';

const columns: Column[] = [
  { name: 'name', type: 'varchar' },
  { name: 'total', type: 'bigint' },
];
const rows: Cell[][] = [
  ['Ada', 7n],
  [null, 12345n],
];
const statistics = { ms: 23, scannedBytes: 12288, statementType: 'DML' } as Parameters<
  typeof renderStatistics
>[1];
const plain = (text: string) => stripVTControlCharacters(text);

test('a table has its numbers on the right and shows NULL', () => {
  const lines = plain(renderTable(columns, rows)).split('\n');
  expect(lines.find((line) => line.includes('Ada'))).toMatch(/│ Ada +│ +7 │/);
  expect(lines.find((line) => line.includes('12345'))).toMatch(/│ NULL +│ +12345 │/);
});

test('a long table is cut, and says by how much', () => {
  const many: Cell[][] = Array.from({ length: 1500 }, (_, i) => [`n${i}`, BigInt(i)]);
  const text = plain(renderTable(columns, many, 10));
  expect(text).toContain('… and 1,490 more rows');
  expect(text).toContain('n9');
  expect(text).not.toContain('n10 ');
});

test('CSV: NULL and the empty text are told apart; quotes, commas and line ends are quoted', () => {
  const text: Cell[][] = [
    [null, 1n],
    ['', 2n],
    ['a"b', 3n],
    ['a,b', 4n],
    ['a\nb', 5n],
  ];
  expect(renderCsv(columns, text)).toBe('name,total\n,1\n"",2\n"a""b",3\n"a,b",4\n"a\nb",5');
});

test('JSON keeps every digit of a large integer', () => {
  const large: Cell[][] = [['a', 9007199254740993n]];
  expect(JSON.parse(renderJson(columns, large))).toEqual([{ name: 'a', total: '9007199254740993' }]);
  expect(JSON.parse(renderJson(columns, rows))).toEqual([
    { name: 'Ada', total: 7 },
    { name: null, total: 12345 },
  ]);
});

test('bytes for people', () => {
  expect([0, 12, 1023, 1024, 3_565_158, 2 ** 50].map(formatBytes)).toEqual([
    '0 B',
    '12 B',
    '1023 B',
    '1.0 KB',
    '3.4 MB',
    '1024.0 TB',
  ]);
});

test('the last line tells rows, bytes, cost and time; 10 MB is the least that is billed', () => {
  expect(renderStatistics(1, statistics)).toBe('1 row, 12.0 KB scanned, USD 0.00005, 23 ms');
  expect(renderStatistics(3000, { ...statistics, scannedBytes: 2 ** 40 })).toBe(
    '3,000 rows, 1.0 TB scanned, USD 5.00000, 23 ms',
  );
  expect(renderStatistics(2, { ...statistics, scannedBytes: 0, statementType: 'UTILITY' })).toContain(
    'USD 0.00000',
  );
});

test('what SHOW and DESCRIBE say is printed as they said it; an insert tells the rows it wrote', () => {
  const utility = { ...statistics, statementType: 'UTILITY' as const };
  const lines: Cell[][] = [['id', 'bigint']];
  expect(plain(renderResult({ columns, rows: lines, statistics: utility } as never, 'table'))).toMatch(
    /^id\tbigint\n/,
  );
  expect(
    plain(renderResult({ columns: [], rows: [], updateCount: 42, statistics } as never, 'table')),
  ).toMatch(/^42 rows, /);
});

test('a definition costs nothing, but CREATE TABLE AS and OPTIMIZE cost what they read', () => {
  const cost = (scannedBytes: number) =>
    /USD ([\d.]+)/.exec(renderStatistics(0, { ...statistics, statementType: 'DDL', scannedBytes }))![1];
  expect(cost(0)).toBe('0.00000');
  expect(cost(23_500)).toBe('0.00005');
});
