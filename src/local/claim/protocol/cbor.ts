import { cbor, tagSymbol } from '@smithy/core/cbor';
import { serializationError } from '../wireError';

/** Tag 1 of CBOR: seconds since 1970. */
interface Tagged {
  tag: number;
  value: unknown;
}

const isTagged = (value: unknown): value is Tagged =>
  typeof value === 'object' && value !== null && tagSymbol in value;

/** Reads a body of CBOR (RFC 8949); an empty one is an empty map. @throws AwsError SerializationException */
export function parseCborObject(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  let input: unknown;
  try {
    input = plain(cbor.deserialize(new Uint8Array(body)), 0);
  } catch {
    throw serializationError('The body of the request is not CBOR.');
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw serializationError('The body of the request is not a map.');
  return input as Record<string, unknown>;
}

/** Timestamps become the numbers that JSON has for them. */
function plain(value: unknown, depth: number): unknown {
  if (depth > 100) throw new RangeError('too deep');
  if (value instanceof Uint8Array || value instanceof Date) return value;
  if (isTagged(value)) return plain(value.value, depth + 1);
  if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one, depth + 1)]));
}
