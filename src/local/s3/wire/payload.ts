import { AwsError } from '../../errors';
import { invalidRequest, notImplemented } from '../errors';
import type { StoredObject } from '../objectStore';
import { CHECKSUM_ALGORITHMS, type Checksum, type ChecksumAlgorithm, type Digests } from '../objects/digests';
import type { S3Request } from './s3Request';

/** What a request promises of its payload, to be held against what came. */
export interface Promised {
  checksums: ChecksumAlgorithm[];
  /** @throws AwsError BadDigest, IncompleteBody, InvalidRequest. @returns the checksum to keep with the object */
  accept(digests: Digests): Checksum | undefined;
}

const MAX_PUT = 5 * 1024 ** 3;

/**
 * Length, Content-MD5 and `x-amz-checksum-*` of a request, as headers or as trailers.
 * @throws AwsError MissingContentLength, EntityTooLarge, InvalidDigest, InvalidRequest
 */
export function promised(request: S3Request): Promised {
  const { headers } = request;
  const length = contentLength(headers);
  const md5 = contentMd5(headers['content-md5']);
  const sum = checksumOf(headers);
  return {
    checksums: sum ? [sum.algorithm] : [],
    accept: (digests) => {
      if (digests.size !== length) {
        throw new AwsError(
          'IncompleteBody',
          'You did not provide the number of bytes specified by the Content-Length HTTP header',
        );
      }
      if (md5 && !digests.md5().equals(md5)) {
        throw new AwsError(
          'BadDigest',
          'The Content-MD5 you specified did not match what we received.',
          400,
          {
            ExpectedDigest: headers['content-md5'],
            CalculatedDigest: digests.md5().toString('base64'),
          },
        );
      }
      if (!sum) return undefined;
      const value = sum.value ?? trailer(request, sum.algorithm);
      if (value !== digests.checksum(sum.algorithm)) throw checksumMismatch(sum.algorithm);
      return { algorithm: sum.algorithm, value, type: 'FULL_OBJECT' };
    },
  };
}

export function checksumMismatch(algorithm: ChecksumAlgorithm): AwsError {
  return new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
}

function contentLength(headers: Record<string, string>): number {
  const text = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (text === undefined || !/^\d+$/.test(text)) {
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
  }
  const length = Number(text);
  if (length > MAX_PUT) {
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
      ProposedSize: text,
      MaxSizeAllowed: String(MAX_PUT),
    });
  }
  return length;
}

function contentMd5(header: string | undefined): Buffer | undefined {
  if (header === undefined) return undefined;
  const md5 = Buffer.from(header, 'base64');
  if (md5.length !== 16) throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  return md5;
}

const LENGTHS: Record<ChecksumAlgorithm, number> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
};
const NO_VALUE = ['x-amz-checksum-mode', 'x-amz-checksum-type', 'x-amz-checksum-algorithm'];

/** The checksum that a request brings: its value, or none yet when it follows as a trailer. */
function checksumOf(
  headers: Record<string, string>,
): { algorithm: ChecksumAlgorithm; value?: string } | undefined {
  const names = Object.keys(headers).filter(
    (name) => name.startsWith('x-amz-checksum-') && !NO_VALUE.includes(name),
  );
  const trailers = (headers['x-amz-trailer'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name.startsWith('x-amz-checksum-'));
  if (names.length + trailers.length > 1) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const named = headers['x-amz-sdk-checksum-algorithm']?.toUpperCase();
  const header = names[0] ?? trailers[0];
  if (header === undefined) {
    if (named === undefined || headers['content-md5'] !== undefined) return undefined;
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  const algorithm = algorithmNamed(header.slice('x-amz-checksum-'.length));
  if (!algorithm) throw notImplemented(header);
  if (named !== undefined && named !== algorithm) {
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  return { algorithm, value: names[0] === undefined ? undefined : wellFormed(algorithm, headers[names[0]]!) };
}

/** `crc32` -> CRC32, in any case. */
export function algorithmNamed(name: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === name.toUpperCase());
}

/** @throws AwsError InvalidRequest when the text cannot be a checksum of this kind */
export function wellFormed(algorithm: ChecksumAlgorithm, value: string): string {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== LENGTHS[algorithm] || bytes.toString('base64') !== value) {
    throw invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
  }
  return value;
}

function trailer(request: S3Request, algorithm: ChecksumAlgorithm): string {
  const value = request.http.trailers()[`x-amz-checksum-${algorithm.toLowerCase()}`];
  if (value === undefined) {
    throw new AwsError(
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    );
  }
  return wellFormed(algorithm, value.trim());
}

/** The headers that tell a checksum. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (!checksum) return {};
  return {
    [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value,
    'x-amz-checksum-type': checksum.type,
  };
}

/** The header that tells the checksum of a part, which has no type. */
export function partChecksum(checksum: Checksum | undefined): Record<string, string> {
  return checksum ? { [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value } : {};
}

/** The elements that tell a checksum: `<ChecksumCRC32>`, `<ChecksumType>`. */
export function checksumElements(checksum: Checksum | undefined): Record<string, string> {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type } : {};
}

/** The checksum of an object, for who asked for it by `x-amz-checksum-mode: ENABLED`. */
export function wantedChecksum(
  headers: Record<string, string>,
  object: StoredObject,
): Record<string, string> {
  return headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' ? checksumHeaders(object.checksum) : {};
}
