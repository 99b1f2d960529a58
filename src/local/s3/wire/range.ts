import { AwsError } from '../../errors';
import { invalidArgument, invalidRange } from '../errors';
import type { ByteRange, StoredObject } from '../objectStore';

/**
 * The bytes that a Range header asks for. A header that S3 does not understand (other units, several ranges, end before
 * start) is as none.
 * @throws AwsError InvalidRange when nothing of it lies in the object
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  if (match[1] === '') {
    const length = Number(match[2]);
    if (length === 0 || size === 0) throw invalidRange(header!, size);
    return { start: Math.max(0, size - length), end: size - 1 };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? size - 1 : Number(match[2]);
  if (match[2] !== '' && end < start) return undefined;
  if (start >= size) throw invalidRange(header!, size);
  return { start, end: Math.min(end, size - 1) };
}

/** The bytes of one part of an object. @throws AwsError InvalidPartNumber, InvalidArgument */
export function rangeOfPart(text: string, object: StoredObject): ByteRange {
  const number = partNumberOf(text);
  const parts = object.multipart?.parts ?? [{ size: object.size }];
  const part = parts[number - 1];
  if (!part) {
    throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416, {
      ActualPartCount: String(parts.length),
      PartNumberRequested: text,
    });
  }
  const start = parts.slice(0, number - 1).reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + part.size - 1 };
}

/** @throws AwsError InvalidArgument */
export function partNumberOf(text: string): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 10_000) {
    throw invalidArgument(
      'Part number must be an integer between 1 and 10000, inclusive',
      'partNumber',
      text,
    );
  }
  return number;
}

/** `x-amz-copy-source-range`: it must name bytes of the source exactly. @throws AwsError InvalidArgument */
export function copyRangeOf(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || end < start) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  }
  if (end >= size) {
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      'x-amz-copy-source-range',
      header,
    );
  }
  return { start, end };
}
