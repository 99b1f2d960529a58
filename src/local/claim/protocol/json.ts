import type { MemberShape, ServiceModel, Shape } from '../serviceModel';
import { checkLength, serializationError } from '../wireError';
import { readBase64, readTimestamp } from './scalar';

/** What becomes of a value that is not of its member's type. */
export type Mismatch =
  /** It is refused. */
  | 'refuse'
  /** It stays as it is: the service has texts of its own for it, and refuses it. */
  | 'keep';

const DEEPEST = 100;

/** Reads a body of JSON; an empty one is an empty object. @throws AwsError SerializationException */
export function parseJsonObject(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    const input: unknown = JSON.parse(body.toString('utf8'));
    if (typeof input === 'object' && input !== null && !Array.isArray(input))
      return input as Record<string, unknown>;
  } catch {
    // Told below, as for every body that is no object.
  }
  throw serializationError('The body of the request is not a JSON object.');
}

/**
 * Takes the members that the model names out of a value of JSON or CBOR; all others, and nulls, are left out.
 * @throws AwsError SerializationException
 */
export function readValue(
  value: unknown,
  member: MemberShape,
  model: ServiceModel,
  mismatch: Mismatch,
  depth = 0,
): unknown {
  const shape = model.shapes[member.shape]!;
  if (depth > DEEPEST) throw serializationError('The body of the request is nested too deep.');
  if (shape.document) return value;
  const read = convert(value, shape, member, model, mismatch, depth);
  if (read !== MISMATCHED) return read;
  if (mismatch === 'keep') return value;
  throw wrongType(value, shape);
}

const MISMATCHED = Symbol('not of the type');

function convert(
  value: unknown,
  shape: Shape,
  member: MemberShape,
  model: ServiceModel,
  mismatch: Mismatch,
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
              : [[name, readValue(one, of, model, mismatch, depth + 1)]],
        ),
      );
    case 'list':
      if (!Array.isArray(value)) return MISMATCHED;
      if (mismatch === 'refuse') checkLength(value.length, shape);
      return value.map((one: unknown) =>
        one === null && mismatch === 'keep'
          ? null
          : readValue(one, shape.member!, model, mismatch, depth + 1),
      );
    case 'string':
    case 'character':
      return typeof value === 'string' ? value : MISMATCHED;
    case 'boolean':
      return typeof value === 'boolean' ? value : MISMATCHED;
    case 'float':
    case 'double':
    case 'bigdecimal':
      if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
      return typeof value === 'number' ? value : MISMATCHED;
    case 'blob':
      if (value instanceof Uint8Array) return value;
      return typeof value === 'string' ? readBase64(value) : MISMATCHED;
    case 'timestamp':
      if (value instanceof Date) return value;
      if (mismatch === 'keep') return value;
      return typeof value === 'number' || typeof value === 'string'
        ? readTimestamp(value, member.timestampFormat ?? shape.timestampFormat)
        : MISMATCHED;
    default:
      if (typeof value === 'bigint') return Number(value);
      if (typeof value !== 'number' || !Number.isFinite(value)) return MISMATCHED;
      return mismatch === 'keep' ? value : Math.trunc(value);
  }
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

function wrongType(value: unknown, { type }: Shape): Error {
  const found =
    typeof value === 'string'
      ? 'STRING_VALUE'
      : typeof value === 'number'
        ? 'NUMBER_VALUE'
        : typeof value === 'boolean'
          ? `${value ? 'TRUE' : 'FALSE'}_VALUE`
          : Array.isArray(value)
            ? 'START_ARRAY'
            : value === null
              ? 'VALUE_NULL'
              : 'START_OBJECT';
  const article = /^[aeiou]/.test(type) ? 'an' : 'a';
  return serializationError(
    `${found} can not be converted to ${article} ${type.charAt(0).toUpperCase()}${type.slice(1)}`,
  );
}
