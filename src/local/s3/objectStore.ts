import type { Readable } from 'node:stream';
import type { PartHealth } from '../health';
import { NotS3Address } from './errors';
import type { Checksum, ChecksumAlgorithm, Digests } from './objects/digests';
import type { ListPage, ListQuery } from './objects/listing';
import type { MultipartUploads } from './objects/uploads';

export { openObjectStore } from './objects/openObjectStore';

/** What is known of one object. */
interface ObjectMeta {
  bucket: string;
  key: string;
  /** Bytes. */
  size: number;
  /** Quoted, as S3 prints it: `"d41d8…"`, or `"…-3"` for a multipart upload of three parts. */
  etag: string;
  lastModified: Date;
  contentType?: string;
  /** `x-amz-meta-*` and the standard headers that S3 keeps with an object, by their lower-case header names. */
  metadata: Record<string, string>;
}

/** All that S3's own operations know of an object. */
export interface StoredObject extends ObjectMeta {
  tags: Record<string, string>;
  checksum?: Checksum;
  /** Headers that S3 tells back as they were sent: storage class, server-side encryption, website redirect. */
  settings: Record<string, string>;
  /** Of an object that a multipart upload made. */
  multipart?: { uploadId: string; parts: { size: number; checksum?: string }[] };
}

/** Inclusive byte positions, as in a Range header. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface PutConditions {
  /** `*`: only if no object is there (If-None-Match: *). */
  ifNoneMatch?: '*';
  /** An ETag, quoted or not, or `*`: only if the object that is there has it. */
  ifMatch?: string;
}

/** What a request says of an object besides its bytes. */
export interface ObjectAttributes {
  contentType?: string;
  metadata?: Record<string, string>;
  tags?: Record<string, string>;
  settings?: Record<string, string>;
}

export interface PutOptions extends ObjectAttributes {
  conditions?: PutConditions;
  /** Checksums to compute while the bytes go by, besides MD5. */
  checksums?: ChecksumAlgorithm[];
  /** Called when all bytes are read and before anything shows; throws to refuse them, returns the checksum to keep. */
  accept?: (digests: Digests) => Checksum | undefined;
}

/** One object held open: its record and its bytes belong together, whatever is put or deleted meanwhile. */
export interface OpenObject {
  object: StoredObject;
  /** The bytes of the range, or all; closes the object when it ends or is destroyed. To be called at most once. */
  stream(range?: ByteRange): Readable;
  close(): Promise<void>;
}

/**
 * Objects on disk: each is a file below the account's folder, written whole or not at all (temporary file, fsync,
 * rename, fsync of the folder, then the row of the index, which is what makes it show). The upper half is what other
 * rooms (Athena, Iceberg, the engine) need of S3, the lower half is what the S3 operations need more. No method checks
 * rights: the caller does.
 * @throws AwsError NoSuchBucket, NoSuchKey, PreconditionFailed, InvalidRange
 */
export interface ObjectStore {
  put(bucket: string, key: string, body: Uint8Array | Readable, options?: PutOptions): Promise<StoredObject>;
  /** Takes a file that this process has written (same file system) over as an object, by rename: no copy. */
  adopt(bucket: string, key: string, path: string, options?: PutOptions): Promise<StoredObject>;
  /** The bytes of a range (its end may lie behind the object's end), or all. */
  read(bucket: string, key: string, range?: ByteRange): Promise<Buffer>;
  head(bucket: string, key: string): Promise<StoredObject | undefined>;
  /** All objects below a prefix, in UTF-8 key order. */
  list(bucket: string, prefix: string): AsyncIterable<StoredObject>;
  /** Keys that are not there are no error, as in S3. */
  delete(bucket: string, keys: string[], conditions?: Pick<PutConditions, 'ifMatch'>): Promise<void>;
  /**
   * The file of an object (DuckDB reads it in place). Files never change: a put over the object makes another one, and
   * the old one stays readable for a minute, so a reader sees the old bytes or the new ones, never a mixture. The path
   * may not exist; it is never outside the account's folder.
   */
  pathOf(bucket: string, key: string): string;
  /** A folder on the same file system for files that `adopt` will take; removed at the next start. */
  scratch(): string;
  bucketExists(bucket: string): boolean;

  /** Remembers a bucket; one that is there already stays as it is. */
  createBucket(bucket: string): Promise<void>;
  /** Forgets an empty bucket and the unfinished uploads in it. @throws AwsError BucketNotEmpty, NoSuchBucket */
  deleteBucket(bucket: string): Promise<void>;
  /** Whether a bucket holds an object. */
  isEmpty(bucket: string): boolean;
  /** Names of all buckets, in order. */
  buckets(): string[];
  open(bucket: string, key: string): Promise<OpenObject>;
  /** A copy that shares the bytes of its source: the files are immutable, so a second hard link is enough. */
  copy(
    source: { bucket: string; key: string },
    target: { bucket: string; key: string },
    options: CopyOptions,
  ): Promise<StoredObject>;
  /** Replaces an object's tags. @throws AwsError NoSuchKey */
  tag(bucket: string, key: string, tags: Record<string, string>): Promise<void>;
  /** One page of a listing, with common prefixes. */
  page(bucket: string, query: ListQuery): ListPage<StoredObject>;
  uploads: MultipartUploads;
  /** What was found damaged, each as a sentence; empty when all is well. */
  warnings(): string[];
  health(): PartHealth;
  /** Waits for nothing: unfinished writes are forgotten, as after a crash. */
  close(): Promise<void>;
}

export interface CopyOptions {
  /** Makes the attributes of the copy; throws to refuse (conditions on the source). */
  attributes: (source: StoredObject) => ObjectAttributes;
  /** The checksum to compute for the copy, when the source has none of this kind. */
  checksum?: ChecksumAlgorithm;
  conditions?: PutConditions;
}

/** `s3://bucket/key` -> its parts. @throws Error when the text is not such an address */
export function parseS3Uri(uri: string): { bucket: string; key: string } {
  const match = /^s3[an]?:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri);
  if (!match) throw new NotS3Address(uri);
  return { bucket: match[1]!, key: match[2] ?? '' };
}
