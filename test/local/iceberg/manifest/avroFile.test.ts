import { describe, expect, it } from 'vitest';
import { readAvro, writeAvro } from '../../../../src/local/iceberg/manifest/avroFile';
import {
  decimalBytes,
  MANIFEST_LIST,
  manifestSchema,
} from '../../../../src/local/iceberg/manifest/avroSchemas';
import { RecordReader } from '../../../../src/local/iceberg/manifest/recordReader';
import type { Schema } from '../../../../src/local/iceberg/schema/schema';

const RECORD = {
  type: 'record',
  name: 'r',
  fields: [
    { name: 'id', type: ['null', 'long'], default: null, 'field-id': 7 },
    { name: 'text', type: 'string', 'field-id': 8 },
  ],
} as never;

describe('Avro files', () => {
  it('keep field ids and metadata, and longs of 63 bits', () => {
    const records = Array.from({ length: 2500 }, (_, i) => ({
      id: i === 0 ? null : 2n ** 62n + BigInt(i),
      text: `t${i}`,
    }));
    const file = readAvro(writeAvro(RECORD, records, { 'format-version': '2' }), 'f.avro');
    expect(file.schema).toEqual(RECORD);
    expect(file.metadata.get('format-version')).toBe('2');
    expect(file.records).toEqual(records);
  });

  it('keep all digits of longs that have a logical type, alone and where NULL may stand', () => {
    const moment = { type: 'long', logicalType: 'timestamp-micros', 'adjust-to-utc': false };
    const schema = {
      type: 'record',
      name: 'r',
      fields: [
        { name: 'at', type: moment },
        { name: 'until', type: ['null', moment], default: null },
      ],
    } as never;
    const records = [
      { at: 253402300799999999n, until: null },
      { at: -1n, until: 253402300799999999n },
    ];
    expect(readAvro(writeAvro(schema, records, {}), 'f.avro').records).toEqual(records);
  });

  it('that are broken or packed otherwise are named', () => {
    const bytes = writeAvro(RECORD, [{ id: 1n, text: 'x' }], {});
    expect(() => readAvro(Buffer.from('PAR1'), 'f.avro')).toThrow('cannot read f.avro: no Avro file');
    expect(() => readAvro(bytes.subarray(0, bytes.length - 20), 'f.avro')).toThrow(/cannot read f.avro/);
    const packed = Buffer.from(bytes.toString('latin1').replace('deflate', 'zippy12'), 'latin1');
    expect(() => readAvro(packed, 'f.avro')).toThrow(
      'cannot read f.avro: compression zippy12 is not supported',
    );
  });

  it('of other writers are read by field id, and by name where the ids are left out', () => {
    const renamed = {
      type: 'record',
      name: 'r',
      fields: [
        { name: 'added_data_files_count', type: 'int', 'field-id': 504 },
        { name: 'manifest_path', type: 'string' },
      ],
    };
    const reader = new RecordReader(renamed, MANIFEST_LIST);
    expect(reader.get({ added_data_files_count: 3, manifest_path: 'p' }, 504)).toBe(3);
    expect(reader.get({ manifest_path: 'p' }, 500)).toBe('p');
    expect(reader.get({ manifest_path: 'p' }, 517)).toBeUndefined();
  });
});

it('partition fields have names that Avro takes, and types of the transform', () => {
  const schema: Schema = {
    type: 'struct',
    'schema-id': 0,
    fields: [
      { id: 1, name: '9 lives', required: false, type: 'decimal(9, 2)' },
      { id: 2, name: 'ts', required: false, type: 'timestamptz' },
      { id: 3, name: 'u', required: false, type: 'uuid' },
    ],
  };
  const spec = {
    'spec-id': 0,
    fields: [
      { 'source-id': 1, 'field-id': 1000, name: '9 lives', transform: 'identity' },
      { 'source-id': 2, 'field-id': 1001, name: 'ts_day', transform: 'day' },
      { 'source-id': 3, 'field-id': 1002, name: 'u', transform: 'identity' },
      { 'source-id': 2, 'field-id': 1003, name: 'ts_hour', transform: 'hour' },
    ],
  };
  const text = JSON.stringify(manifestSchema(spec, schema));
  expect(text).toContain(
    '"name":"_9_x20lives","type":["null",{"type":"fixed","name":"decimal_1000","size":4,"logicalType":"decimal","precision":9,"scale":2}]',
  );
  expect(text).toContain(
    '"name":"ts_day","type":["null",{"type":"int","logicalType":"date"}],"default":null,"field-id":1001',
  );
  expect(text).toContain('"name":"ts_hour","type":["null","int"]');
  expect([1, 9, 10, 18, 38].map(decimalBytes)).toEqual([1, 4, 5, 8, 16]);
});
