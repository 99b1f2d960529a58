import type { Database, DurableTable } from '../../durable/database';
import { bucketNotEmpty, noSuchBucket, noSuchKey, noSuchUpload, preconditionFailed } from '../errors';
import type { ObjectAttributes, PutConditions, StoredObject } from '../objectStore';
import type { Checksum, ChecksumAlgorithm } from './digests';
import type { Walk } from './listing';

/** The row of an object. A row names one file, and that file never changes. */
export interface ObjectRow extends Omit<StoredObject, 'bucket' | 'key'> {
  /** Relative to the store's folder. */
  file: string;
}

export interface UploadRow {
  uploadId: string;
  initiated: Date;
  attributes: ObjectAttributes;
  checksum?: { algorithm: ChecksumAlgorithm; type: 'FULL_OBJECT' | 'COMPOSITE' };
}

export interface PartRow {
  number: number;
  file: string;
  size: number;
  etag: string;
  lastModified: Date;
  checksum?: Checksum;
}

/** Upload ids have a fixed length, so an upload's row can be told apart from the key before it. */
const UPLOAD_ID_LENGTH = 32;

/**
 * The ordered index of a store: buckets, objects, uploads and their parts, in a durable database. Keys are compared as
 * bytes, which is S3's order (UTF-8 binary). A change is one transaction, and it is on disk when its promise resolves; it
 * checks what it depends on inside, so of two racing puts with If-None-Match one loses.
 */
export class ObjectIndex {
  readonly #buckets: DurableTable<{ created: Date }>;
  readonly #objects: DurableTable<ObjectRow>;
  readonly #uploads: DurableTable<UploadRow>;
  readonly #parts: DurableTable<PartRow>;

  constructor(readonly database: Database) {
    this.#buckets = database.table('buckets');
    this.#objects = database.table('objects');
    this.#uploads = database.table('uploads');
    this.#parts = database.table('parts');
  }

  /** Every file that a row names. */
  files(): Set<string> {
    const files = new Set<string>();
    for (const { value } of this.#objects.range()) files.add(value.file);
    for (const { value } of this.#parts.range()) files.add(value.file);
    return files;
  }

  hasBucket(bucket: string): boolean {
    return this.#buckets.has(Buffer.from(bucket));
  }

  /** @throws AwsError NoSuchBucket */
  requireBucket(bucket: string): void {
    if (!this.hasBucket(bucket)) throw noSuchBucket(bucket);
  }

  buckets(): string[] {
    return [...this.#buckets.range()].map(({ key }) => key.toString());
  }

  isEmpty(bucket: string): boolean {
    for (const _ of this.walk(bucket, { prefix: '' })) return false;
    return true;
  }

  async createBucket(bucket: string): Promise<void> {
    await this.#change(() => {
      if (!this.hasBucket(bucket)) this.#buckets.put(Buffer.from(bucket), { created: new Date() });
    });
  }

  /** @returns the files of the uploads that went with it. @throws AwsError BucketNotEmpty, NoSuchBucket */
  async deleteBucket(bucket: string): Promise<string[]> {
    return this.#change(() => {
      this.requireBucket(bucket);
      if (!this.isEmpty(bucket)) throw bucketNotEmpty(bucket);
      const files: string[] = [];
      for (const { key, upload } of [...this.walkUploads(bucket, { prefix: '' })]) {
        files.push(...this.#dropUpload(bucket, key, upload.uploadId));
      }
      this.#buckets.remove(Buffer.from(bucket));
      return files;
    });
  }

  get(bucket: string, key: string): ObjectRow | undefined {
    return this.#objects.get(rowKey(bucket, key));
  }

  /** @throws AwsError NoSuchBucket, NoSuchKey */
  require(bucket: string, key: string): ObjectRow {
    this.requireBucket(bucket);
    const row = this.get(bucket, key);
    if (!row) throw noSuchKey(key);
    return row;
  }

  /** @throws AwsError PreconditionFailed, NoSuchKey (If-Match, and nothing there), NoSuchBucket */
  check(bucket: string, key: string, conditions: PutConditions | undefined): ObjectRow | undefined {
    this.requireBucket(bucket);
    const row = this.get(bucket, key);
    if (conditions?.ifNoneMatch !== undefined && row) throw preconditionFailed('If-None-Match');
    if (conditions?.ifMatch !== undefined) {
      if (!row) throw noSuchKey(key);
      if (!etagMatches(conditions.ifMatch, row.etag)) throw preconditionFailed('If-Match');
    }
    return row;
  }

  /** @returns the row that was replaced */
  async put(
    bucket: string,
    key: string,
    row: ObjectRow,
    conditions?: PutConditions,
  ): Promise<ObjectRow | undefined> {
    return this.#change(() => {
      const previous = this.check(bucket, key, conditions);
      this.#objects.put(rowKey(bucket, key), row);
      return previous;
    });
  }

  async tag(bucket: string, key: string, tags: Record<string, string>): Promise<void> {
    await this.#change(() => {
      const row = this.require(bucket, key);
      this.#objects.put(rowKey(bucket, key), { ...row, tags });
    });
  }

  /** @returns the rows that were there. @throws AwsError NoSuchBucket, PreconditionFailed, NoSuchKey */
  async delete(bucket: string, keys: string[], conditions?: PutConditions): Promise<ObjectRow[]> {
    return this.#change(() => {
      this.requireBucket(bucket);
      for (const key of keys) this.check(bucket, key, conditions);
      const rows: ObjectRow[] = [];
      for (const key of new Set(keys)) {
        const row = this.get(bucket, key);
        if (!row) continue;
        rows.push(row);
        this.#objects.remove(rowKey(bucket, key));
      }
      return rows;
    });
  }

  /** The objects of a bucket in order. To be consumed without a pause: it holds a read transaction. */
  *walk(bucket: string, walk: Walk): Generator<{ key: string; row: ObjectRow }> {
    const head = bucket.length + 1;
    for (const { key, value } of this.#objects.range(bounds(bucket, walk, Buffer.of(0)))) {
      yield { key: key.toString('utf8', head), row: value };
    }
  }

  // Uploads

  async createUpload(bucket: string, key: string, upload: UploadRow): Promise<void> {
    await this.#change(() => {
      this.requireBucket(bucket);
      this.#uploads.put(uploadKey(bucket, key, upload.uploadId), upload);
    });
  }

  /** @throws AwsError NoSuchBucket, NoSuchUpload */
  upload(bucket: string, key: string, uploadId: string): UploadRow {
    this.requireBucket(bucket);
    const row =
      uploadId.length === UPLOAD_ID_LENGTH ? this.#uploads.get(uploadKey(bucket, key, uploadId)) : undefined;
    if (!row) throw noSuchUpload(uploadId);
    return row;
  }

  parts(uploadId: string): PartRow[] {
    const start = Buffer.from(`${uploadId}\0`);
    return [...this.#parts.range({ start, end: Buffer.from(`${uploadId}\u0001`) })].map(({ value }) => value);
  }

  /** @returns the part of the same number that it replaces. @throws AwsError NoSuchUpload */
  async putPart(bucket: string, key: string, uploadId: string, part: PartRow): Promise<PartRow | undefined> {
    return this.#change(() => {
      this.upload(bucket, key, uploadId);
      const partKey = keyOfPart(uploadId, part.number);
      const previous = this.#parts.get(partKey);
      this.#parts.put(partKey, part);
      return previous;
    });
  }

  /** Turns an upload into an object. @returns what is no longer needed. @throws AwsError NoSuchUpload, PreconditionFailed */
  async completeUpload(
    bucket: string,
    key: string,
    uploadId: string,
    row: ObjectRow,
    conditions: PutConditions | undefined,
  ): Promise<{ replaced: ObjectRow | undefined; parts: string[] }> {
    return this.#change(() => {
      this.upload(bucket, key, uploadId);
      const replaced = this.check(bucket, key, conditions);
      this.#objects.put(rowKey(bucket, key), row);
      return { replaced, parts: this.#dropUpload(bucket, key, uploadId) };
    });
  }

  /** @returns the files of its parts. @throws AwsError NoSuchUpload */
  async abortUpload(bucket: string, key: string, uploadId: string): Promise<string[]> {
    return this.#change(() => {
      this.upload(bucket, key, uploadId);
      return this.#dropUpload(bucket, key, uploadId);
    });
  }

  /** The uploads of a bucket by key, then by the time of their start (their ids grow with time). */
  *walkUploads(
    bucket: string,
    walk: Walk & { afterUpload?: string },
  ): Generator<{ key: string; upload: UploadRow }> {
    const head = bucket.length + 1;
    const tail = UPLOAD_ID_LENGTH + 1;
    // Behind the last upload of a key, or, with `afterUpload`, behind that upload of it.
    const behind = walk.afterUpload === undefined ? Buffer.of(1) : Buffer.from(`\0${walk.afterUpload}\0`);
    for (const { key, value } of this.#uploads.range(bounds(bucket, walk, behind))) {
      yield { key: key.toString('utf8', head, key.length - tail), upload: value };
    }
  }

  #dropUpload(bucket: string, key: string, uploadId: string): string[] {
    const parts = this.parts(uploadId);
    for (const part of parts) this.#parts.remove(keyOfPart(uploadId, part.number));
    this.#uploads.remove(uploadKey(bucket, key, uploadId));
    return parts.map((part) => part.file);
  }

  #change<T>(work: () => T): Promise<T> {
    return this.database.change(work);
  }
}

/** Whether a header's ETags (`"a"`, `a`, `W/"a"`, `*`, several with commas) name this one. */
export function etagMatches(header: string, etag: string): boolean {
  const bare = etag.replaceAll('"', '');
  return header
    .split(',')
    .map((one) => one.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((one) => one === '*' || one === bare);
}

function rowKey(bucket: string, key: string): Buffer {
  return Buffer.from(`${bucket}\0${key}`);
}

function uploadKey(bucket: string, key: string, uploadId: string): Buffer {
  return Buffer.from(`${bucket}\0${key}\0${uploadId}`);
}

function keyOfPart(uploadId: string, number: number): Buffer {
  return Buffer.from(`${uploadId}\0${String(number).padStart(5, '0')}`);
}

/** @param behind what to append to a key to get the first row key behind it */
function bounds(bucket: string, walk: Walk, behind: Buffer): { start: Buffer; end: Buffer } {
  const prefix = rowKey(bucket, walk.prefix);
  let start = prefix;
  for (const candidate of [
    walk.after === undefined ? undefined : Buffer.concat([rowKey(bucket, walk.after), behind]),
    walk.beyond === undefined ? undefined : successor(rowKey(bucket, walk.beyond)),
  ]) {
    if (candidate && Buffer.compare(candidate, start) > 0) start = candidate;
  }
  return { start, end: successor(prefix) };
}

/** The first key behind all that start with `prefix`. UTF-8 has no byte 0xff, so the last byte can always be raised. */
function successor(prefix: Buffer): Buffer {
  const next = Buffer.from(prefix);
  next[next.length - 1]!++;
  return next;
}
