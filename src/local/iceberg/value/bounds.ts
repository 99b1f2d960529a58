import type { PrimitiveType } from '../schema/schema';
import { encodeValue } from './singleValue';
import type { Value } from './value';

/** How much of strings (code points) and binaries (bytes) bounds keep: the reference implementation's `truncate(16)`. */
const LENGTH = 16;

/** A lower bound: a prefix is never above the value. */
export function lowerBound(type: PrimitiveType, value: Value): Buffer {
  if (typeof value === 'string' && type === 'string')
    return encodeValue(type, [...value].slice(0, LENGTH).join(''));
  if (Buffer.isBuffer(value)) return value.subarray(0, LENGTH);
  return encodeValue(type, value);
}

/** An upper bound: a prefix that was cut is raised at its end; undefined when it cannot be. */
export function upperBound(type: PrimitiveType, value: Value): Buffer | undefined {
  if (typeof value === 'string' && type === 'string') {
    const points = [...value];
    if (points.length <= LENGTH) return encodeValue(type, value);
    const raised = raiseText(points.slice(0, LENGTH));
    return raised === undefined ? undefined : encodeValue(type, raised);
  }
  if (Buffer.isBuffer(value)) return value.length <= LENGTH ? value : raiseBytes(value.subarray(0, LENGTH));
  return encodeValue(type, value);
}

function raiseText(points: string[]): string | undefined {
  for (let i = points.length - 1; i >= 0; i--) {
    let next = points[i]!.codePointAt(0)! + 1;
    // Surrogates are no characters.
    if (next >= 0xd800 && next <= 0xdfff) next = 0xe000;
    if (next <= 0x10ffff) return points.slice(0, i).join('') + String.fromCodePoint(next);
  }
  return undefined;
}

function raiseBytes(bytes: Buffer): Buffer | undefined {
  for (let i = bytes.length - 1; i >= 0; i--) {
    if (bytes[i]! < 0xff) {
      const raised = Buffer.from(bytes.subarray(0, i + 1));
      raised[i]!++;
      return raised;
    }
  }
  return undefined;
}
