import { BufferReader, BufferWriter } from 'protobufjs/minimal';

/** Wire type of texts, bytes and messages. Source: Protocol Buffers, "Encoding". */
export const LENGTH_DELIMITED = 2;

/** A field of an encoded message that stands at most once; empty when it is not there. @throws RangeError when it is no message */
export function fieldOf(message: Uint8Array, field: number): Buffer {
  const reader = new BufferReader(message);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === field && (tag & 7) === LENGTH_DELIMITED) return Buffer.from(reader.bytes());
    reader.skipType(tag & 7);
  }
  return Buffer.alloc(0);
}

/** A message of these fields, by number; empty ones are left out. */
export function messageOf(fields: Readonly<Record<number, Uint8Array>>): Buffer {
  const writer = new BufferWriter();
  for (const [field, value] of Object.entries(fields))
    if (value.length > 0) writer.uint32((Number(field) << 3) | LENGTH_DELIMITED).bytes(value);
  return Buffer.from(writer.finish());
}
