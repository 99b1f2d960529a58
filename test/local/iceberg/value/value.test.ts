import { describe, expect, it } from 'vitest';
import type { PrimitiveType } from '../../../../src/local/iceberg/schema/schema';
import { lowerBound, upperBound } from '../../../../src/local/iceberg/value/bounds';
import { decodeValue, encodeValue } from '../../../../src/local/iceberg/value/singleValue';
import { parseValue, valueText } from '../../../../src/local/iceberg/value/text';
import { compareValues, type Value } from '../../../../src/local/iceberg/value/value';

describe('binary single values (Iceberg spec, Appendix D)', () => {
  const cases: [PrimitiveType, Value, string][] = [
    ['boolean', true, '01'],
    ['int', -2, 'feffffff'],
    ['long', 34n, '2200000000000000'],
    ['float', -4.5, '000090c0'],
    ['double', 6, '0000000000001840'],
    ['date', 1, '01000000'],
    ['timestamp', -1n, 'ffffffffffffffff'],
    ['string', 'é', 'c3a9'],
    ['uuid', 'f79c3e09-677c-4bbd-a479-3f349cb785e7', 'f79c3e09677c4bbda4793f349cb785e7'],
    ['binary', Buffer.from([0, 255]), '00ff'],
    ['decimal(9, 2)', 1420n, '058c'],
    ['decimal(9, 2)', -1n, 'ff'],
    ['decimal(38, 0)', 128n, '0080'],
  ];
  it.each(cases)('%s %s', (type, value, hex) => {
    expect(encodeValue(type, value).toString('hex')).toBe(hex);
    expect(decodeValue(type, Buffer.from(hex, 'hex'))).toEqual(value);
  });

  it('bounds from before a promotion are read in their old form, and broken ones not at all', () => {
    expect(decodeValue('long', Buffer.from('feffffff', 'hex'))).toBe(-2n);
    expect(decodeValue('double', Buffer.from('000090c0', 'hex'))).toBe(-4.5);
    expect(decodeValue('int', Buffer.from('0100', 'hex'))).toBeUndefined();
  });
});

describe('bounds', () => {
  const text = (bytes: Buffer | undefined) => bytes?.toString('utf8');
  it('keep sixteen characters, and raise the cut upper one', () => {
    expect(text(lowerBound('string', 'abcdefghijklmnopqrs'))).toBe('abcdefghijklmnop');
    expect(text(upperBound('string', 'abcdefghijklmnopqrs'))).toBe('abcdefghijklmnoq');
    expect(text(upperBound('string', 'abcdefghijklmnop'))).toBe('abcdefghijklmnop');
    expect(text(lowerBound('string', '🧊'.repeat(20)))).toBe('🧊'.repeat(16));
  });

  it('raise the character before when the last one is the highest, and step over surrogates', () => {
    const highest = '\u{10ffff}';
    expect(text(upperBound('string', `a${highest.repeat(15)}z`))).toBe('b');
    expect(upperBound('string', highest.repeat(17))).toBeUndefined();
    expect(text(upperBound('string', `${'a'.repeat(15)}\ud7ffz`))).toBe(`${'a'.repeat(15)}\ue000`);
    expect(upperBound('binary', Buffer.alloc(17, 0xff))).toBeUndefined();
    expect(upperBound('binary', Buffer.concat([Buffer.from([1]), Buffer.alloc(16, 0xff)]))).toEqual(
      Buffer.from([2]),
    );
  });
});

describe('values from text', () => {
  it('reads what DuckDB prints', () => {
    expect(parseValue('timestamptz', '2020-01-01 00:00:00.5+00')).toBe(1577836800500000n);
    expect(parseValue('timestamp', '1969-12-31 23:59:59.999999')).toBe(-1n);
    expect(parseValue('date', '0001-01-01')).toBe(-719162);
    expect(parseValue('time', '12:34:56.789')).toBe(45296789000n);
    expect(parseValue('double', '1.4721992921994716e-07')).toBe(1.4721992921994716e-7);
    expect(parseValue('double', '-inf')).toBe(-Infinity);
    expect(parseValue('decimal(38, 2)', '-123456789012345678901234567890.12')).toBe(
      -12345678901234567890123456789012n,
    );
    expect(parseValue('boolean', '1')).toBe(true);
    expect(parseValue('int', '-2147483648')).toBe(-2147483648);
    expect(parseValue('int', '-2147483650')).toBeUndefined();
    expect(parseValue('long', '9223372036854775808')).toBeUndefined();
    expect(parseValue('binary', '00FF')).toEqual(Buffer.from([0, 255]));
  });

  it('gives nothing for what would be another value', () => {
    expect(parseValue('decimal(9, 2)', '1.005')).toBeUndefined();
    expect(parseValue('date', '0044-01-01 (BC)')).toBeUndefined();
    expect(parseValue('timestamp', 'infinity')).toBeUndefined();
    expect(parseValue('timestamp', '2020-01-01 00:00:00.1234567')).toBeUndefined();
    expect(parseValue('timestamptz', '2020-01-01 00:00:00+02')).toBeUndefined();
    expect(parseValue('double', 'nan')).toBeUndefined();
  });
});

it('texts are ordered by their bytes, not by UTF-16', () => {
  expect('\ue000' > '🧊').toBe(true);
  expect(compareValues('\ue000', '🧊')).toBeLessThan(0);
  expect(compareValues(Number.NaN, 1)).toBeUndefined();
  expect(compareValues(-0, 0)).toBe(0);
});

describe('texts of values', () => {
  const cases: [PrimitiveType, string][] = [
    ['boolean', 'true'],
    ['int', '-7'],
    ['long', '9223372036854775807'],
    ['double', '-0.25'],
    ['decimal(9, 2)', '-0.05'],
    ['decimal(38, 0)', '12'],
    ['date', '0001-02-03'],
    ['date', '1969-12-31'],
    ['time', '23:59:59.500'],
    ['timestamp', '1969-12-31 23:59:59.999999'],
    ['timestamp', '2026-01-31 00:00:00'],
    ['timestamptz', '2026-01-31 12:30:00.120+00'],
    ['uuid', 'f79c3e09-677c-4bbd-a479-3f349cb785e7'],
    ['binary', '00ff'],
  ];
  it.each(cases)('%s %s is what it was read from', (type, text) => {
    expect(valueText(type, parseValue(type, text)!)).toBe(text);
  });
});
