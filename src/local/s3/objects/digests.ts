import { createHash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c } from '@aws-crypto/crc32c';
import { Crc64Nvme } from './crc64nvme';

/** S3's additional checksums; the header of each is `x-amz-checksum-<name in lower case>`. */
export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

/** A checksum as S3 keeps it: of the whole object, or of the checksums of its parts (`…-3`). */
export interface Checksum {
  algorithm: ChecksumAlgorithm;
  /** Base64. */
  value: string;
  type: 'FULL_OBJECT' | 'COMPOSITE';
}

interface RunningSum {
  update(bytes: Uint8Array): unknown;
  digest(): Buffer;
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function runningSum(algorithm: ChecksumAlgorithm): RunningSum {
  switch (algorithm) {
    case 'CRC32': {
      let value = 0;
      return {
        update: (bytes) => {
          value = crc32(bytes, value);
        },
        digest: () => bigEndian(value),
      };
    }
    case 'CRC32C': {
      const sum = new Crc32c();
      return { update: (bytes) => sum.update(bytes), digest: () => bigEndian(sum.digest()) };
    }
    case 'CRC64NVME':
      return new Crc64Nvme();
    case 'SHA1':
    case 'SHA256':
      return createHash(algorithm.toLowerCase());
  }
}

/** The digests of bytes that go by: MD5 and size always, checksums as wanted. */
export class Digests {
  size = 0;
  readonly #md5: Hash = createHash('md5');
  readonly #sums = new Map<ChecksumAlgorithm, RunningSum>();
  readonly #done = new Map<string, Buffer>();

  constructor(checksums: Iterable<ChecksumAlgorithm> = []) {
    for (const algorithm of checksums) this.#sums.set(algorithm, runningSum(algorithm));
  }

  update(bytes: Uint8Array): void {
    this.size += bytes.length;
    this.#md5.update(bytes);
    for (const sum of this.#sums.values()) sum.update(bytes);
  }

  /** Sixteen bytes. May be asked again; no bytes may follow. */
  md5(): Buffer {
    return this.#once('MD5', () => this.#md5.digest());
  }

  /** Base64. @throws Error when this checksum was not wanted at the start */
  checksum(algorithm: ChecksumAlgorithm): string {
    const sum = this.#sums.get(algorithm);
    if (!sum) throw new Error(`${algorithm} was not computed`);
    return this.#once(algorithm, () => sum.digest()).toString('base64');
  }

  #once(name: string, digest: () => Buffer): Buffer {
    let value = this.#done.get(name);
    if (!value) {
      value = digest();
      this.#done.set(name, value);
    }
    return value;
  }
}

/** The ETag of a multipart object: the MD5 of its parts' MD5s, and their number (S3, "Checking object integrity"). */
export function multipartEtag(parts: { etag: string }[]): string {
  const md5 = createHash('md5');
  for (const part of parts) md5.update(Buffer.from(part.etag.replaceAll('"', ''), 'hex'));
  return `"${md5.digest('hex')}-${parts.length}"`;
}

/** The checksum of the parts' checksums. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: string[]): Checksum {
  const digests = new Digests([algorithm]);
  for (const part of parts) digests.update(Buffer.from(part, 'base64'));
  return { algorithm, value: `${digests.checksum(algorithm)}-${parts.length}`, type: 'COMPOSITE' };
}
