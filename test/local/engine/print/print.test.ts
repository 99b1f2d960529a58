import { describe, expect, test } from 'vitest';
import { printer } from '../../../../src/local/engine/print/print';
import { printDecimal, printDouble, printReal } from '../../../../src/local/engine/print/printNumber';
import {
  printDate,
  printDaySecondInterval,
  printTimestamp,
  printYearMonthInterval,
} from '../../../../src/local/engine/print/printTime';
import type { Type } from '../../../../src/sql/types/types';

describe('numbers as Java prints them', () => {
  test.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e20, '1.0E20'],
    [1e7, '1.0E7'],
    [9999999, '9999999.0'],
    [12345678.9, '1.23456789E7'],
    [0.001, '0.001'],
    [0.00099, '9.9E-4'],
    [-1.5e-10, '-1.5E-10'],
    [100, '100.0'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [5e-324, '5.0E-324'],
  ])('double %d', (value, text) => expect(printDouble(value)).toBe(text));

  test.each([
    [0.1, '0.1'],
    [3.4028235e38, '3.4028235E38'],
    [16777216, '1.6777216E7'],
    [1.5, '1.5'],
  ])('real %d', (value, text) => expect(printReal(Math.fround(value))).toBe(text));

  test('decimals keep their scale', () => {
    expect(printDecimal(5n, 2)).toBe('0.05');
    expect(printDecimal(-12345n, 2)).toBe('-123.45');
    expect(printDecimal(7n, 0)).toBe('7');
  });
});

describe('times', () => {
  test('dates of any year', () => {
    expect(printDate(0)).toBe('1970-01-01');
    expect(printDate(-1)).toBe('1969-12-31');
    expect(printDate(11016)).toBe('2000-02-29');
    expect(printDate(-719528)).toBe('0000-01-01');
    expect(printDate(-719893)).toBe('-0001-01-01');
  });
  test('timestamps with the digits of their type', () => {
    const micros = 1483228800123456n;
    expect(printTimestamp(micros, 3)).toBe('2017-01-01 00:00:00.123');
    expect(printTimestamp(micros, 6)).toBe('2017-01-01 00:00:00.123456');
    expect(printTimestamp(micros, 0)).toBe('2017-01-01 00:00:00');
    expect(printTimestamp(-1n, 6)).toBe('1969-12-31 23:59:59.999999');
  });
  test('intervals', () => {
    expect(printDaySecondInterval(86_400_000_000n)).toBe('1 00:00:00.000');
    expect(printDaySecondInterval(-90_061_500_000n)).toBe('-1 01:01:01.500');
    expect(printYearMonthInterval(12)).toBe('1-0');
    expect(printYearMonthInterval(-14)).toBe('-1-2');
  });
});

const varchar: Type = { kind: 'varchar' };
const integer: Type = { kind: 'integer' };

test.each<[string, Type, unknown, string]>([
  ['boolean', { kind: 'boolean' }, true, 'true'],
  ['bigint', { kind: 'bigint' }, 9007199254740993n, '9007199254740993'],
  ['varbinary', { kind: 'varbinary' }, { bytes: new Uint8Array([0x31, 0x32, 0x0a]) }, '31 32 0a'],
  ['char', { kind: 'char', length: 4 }, 'ab', 'ab  '],
  ['array', { kind: 'array', element: varchar }, { items: ['a', null] }, '[a, null]'],
  ['map', { kind: 'map', key: varchar, value: integer }, { entries: [{ key: 'k', value: 1 }] }, '{k=1}'],
  [
    'row',
    {
      kind: 'row',
      fields: [
        { name: 'id', type: integer },
        { name: 'name', type: varchar },
      ],
    },
    { entries: { id: 1, name: 'x' } },
    '{id=1, name=x}',
  ],
  [
    'anonymous row',
    { kind: 'row', fields: [{ type: integer }, { type: varchar }] },
    { entries: { field0: 1, field1: null } },
    '{1, null}',
  ],
  ['decimal', { kind: 'decimal', precision: 5, scale: 2 }, { value: 110n, scale: 2 }, '1.10'],
  [
    'timestamp tz',
    { kind: 'timestamp', precision: 3, withTimeZone: true },
    { micros: 0n },
    '1970-01-01 00:00:00.000 UTC',
  ],
])('%s', (_, type, value, text) => expect(printer(type)(value)).toBe(text));

test('a binary within an array prints as a Java object', () => {
  const print = printer({ kind: 'array', element: { kind: 'varbinary' } });
  expect(print({ items: [{ bytes: new Uint8Array([1]) }] })).toMatch(/^\[\[B@[0-9a-f]+\]$/);
});
