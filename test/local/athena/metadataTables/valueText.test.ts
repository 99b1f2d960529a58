import { expect, test } from 'vitest';
import { humanPartition, humanText } from '../../../../src/local/athena/metadataTables/valueText';
import { type PrimitiveType, parseTransform, type Value } from '../../../../src/local/iceberg';

test.each<[PrimitiveType, Value, string | undefined]>([
  ['date', 0, '1970-01-01'],
  ['timestamp', 0n, '1970-01-01T00:00'],
  ['timestamp', 1_000_000n, '1970-01-01T00:00:01'],
  ['timestamp', -1n, '1969-12-31T23:59:59.999999'],
  ['timestamptz', 60_500_000n, '1970-01-01T00:01:00.500Z'],
  ['timestamptz', 0n, '1970-01-01T00:00Z'],
  ['timestamp', 2n ** 63n - 1n, undefined],
  ['time', 3_600_000_000n, '01:00'],
  ['double', 1e10, '1.0E10'],
  ['float', 0.5, '0.5'],
  ['decimal(9, 2)', -5n, '-0.05'],
  ['binary', Buffer.from([0, 255]), 'AP8='],
  ['string', 'é', 'é'],
])('a %s of %s', (type, value, text) => {
  expect(humanText(type, value)).toBe(text);
});

test.each<[string, PrimitiveType, Value, string]>([
  ['year', 'int', 56, '2026'],
  ['year', 'int', -1, '1969'],
  ['month', 'int', 672, '2026-01'],
  ['month', 'int', -1, '1969-12'],
  ['day', 'date', -1, '1969-12-31'],
  ['hour', 'int', 25, '1970-01-02-01'],
  ['hour', 'int', -1, '1969-12-31-23'],
  ['bucket[4]', 'int', 3, '3'],
  ['identity', 'timestamp', 0n, '1970-01-01T00:00'],
])('a partition by %s (%s) of %s', (transform, type, value, text) => {
  expect(humanPartition(parseTransform(transform), type, value)).toBe(text);
});
