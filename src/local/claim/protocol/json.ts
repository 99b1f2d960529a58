import type { MemberShape, ServiceModel, Shape } from '../serviceModel';
import { checkLength, serializationError } from '../wireError';
import { readBase64, readTimestamp } from './scalar';

/** How values are read that JSON has no type for, and lists that are longer than their model allows. */
export type Reading =
  /** Timestamps become dates, and numbers whole where the model says so: what moto gets. */
  | 'typed'
  /** Values stay as they came, once they are known to be of their type: operations that are answered here read the wire. */
  | 'wire';

/** AWS's own documents are not nested half as deep. */
const DEEPEST = 100;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a body of JSON; an empty one is an empty object.
 * @throws AwsError SerializationException, also for bytes that are not UTF-8, and for what is nested too deep: whoever
 *   walked such a value would exhaust the stack
 */
export function parseJsonObject(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  if (isNestedTooDeep(body)) throw serializationError('The body of the request is nested too deep.');
  try {
    const input: unknown = JSON.parse(strictUtf8.decode(body));
    if (typeof input === 'object' && input !== null && !Array.isArray(input))
      return input as Record<string, unknown>;
  } catch {
    // Told below, as for every body that is no object.
  }
  throw serializationError('The body of the request is not a JSON object.');
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Counts the brackets that stand outside of texts. */
function isNestedTooDeep(body: Buffer): boolean {
  let depth = 0;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]!;
    if (byte === QUOTE) {
      for (i++; i < body.length && body[i] !== QUOTE; i++) if (body[i] === BACKSLASH) i++;
    } else if (OPENING.has(byte)) {
      if (++depth > DEEPEST) return true;
    } else if (CLOSING.has(byte)) depth--;
  }
  return false;
}

/**
 * Takes the members that the model names out of a value of JSON or CBOR; all others, and nulls, are left out.
 * @throws AwsError SerializationException
 */
export function readValue(
  value: unknown,
  member: MemberShape,
  model: ServiceModel,
  reading: Reading,
  depth = 0,
): unknown {
  const shape = model.shapes[member.shape]!;
  if (depth > DEEPEST) throw serializationError('The body of the request is nested too deep.');
  if (shape.document) return value;
  const read = convert(value, shape, member, model, reading, depth);
  if (read === MISMATCHED) throw wrongType(value, shape);
  return read;
}

/** Half of a pair: `"\ud800"` is JSON, and yet no text that UTF-8 could carry any further. */
const LONE_SURROGATE = /\p{Surrogate}/u;

const MISMATCHED = Symbol('not of the type');

function convert(
  value: unknown,
  shape: Shape,
  member: MemberShape,
  model: ServiceModel,
  reading: Reading,
  depth: number,
): unknown {
  switch (shape.type) {
    case 'structure':
    case 'map':
      if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array)
        return MISMATCHED;
      return Object.fromEntries(
        (shape.type === 'structure' ? membersOf(value, shape) : entriesOf(value, shape)).flatMap(
          ([name, one, of]): [string, unknown][] =>
            one === null || one === undefined
              ? // A map may hold nulls in JSON of some clients; a structure's null member is absent.
                []
              : [[name, readValue(one, of, model, reading, depth + 1)]],
        ),
      );
    case 'list':
      if (!Array.isArray(value)) return MISMATCHED;
      if (reading === 'typed') checkLength(value.length, shape);
      return value.map((one: unknown) =>
        one === null && reading === 'wire' ? null : readValue(one, shape.member!, model, reading, depth + 1),
      );
    case 'string':
    case 'character':
      if (typeof value !== 'string') return MISMATCHED;
      if (LONE_SURROGATE.test(value)) throw serializationError('A text of the request is not valid Unicode.');
      return value;
    case 'boolean':
      return typeof value === 'boolean' ? value : MISMATCHED;
    case 'float':
    case 'double':
    case 'bigdecimal':
      if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
      return typeof value === 'number' && (Number.isFinite(value) || model.protocols.includes(CBOR))
        ? value
        : MISMATCHED;
    case 'blob':
      if (value instanceof Uint8Array) return value;
      return typeof value === 'string' ? readBase64(value) : MISMATCHED;
    case 'timestamp':
      if (value instanceof Date) return value;
      if (typeof value !== 'number' && typeof value !== 'string') return MISMATCHED;
      {
        const time = readTimestamp(value, member.timestampFormat ?? shape.timestampFormat);
        return reading === 'wire' ? value : time;
      }
    default:
      return wholeNumber(value, shape);
  }
}

const CBOR = 'smithy-rpc-v2-cbor';

/** The bounds of Java's types, in which AWS keeps numbers. */
const WIDEST: Partial<Record<Shape['type'], number>> = {
  byte: 2 ** 7,
  short: 2 ** 15,
  integer: 2 ** 31,
  long: 2 ** 63,
};

function wholeNumber(value: unknown, { type }: Shape): unknown {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return MISMATCHED;
  const widest = WIDEST[type] ?? Number.POSITIVE_INFINITY;
  if (number < -widest || number >= widest)
    throw serializationError(
      `Numeric value (${number}) out of range of ${type === 'integer' ? 'int' : type}`,
    );
  return Math.trunc(number);
}

type Entry = [name: string, value: unknown, of: MemberShape];

function membersOf(value: object, shape: Shape): Entry[] {
  return Object.entries(shape.members ?? {}).flatMap(([name, member]): Entry[] => {
    const key = member.locationName ?? name;
    return Object.hasOwn(value, key) ? [[name, (value as Record<string, unknown>)[key], member]] : [];
  });
}

const entriesOf = (value: object, shape: Shape): Entry[] =>
  Object.entries(value).map(([name, one]): Entry => [name, one, shape.value!]);

/** In the words of AWS's JSON services. */
function wrongType(value: unknown, { type }: Shape): Error {
  if (type === 'structure' || type === 'map') return serializationError('Unexpected field type');
  if (type === 'list') return serializationError('Expected list or null');
  if (Array.isArray(value)) return serializationError('Start of list found where not expected');
  if (typeof value === 'object' && value !== null)
    return serializationError('Start of structure or map found where not expected.');
  const found =
    typeof value === 'string'
      ? 'STRING_VALUE'
      : typeof value === 'boolean'
        ? `${value ? 'TRUE' : 'FALSE'}_VALUE`
        : value === null
          ? 'VALUE_NULL'
          : 'NUMBER_VALUE';
  const article = /^[aeiou]/.test(type) ? 'an' : 'a';
  return serializationError(
    `${found} can not be converted to ${article} ${type.charAt(0).toUpperCase()}${type.slice(1)}`,
  );
}
