import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ObjectAttributes, PutConditions, PutOptions, StoredObject } from '../objectStore';
import { type Checksum, type ChecksumAlgorithm, Digests, multipartEtag } from './digests';
import { type ListPage, type ListQuery, listPage } from './listing';
import type { ObjectFiles } from './objectFiles';
import type { ObjectIndex, PartRow, UploadRow } from './objectIndex';
import { fileFor, fileForPart } from './objectNames';

/** Names an upload. */
export interface UploadName {
  bucket: string;
  key: string;
  uploadId: string;
}

export type Upload = UploadRow;
export type Part = PartRow;

/** The unfinished multipart uploads of a store. They and their parts survive a crash, as objects do. */
export class MultipartUploads {
  readonly #index: ObjectIndex;
  readonly #files: ObjectFiles;

  constructor(index: ObjectIndex, files: ObjectFiles) {
    this.#index = index;
    this.#files = files;
  }

  /** @returns the id of the new upload. @throws AwsError NoSuchBucket */
  async create(
    bucket: string,
    key: string,
    attributes: ObjectAttributes,
    checksum?: UploadRow['checksum'],
  ): Promise<string> {
    const initiated = new Date();
    // Ids grow with time: uploads of one key are then listed in the order of their start.
    const uploadId = `${initiated.getTime().toString(16).padStart(12, '0')}${randomBytes(10).toString('hex')}`;
    await this.#index.createUpload(bucket, key, { uploadId, initiated, attributes, checksum });
    return uploadId;
  }

  /** @throws AwsError NoSuchUpload, NoSuchBucket */
  get({ bucket, key, uploadId }: UploadName): Upload {
    return this.#index.upload(bucket, key, uploadId);
  }

  /** All parts, by number. @throws AwsError NoSuchUpload, NoSuchBucket */
  parts(upload: UploadName): Part[] {
    this.get(upload);
    return this.#index.parts(upload.uploadId);
  }

  /** Writes a part, in place of one of the same number. @throws AwsError NoSuchUpload, and what `accept` throws */
  async putPart(
    upload: UploadName,
    number: number,
    body: Iterable<Uint8Array> | Readable,
    options: Pick<PutOptions, 'checksums' | 'accept'> = {},
  ): Promise<Part> {
    this.get(upload);
    const digests = new Digests(options.checksums);
    const written = await this.#files.write(body, digests);
    let checksum: Checksum | undefined;
    try {
      checksum = options.accept?.(digests);
    } catch (error) {
      await this.#files.discard(written);
      throw error;
    }
    const part: Part = {
      number,
      file: fileForPart(upload.uploadId, number),
      size: digests.size,
      etag: `"${digests.md5().toString('hex')}"`,
      lastModified: new Date(),
      checksum,
    };
    await this.#files.move(written, part.file);
    const previous = await this.#index
      .putPart(upload.bucket, upload.key, upload.uploadId, part)
      .catch(async (error) => {
        await this.#files.remove(part.file);
        throw error;
      });
    if (previous) await this.#files.remove(previous.file);
    return part;
  }

  /**
   * Joins parts to an object; the upload is then gone. A single part is taken as it is, several are copied one behind
   * the other.
   *
   * @param parts the parts to use, in order; the caller has checked them
   * @param want.checksum the whole object's algorithm (its value is passed to `accept` in the digests)
   * @throws AwsError NoSuchUpload, PreconditionFailed, and what `accept` throws
   */
  async complete(
    upload: UploadName,
    parts: Part[],
    want: {
      checksum?: ChecksumAlgorithm;
      accept?: (digests: Digests) => Checksum | undefined;
      conditions?: PutConditions;
    },
  ): Promise<StoredObject> {
    const { bucket, key, uploadId } = upload;
    const { attributes } = this.get(upload);
    this.#index.check(bucket, key, want.conditions);
    const digests = new Digests(want.checksum ? [want.checksum] : []);
    const file = fileFor(bucket, key);
    let checksum: Checksum | undefined;
    if (parts.length === 1) {
      if (want.checksum) await this.#files.digest(this.#files.pathOf(parts[0]!.file), digests);
      checksum = want.accept?.(digests);
      await this.#files.share(parts[0]!.file, file, key);
    } else {
      const joined = await this.#files.write(this.#bytesOf(parts), digests);
      try {
        checksum = want.accept?.(digests);
      } catch (error) {
        await this.#files.discard(joined);
        throw error;
      }
      await this.#files.move(joined, file, key);
    }
    const row = {
      file,
      size: parts.reduce((size, part) => size + part.size, 0),
      etag: multipartEtag(parts),
      lastModified: new Date(),
      contentType: attributes.contentType,
      metadata: attributes.metadata ?? {},
      tags: attributes.tags ?? {},
      settings: attributes.settings ?? {},
      checksum,
      multipart: {
        uploadId,
        parts: parts.map(({ size, checksum }) => ({ size, checksum: checksum?.value })),
      },
    };
    const done = await this.#index
      .completeUpload(bucket, key, uploadId, row, want.conditions)
      .catch(async (error) => {
        await this.#files.remove(file);
        throw error;
      });
    if (done.replaced) this.#files.retire(done.replaced.file);
    await this.#removeAll(done.parts);
    return { bucket, key, ...row };
  }

  /** @throws AwsError NoSuchUpload, NoSuchBucket */
  async abort({ bucket, key, uploadId }: UploadName): Promise<void> {
    await this.#removeAll(await this.#index.abortUpload(bucket, key, uploadId));
  }

  /** One page of a bucket's uploads. @param afterUpload with `query.after`: behind that upload of that key */
  page(bucket: string, query: ListQuery, afterUpload?: string): ListPage<{ key: string; upload: Upload }> {
    this.#index.requireBucket(bucket);
    return listPage((position) => this.#index.walkUploads(bucket, { ...position, afterUpload }), query);
  }

  async #removeAll(files: string[]): Promise<void> {
    for (const file of files) await this.#files.remove(file);
  }

  async *#bytesOf(parts: Part[]): AsyncGenerator<Uint8Array> {
    for (const part of parts) yield* this.#files.read(part.file);
  }
}
