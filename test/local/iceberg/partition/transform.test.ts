import { describe, expect, it } from 'vitest';
import {
  hashBytes,
  hashDecimal,
  hashLong,
  hashString,
} from '../../../../src/local/iceberg/partition/murmur3';
import { newSpec, parseTransform } from '../../../../src/local/iceberg/partition/spec';
import { applyTransform, bucketHash } from '../../../../src/local/iceberg/partition/transform';
import type { PrimitiveType, Schema } from '../../../../src/local/iceberg/schema/schema';
import { parseValue } from '../../../../src/local/iceberg/value/text';
import type { Value } from '../../../../src/local/iceberg/value/value';

const value = (type: PrimitiveType, text: string): Value => parseValue(type, text)!;
const apply = (transform: string, type: PrimitiveType, text: string) =>
  applyTransform(parseTransform(transform), type, value(type, text));

describe('bucket hash (Iceberg spec, Appendix B)', () => {
  it('gives the specification’s test values', () => {
    expect(hashLong(34)).toBe(2017239379);
    expect(hashLong(34n)).toBe(2017239379);
    expect(hashDecimal(1420n)).toBe(-500754589);
    expect(bucketHash('date', value('date', '2017-11-16'))).toBe(-653330422);
    expect(bucketHash('time', value('time', '22:31:08'))).toBe(-662762989);
    expect(bucketHash('timestamp', value('timestamp', '2017-11-16T22:31:08'))).toBe(-2047944441);
    expect(bucketHash('timestamp', value('timestamp', '2017-11-16T22:31:08.000001'))).toBe(-1207196810);
    expect(bucketHash('timestamptz', value('timestamptz', '2017-11-16 22:31:08+00'))).toBe(-2047944441);
    expect(hashString('iceberg')).toBe(1210000089);
    expect(bucketHash('uuid', 'f79c3e09-677c-4bbd-a479-3f349cb785e7')).toBe(1488055340);
    expect(hashBytes(Buffer.from([0, 1, 2, 3]))).toBe(-188683207);
  });

  it('takes bytes after the last block of four, whatever their sign', () => {
    expect(hashBytes(Buffer.from([0xff]))).not.toBe(hashBytes(Buffer.from([0x7f])));
    expect(hashString('')).toBe(0);
  });
});

describe('transforms', () => {
  it('year, month, day and hour round down, before 1970 too', () => {
    expect(apply('year', 'date', '1969-12-31')).toBe(-1);
    expect(apply('month', 'timestamp', '1969-12-31 23:59:59.999999')).toBe(-1);
    expect(apply('day', 'timestamp', '1969-12-31 23:59:59.999999')).toBe(-1);
    expect(apply('hour', 'timestamp', '1969-12-31 23:59:59.999999')).toBe(-1);
    expect(apply('month', 'date', '2017-11-16')).toBe(574);
    expect(apply('day', 'date', '2017-11-16')).toBe(17486);
    expect(apply('hour', 'timestamptz', '2017-11-16 22:31:08+00')).toBe(419686);
  });

  it('truncate (spec: the remainder is always positive)', () => {
    expect(apply('truncate[10]', 'int', '1')).toBe(0);
    expect(apply('truncate[10]', 'int', '-1')).toBe(-10);
    expect(apply('truncate[10]', 'long', '-1')).toBe(-10n);
    expect(apply('truncate[50]', 'decimal(9, 2)', '10.65')).toBe(1050n);
    expect(apply('truncate[50]', 'decimal(9, 2)', '-0.05')).toBe(-50n);
    expect(apply('truncate[3]', 'string', 'iceberg')).toBe('ice');
    expect(apply('truncate[2]', 'string', '🧊🧊🧊')).toBe('🧊🧊');
    expect(apply('truncate[3]', 'binary', '0102030405')).toEqual(Buffer.from([1, 2, 3]));
  });

  it('void forgets, and unknown transforms say nothing', () => {
    expect(apply('void', 'int', '5')).toBeNull();
    expect(apply('zorder', 'int', '5')).toBeUndefined();
  });
});

describe('new partition specs', () => {
  const schema: Schema = {
    type: 'struct',
    'schema-id': 0,
    fields: [
      { id: 1, name: 'id', required: false, type: 'long' },
      { id: 2, name: 'ts', required: false, type: 'timestamp' },
      { id: 3, name: 'ok', required: false, type: 'boolean' },
      { id: 4, name: 'id_bucket', required: false, type: 'string' },
    ],
  };

  it('name fields as other writers do', () => {
    const spec = newSpec(schema, [
      { transform: 'day', column: 'TS' },
      { transform: 'truncate', column: 'id', argument: 10 },
      { transform: 'identity', column: 'ok' },
    ]);
    expect(spec.fields).toEqual([
      { 'source-id': 2, 'field-id': 1000, name: 'ts_day', transform: 'day' },
      { 'source-id': 1, 'field-id': 1001, name: 'id_trunc', transform: 'truncate[10]' },
      { 'source-id': 3, 'field-id': 1002, name: 'ok', transform: 'identity' },
    ]);
  });

  it('refuse what cannot be', () => {
    const spec =
      (...p: Parameters<typeof newSpec>[1]) =>
      () =>
        newSpec(schema, p);
    expect(spec({ transform: 'identity', column: 'none' })).toThrow(
      "Column 'none' in partitioning does not exist",
    );
    expect(spec({ transform: 'day', column: 'id' })).toThrow('Invalid source type long for transform: day');
    expect(spec({ transform: 'bucket', column: 'ok', argument: 4 })).toThrow(
      'Invalid source type boolean for transform: bucket',
    );
    expect(spec({ transform: 'truncate', column: 'id', argument: 0 })).toThrow('needs a positive number');
    expect(spec({ transform: 'day', column: 'ts' }, { transform: 'day', column: 'ts' })).toThrow(
      'more than once: ts_day',
    );
    expect(spec({ transform: 'bucket', column: 'id', argument: 4 })).toThrow(
      'name that exists in schema: id_bucket',
    );
  });
});
