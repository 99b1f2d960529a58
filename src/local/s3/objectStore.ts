import type { Readable } from 'node:stream';

/** What is known of one object. */
export interface ObjectMeta {
  bucket: string;
  key: string;
  size: number;
  /** Quoted, as S3 prints it: `"d41d8…"`, or `"…-3"` for a multipart upload of three parts. */
  etag: string;
  lastModified: Date;
  contentType?: string;
  /** `x-amz-meta-*` and the standard headers that S3 keeps with an object. */
  metadata: Record<string, string>;
}

/** Inclusive byte positions, as in a Range header. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface PutConditions {
  /** `*`: only if no object is there (If-None-Match: *). */
  ifNoneMatch?: '*';
  ifMatch?: string;
}

/**
 * Objects on disk: each is a file below the account's folder, written whole or not at all (temporary file, fsync,
 * rename, fsync of the folder). What other rooms (Athena, Iceberg, the engine) need of S3; the S3 operations themselves
 * need more and are the S3 room's own. No method checks rights: the caller does.
 * @throws AwsError NoSuchBucket, NoSuchKey, PreconditionFailed, InvalidRange
 */
export interface ObjectStore {
  put(bucket: string, key: string, body: Uint8Array | Readable, options?: { contentType?: string; metadata?: Record<string, string>; conditions?: PutConditions }): Promise<ObjectMeta>;
  /** Takes a file that this process has written (same file system) over as an object, by rename: no copy. */
  adopt(bucket: string, key: string, path: string): Promise<ObjectMeta>;
  read(bucket: string, key: string, range?: ByteRange): Promise<Buffer>;
  head(bucket: string, key: string): Promise<ObjectMeta | undefined>;
  /** All objects below a prefix, in UTF-8 key order. */
  list(bucket: string, prefix: string): AsyncIterable<ObjectMeta>;
  delete(bucket: string, keys: string[]): Promise<void>;
  /** The file of an object (DuckDB reads it in place). The path may not exist; never outside the account's folder. */
  pathOf(bucket: string, key: string): string;
  /** A folder on the same file system for files that `adopt` will take; removed at the next start. */
  scratch(): string;
  bucketExists(bucket: string): boolean;
}

/** `s3://bucket/key` -> its parts. @throws Error when the text is not such an address */
export function parseS3Uri(uri: string): { bucket: string; key: string } {
  const match = /^s3a?:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri);
  if (!match) throw new Error(`not an S3 address: ${uri}`);
  return { bucket: match[1]!, key: match[2] ?? '' };
}
