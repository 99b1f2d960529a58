import { cbor, tag } from '@smithy/core/cbor';
import type { MemberShape, ServiceModel } from '../serviceModel';
import { readBase64 } from './scalar';

/**
 * An answer in JSON as the same answer in CBOR, by the model of the operation's output: timestamps are tagged, blobs are
 * bytes. An error, which has no output, has only texts.
 * @throws SyntaxError when the answer is not JSON
 */
export function cborOfJson(model: ServiceModel, operation: string, answer: string): Uint8Array {
  const output = model.operations[operation]?.output;
  const value: unknown = answer.trim() === '' ? {} : JSON.parse(answer);
  return cbor.serialize(output ? typed(value, output, model) : value);
}

function typed(value: unknown, member: MemberShape, model: ServiceModel): unknown {
  const shape = model.shapes[member.shape];
  if (!shape) return value;
  if (shape.type === 'timestamp' && typeof value === 'number') return tag({ tag: 1, value });
  if (shape.type === 'blob' && typeof value === 'string') return readBase64(value);
  if (Array.isArray(value))
    return shape.member ? value.map((one) => typed(one, shape.member!, model)) : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
      const of = shape.type === 'map' ? shape.value : shape.members?.[name];
      if (one === null) return [];
      return [[name, of ? typed(one, of, model) : one]];
    }),
  );
}
