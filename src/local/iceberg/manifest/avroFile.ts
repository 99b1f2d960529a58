import { randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Schema as AvroSchema, Type, types } from 'avsc';
import { IcebergError } from '../files';

/** A file that cannot be read, for a reason of ours: other errors are of the library, and their words are not told. */
class Unreadable extends Error {}

/** Avro object container files in one piece (Avro spec, "Object Container Files"); avsc itself only streams them. */

const MAGIC = Buffer.from('Obj\x01', 'latin1');
const SYNC = { type: 'fixed', name: 'Sync', size: 16 } as const;
/** Records in one block: files of thousands of entries stay readable piece by piece. */
const BLOCK_RECORDS = 1000;

const HEADER = Type.forSchema({
  type: 'record',
  name: 'Header',
  fields: [
    { name: 'magic', type: { type: 'fixed', name: 'Magic', size: 4 } },
    { name: 'meta', type: { type: 'map', values: 'bytes' } },
    { name: 'sync', type: SYNC },
  ],
});
const BLOCK = Type.forSchema({
  type: 'record',
  name: 'Block',
  fields: [
    { name: 'count', type: 'long' },
    { name: 'data', type: 'bytes' },
    { name: 'sync', type: SYNC },
  ],
});

/** Longs as bigint: snapshot ids use all their bits. */
const LONG = types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
});

/** A long can also stand as an object, when it has a logical type (times of partitions): a registry would not see that one. */
const isLong = (schema: AvroSchema): boolean =>
  schema === 'long' || (schema as { type?: unknown } | null)?.type === 'long';

const compiled = new Map<string, Type>();
const MOST_COMPILED = 64;

/** The type of a schema. avsc makes code of each, so the last ones are kept: a table's manifests have few schemas. */
function typeOf(schema: AvroSchema): Type {
  const key = JSON.stringify(schema);
  const type =
    compiled.get(key) ??
    Type.forSchema(schema, { typeHook: (of) => (isLong(of) ? LONG : undefined), wrapUnions: false });
  compiled.delete(key);
  compiled.set(key, type);
  if (compiled.size > MOST_COMPILED) compiled.delete(compiled.keys().next().value!);
  return type;
}

export interface AvroFile {
  /** The writer's schema with all its attributes: `field-id`, `element-id` and the like. */
  schema: unknown;
  metadata: Map<string, string>;
  /** Longs are bigint; logical types are left as what they are made of. */
  records: Record<string, unknown>[];
}

/** @throws IcebergError for anything that is not an Avro file, or is packed in a way that Node cannot open */
export function readAvro(bytes: Buffer, uri: string): AvroFile {
  try {
    if (!bytes.subarray(0, 4).equals(MAGIC)) throw new Unreadable('no Avro file');
    const header = HEADER.decode(bytes, 0) as { value: { meta: Record<string, Buffer> }; offset: number };
    const metadata = new Map(
      Object.entries(header.value.meta).map(([key, value]) => [key, value.toString('utf8')]),
    );
    const schema = JSON.parse(metadata.get('avro.schema') ?? 'null') as AvroSchema;
    const unpack = unpackerOf(metadata.get('avro.codec') ?? 'null');
    const type = typeOf(schema);
    const records: Record<string, unknown>[] = [];
    for (let offset = header.offset; offset < bytes.length; ) {
      const block = BLOCK.decode(bytes, offset) as { value: { count: number; data: Buffer }; offset: number };
      if (block.offset < 0) throw new Unreadable('cut off');
      offset = block.offset;
      const data = unpack(block.value.data);
      for (let i = 0, at = 0; i < block.value.count; i++) {
        const record = type.decode(data, at);
        if (record.offset < 0) throw new Unreadable('cut off');
        at = record.offset;
        records.push(record.value as Record<string, unknown>);
      }
    }
    return { schema, metadata, records };
  } catch (cause) {
    const why = cause instanceof Unreadable ? cause.message : 'it is no Avro file, or it is damaged';
    throw new IcebergError(`cannot read ${uri}: ${why}`, { cause });
  }
}

function unpackerOf(codec: string): (data: Buffer) => Buffer {
  if (codec === 'null') return (data) => data;
  if (codec === 'deflate') return (data) => inflateRawSync(data);
  throw new Unreadable(`compression ${codec} is not supported`);
}

/** Writes records, deflated. The schema goes into the header as it is given, field ids and all. */
export function writeAvro(
  schema: AvroSchema,
  records: Record<string, unknown>[],
  metadata: Record<string, string>,
): Buffer {
  const type = typeOf(schema);
  const sync = randomBytes(16);
  const meta: Record<string, Buffer> = {
    'avro.schema': Buffer.from(JSON.stringify(schema)),
    'avro.codec': Buffer.from('deflate'),
  };
  for (const [key, value] of Object.entries(metadata)) meta[key] = Buffer.from(value);
  const parts = [HEADER.toBuffer({ magic: MAGIC, meta, sync })];
  for (let i = 0; i < records.length; i += BLOCK_RECORDS) {
    const block = records.slice(i, i + BLOCK_RECORDS);
    const data = deflateRawSync(Buffer.concat(block.map((record) => type.toBuffer(record))));
    parts.push(BLOCK.toBuffer({ count: block.length, data, sync }));
  }
  return Buffer.concat(parts);
}
