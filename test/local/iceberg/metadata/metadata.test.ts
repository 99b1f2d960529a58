import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  columnByName,
  currentSchema,
  type Files,
  glueColumns,
  newTable,
  readMetadata,
  type Snapshot,
  setProperties,
  sqlType,
  writeMetadata,
} from '../../../../src/local/iceberg';
import { parseJson, stringifyJson } from '../../../../src/local/iceberg/json';
import { upgrade } from '../../../../src/local/iceberg/metadata/upgrade';
import { icebergType } from '../../../../src/local/iceberg/schema/sqlType';
import type { Type } from '../../../../src/sql/types/types';

class MemoryFiles implements Files {
  readonly files = new Map<string, Buffer>();
  reads = 0;
  async read(uri: string): Promise<Buffer> {
    this.reads++;
    const bytes = this.files.get(uri);
    if (!bytes) throw new Error(`no file ${uri}`);
    return bytes;
  }
  async write(uri: string, bytes: Buffer): Promise<void> {
    this.files.set(uri, bytes);
  }
}

const now = new Date('2026-01-02T03:04:05.678Z');
const VARCHAR: Type = { kind: 'varchar' };
const table = () =>
  newTable({
    location: 's3://lake/db/t/',
    uuid: 'f79c3e09-677c-4bbd-a479-3f349cb785e7',
    now,
    properties: { format: 'parquet' },
    columns: [
      { name: 'id', type: { kind: 'bigint' }, required: true },
      {
        name: 'st',
        type: {
          kind: 'row',
          fields: [
            { name: 'a', type: { kind: 'integer' } },
            { name: 'l', type: { kind: 'array', element: VARCHAR } },
          ],
        },
      },
      { name: 'm', type: { kind: 'map', key: VARCHAR, value: { kind: 'real' } }, comment: 'counts' },
    ],
    partitioning: [{ transform: 'bucket', column: 'id', argument: 8 }],
  });

const snapshot = (id: bigint): Snapshot => ({
  'snapshot-id': id,
  'sequence-number': Number(id % 10n),
  'timestamp-ms': now.getTime(),
  summary: { operation: 'append' },
  'manifest-list': `s3://lake/db/t/metadata/snap-${id}.avro`,
});

describe('new tables', () => {
  it('are metadata of version 2 with fresh ids, columns first', () => {
    expect(table()).toMatchObject({
      'format-version': 2,
      location: 's3://lake/db/t',
      'last-updated-ms': now.getTime(),
      'last-column-id': 8,
      'last-partition-id': 1000,
      'partition-specs': [
        {
          'spec-id': 0,
          fields: [{ 'source-id': 1, 'field-id': 1000, name: 'id_bucket', transform: 'bucket[8]' }],
        },
      ],
      'sort-orders': [{ 'order-id': 0, fields: [] }],
      snapshots: [],
      properties: { format: 'parquet' },
    });
    expect(currentSchema(table()).fields).toEqual([
      { id: 1, name: 'id', required: true, type: 'long' },
      {
        id: 2,
        name: 'st',
        required: false,
        type: {
          type: 'struct',
          fields: [
            { id: 4, name: 'a', required: false, type: 'int' },
            {
              id: 5,
              name: 'l',
              required: false,
              type: { type: 'list', 'element-id': 6, element: 'string', 'element-required': false },
            },
          ],
        },
      },
      {
        id: 3,
        name: 'm',
        required: false,
        doc: 'counts',
        type: {
          type: 'map',
          'key-id': 7,
          key: 'string',
          'value-id': 8,
          value: 'float',
          'value-required': false,
        },
      },
    ]);
  });

  it('have Glue columns with field ids', () => {
    expect(glueColumns(table())).toEqual([
      {
        Name: 'id',
        Type: 'bigint',
        Parameters: {
          'iceberg.field.id': '1',
          'iceberg.field.optional': 'false',
          'iceberg.field.current': 'true',
        },
      },
      {
        Name: 'st',
        Type: 'struct<a:int,l:array<string>>',
        Parameters: {
          'iceberg.field.id': '2',
          'iceberg.field.optional': 'true',
          'iceberg.field.current': 'true',
        },
      },
      {
        Name: 'm',
        Type: 'map<string,float>',
        Comment: 'counts',
        Parameters: {
          'iceberg.field.id': '3',
          'iceberg.field.optional': 'true',
          'iceberg.field.current': 'true',
        },
      },
    ]);
    const [schema] = table().schemas;
    const dropped = {
      ...table(),
      schemas: [schema!, { ...schema!, 'schema-id': 1, fields: schema!.fields.slice(1) }],
      'current-schema-id': 1,
    };
    expect(glueColumns(dropped).map((c) => [c.Name, c.Parameters!['iceberg.field.current']])).toEqual([
      ['st', 'true'],
      ['m', 'true'],
      ['id', 'false'],
    ]);
  });

  it('map types there and back', () => {
    const id = () => 1;
    const types: Type[] = [
      { kind: 'boolean' },
      { kind: 'integer' },
      { kind: 'bigint' },
      { kind: 'real' },
      { kind: 'double' },
      { kind: 'date' },
      { kind: 'decimal', precision: 38, scale: 10 },
      { kind: 'uuid' },
      { kind: 'varbinary' },
      VARCHAR,
      { kind: 'time', precision: 6, withTimeZone: false },
      { kind: 'timestamp', precision: 6, withTimeZone: true },
    ];
    for (const type of types) expect(sqlType(icebergType(type, id))).toEqual(type);
    expect(icebergType({ kind: 'timestamp', precision: 3, withTimeZone: false }, id)).toBe('timestamp');
    expect(icebergType({ kind: 'varchar', length: 10 }, id)).toBe('string');
    expect(() => icebergType({ kind: 'smallint' }, id)).toThrow(
      'NOT_SUPPORTED: Type not supported for Iceberg: smallint',
    );
    expect(() => icebergType({ kind: 'array', element: { kind: 'json' } }, id)).toThrow(
      'Type not supported for Iceberg: json',
    );
    expect(() => sqlType('geometry' as never)).toThrow('type geometry is not of Iceberg format version 2');
  });
});

describe('metadata files', () => {
  it('are numbered, and read back as they were', async () => {
    const files = new MemoryFiles();
    const first = await writeMetadata(table(), files);
    expect(first).toMatch(/^s3:\/\/lake\/db\/t\/metadata\/00000-[0-9a-f-]{36}\.metadata\.json$/);
    const second = await writeMetadata(table(), files, { previous: first });
    expect(second).toMatch(/\/00001-/);
    expect(await writeMetadata(table(), files, { previous: 's3://x/metadata/v41.metadata.json' })).toMatch(
      /\/00042-/,
    );
    expect(await writeMetadata(table(), files, { previous: 's3://x/00009-abc.gz.metadata.json' })).toMatch(
      /\/00010-/,
    );
    expect(await readMetadata(first, files)).toEqual(table());
    // Who wrote it has it.
    expect(files.reads).toBe(0);
    const others = new MemoryFiles();
    for (const [uri, bytes] of files.files) others.files.set(uri, bytes);
    expect(await readMetadata(first, others)).toEqual(table());
    await readMetadata(first, others);
    expect(others.reads).toBe(1);
  });

  it('tell a history that grew as if each was written anew', async () => {
    const files = new MemoryFiles();
    const grown = { ...table(), snapshots: [snapshot(1n), snapshot(2n ** 62n)] };
    await writeMetadata(grown, files);
    const longer = { ...grown, snapshots: [...grown.snapshots, snapshot(3n)], none: undefined };
    const uri = await writeMetadata(longer, files);
    const text = files.files.get(uri)!.toString();
    const { none: _, ...told } = longer;
    expect(parseJson(text)).toEqual(told);
    // One line each: who looks into the file finds a snapshot at a glance.
    expect(text.split('\n').filter((line) => line.includes('"manifest-list"'))).toHaveLength(3);
    expect(JSON.parse(text).snapshots).toHaveLength(3);
  });

  it('may be packed; broken ones are named and not remembered', async () => {
    const files = new MemoryFiles();
    files.files.set('a.gz.metadata.json', gzipSync(stringifyJson(table())));
    expect(await readMetadata('a.gz.metadata.json', files)).toEqual(table());
    files.files.set('b', Buffer.from('{'));
    await expect(readMetadata('b', files)).rejects.toThrow('b is not JSON');
    files.files.set('b', Buffer.from(stringifyJson(table())));
    expect((await readMetadata('b', files)).location).toBe('s3://lake/db/t');
  });

  it('keep members that we do not know, and ids of 63 bits', () => {
    const text = `{"format-version": 2, "table-uuid": "u", "location": "s3://l", "schemas": [{"type": "struct", "schema-id": 0, "fields": []}],
      "current-schema-id": 0, "current-snapshot-id": 9007199254740993, "snapshots": [{"snapshot-id": 9007199254740993, "timestamp-ms": 1,
      "summary": {"operation": "append", "note": "8888888888888888888"}, "first-row-id": 5}], "next-row-id": 6, "statistics": [{"snapshot-id": 3, "x": [1.5]}]}`;
    const metadata = upgrade(parseJson(text), 'm');
    expect(metadata['current-snapshot-id']).toBe(9007199254740993n);
    expect(metadata.refs.main).toEqual({ 'snapshot-id': 9007199254740993n, type: 'branch' });
    const written = stringifyJson(metadata);
    expect(written).toContain('"current-snapshot-id": 9007199254740993,');
    expect(written).toContain('"note": "8888888888888888888"');
    expect(JSON.parse(written)).toMatchObject({
      'next-row-id': 6,
      statistics: [{ 'snapshot-id': 3, x: [1.5] }],
      snapshots: [{ 'first-row-id': 5 }],
    });
  });

  it('of version 1 become version 2 in memory', () => {
    const v1 = {
      'format-version': 1,
      'table-uuid': 'u',
      location: 's3://l',
      'current-snapshot-id': -1n,
      schema: { type: 'struct', fields: [{ id: 1, name: 'a', required: false, type: 'int' }] },
      'partition-spec': [{ name: 'a', transform: 'identity', 'source-id': 1 }],
    };
    expect(upgrade(v1, 'm')).toMatchObject({
      'format-version': 2,
      'last-sequence-number': 0,
      'last-column-id': 1,
      schemas: [{ 'schema-id': 0 }],
      'partition-specs': [{ 'spec-id': 0, fields: [{ 'field-id': 1000, transform: 'identity' }] }],
      'last-partition-id': 1000,
    });
    expect(upgrade(v1, 'm')['current-snapshot-id']).toBeUndefined();
  });

  it('of version 3 are refused: what it adds would be lost', () => {
    expect(() => upgrade({ 'format-version': 3 }, 'm')).toThrow('m: format version 3 is not supported');
    expect(() => upgrade('text', 'm')).toThrow('m is not table metadata');
  });
});

it('properties are set and removed in a copy, and time never goes back', async () => {
  const base = table();
  const { metadata } = await setProperties({ a: '1' }, ['format']).apply(
    base,
    new MemoryFiles(),
    new Date(0),
  );
  expect(metadata.properties).toEqual({ a: '1' });
  expect(metadata['last-updated-ms']).toBe(now.getTime());
  expect(base.properties).toEqual({ format: 'parquet' });
  expect(columnByName(currentSchema(metadata), 'ID')?.id).toBe(1);
});
