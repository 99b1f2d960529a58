import fs from 'node:fs';
import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { openDatabase } from '../../durable/openDatabase';
import { AwsError } from '../../errors';
import type { PartHealth } from '../../health';
import { invalidRange, keyTooLong, noSuchKey } from '../errors';
import type {
  ByteRange,
  CopyOptions,
  ObjectAttributes,
  ObjectStore,
  OpenObject,
  PutConditions,
  PutOptions,
  StoredObject,
} from '../objectStore';
import { Digests } from './digests';
import { type ListPage, type ListQuery, listPage } from './listing';
import { ObjectFiles, READ_SIZE, type RecoveredFiles } from './objectFiles';
import { ObjectIndex, type ObjectRow } from './objectIndex';
import { fileFor, isKeyFile } from './objectNames';
import { MultipartUploads } from './uploads';

/** Rows that `list` reads before it lets others run. */
const LIST_BATCH = 1000;

/** Objects that a warning names; of the others it tells the number. */
const NAMED = 10;

export interface ObjectStoreOptions {
  /** Whether the account was there before, by other signs: a missing index is then damage. */
  existed?: boolean;
  /** Whether the index is known to have had a log. */
  hadLog?: boolean;
}

/**
 * Opens (or creates) the objects of an account: `<folder>/objects` holds their files, `<folder>/uploads` the parts of
 * unfinished uploads, `<folder>/index.log` what the files are, `<folder>/index` the ordered index of that,
 * `<folder>/scratch` what is being written. What a crash left half done is removed here; when the index has lost something,
 * files that it does not name are moved to `<folder>/lost+found`. One process at a time may have a folder open.
 */
export async function openObjectStore(
  folder: string,
  options: ObjectStoreOptions = {},
): Promise<ObjectStore> {
  const { index, files } = openObjects(folder, options);
  const recovered = await files.recover(index.files(), index.database.found.whole);
  return new DiskObjects(index, files, recovered);
}

/** @internal The parts of an object store, before anything is removed or moved. */
export function openObjects(
  folder: string,
  options: ObjectStoreOptions = {},
): { index: ObjectIndex; files: ObjectFiles } {
  const root = resolve(folder);
  fs.mkdirSync(root, { recursive: true, mode: 0o700 });
  const database = openDatabase({
    name: 'the index of objects',
    log: join(root, 'index.log'),
    index: join(root, 'index'),
    former: { folder: join(root, 'index'), keys: 'bytes' },
    hadLog: options.hadLog,
    existed: options.existed || holdsFiles(join(root, 'objects')),
  });
  return { index: new ObjectIndex(database), files: new ObjectFiles(root) };
}

const holdsFiles = (folder: string): boolean => fs.existsSync(folder) && fs.readdirSync(folder).length > 0;

class DiskObjects implements ObjectStore {
  readonly uploads: MultipartUploads;
  readonly #index: ObjectIndex;
  readonly #files: ObjectFiles;
  readonly #warnings: string[];

  constructor(index: ObjectIndex, files: ObjectFiles, recovered: RecoveredFiles) {
    this.#index = index;
    this.#files = files;
    this.uploads = new MultipartUploads(index, files);
    this.#warnings = [...missingObjects(index, recovered.missing), ...keptAside(files.lostAndFound)];
  }

  async put(
    bucket: string,
    key: string,
    body: Uint8Array | Readable,
    options: PutOptions = {},
  ): Promise<StoredObject> {
    this.#checkPut(bucket, key, options.conditions);
    const digests = new Digests(options.checksums);
    const written = await this.#files.write(body instanceof Uint8Array ? [body] : body, digests);
    return this.#install(bucket, key, written, digests, options);
  }

  async adopt(bucket: string, key: string, path: string, options: PutOptions = {}): Promise<StoredObject> {
    this.#checkPut(bucket, key, options.conditions);
    const digests = new Digests(options.checksums);
    await this.#files.digest(path, digests);
    return this.#install(bucket, key, path, digests, options);
  }

  async read(bucket: string, key: string, range?: ByteRange): Promise<Buffer> {
    const opened = await this.open(bucket, key);
    const { size } = opened.object;
    if (range && range.start >= size) {
      await opened.close();
      throw invalidRange(`bytes=${range.start}-${range.end}`, size);
    }
    const pieces: Buffer[] = [];
    for await (const piece of opened.stream(range && { ...range, end: Math.min(range.end, size - 1) })) {
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }

  async head(bucket: string, key: string): Promise<StoredObject | undefined> {
    this.#index.requireBucket(bucket);
    const row = this.#index.get(bucket, key);
    return row && shown(bucket, key, row);
  }

  async *list(bucket: string, prefix: string): AsyncGenerator<StoredObject> {
    let page: ListPage<StoredObject>;
    let after: string | undefined;
    do {
      page = this.page(bucket, { prefix, after, limit: LIST_BATCH });
      yield* page.items;
      after = page.last;
    } while (page.truncated);
  }

  async delete(bucket: string, keys: string[], conditions?: PutConditions): Promise<void> {
    const rows = await this.#index.delete(bucket, keys, conditions);
    await Promise.all(rows.map((row) => this.#files.remove(row.file)));
  }

  pathOf(bucket: string, key: string): string {
    return this.#files.pathOf(this.#index.get(bucket, key)?.file ?? join('scratch', 'no-such-object'));
  }

  scratch(): string {
    return this.#files.scratch;
  }

  bucketExists(bucket: string): boolean {
    return this.#index.hasBucket(bucket);
  }

  async createBucket(bucket: string): Promise<void> {
    checkBucketName(bucket);
    await this.#index.createBucket(bucket);
  }

  async deleteBucket(bucket: string): Promise<void> {
    for (const file of await this.#index.deleteBucket(bucket)) await this.#files.remove(file);
  }

  isEmpty(bucket: string): boolean {
    return this.#index.isEmpty(bucket);
  }

  buckets(): string[] {
    return this.#index.buckets();
  }

  async open(bucket: string, key: string): Promise<OpenObject> {
    let row = this.#index.require(bucket, key);
    for (;;) {
      try {
        const handle = await open(this.#files.pathOf(row.file), 'r');
        return {
          object: shown(bucket, key, row),
          stream: (range) => handle.createReadStream({ ...range, highWaterMark: READ_SIZE }),
          close: () => handle.close(),
        };
      } catch (error) {
        row = this.#newer(bucket, key, row, error);
      }
    }
  }

  async copy(
    source: { bucket: string; key: string },
    target: { bucket: string; key: string },
    options: CopyOptions,
  ): Promise<StoredObject> {
    this.#checkPut(target.bucket, target.key, options.conditions);
    let row = this.#index.require(source.bucket, source.key);
    for (;;) {
      const attributes = options.attributes(shown(source.bucket, source.key, row));
      const file = fileFor(target.bucket, target.key);
      try {
        await this.#files.share(row.file, file, target.key);
      } catch (error) {
        row = this.#newer(source.bucket, source.key, row, error);
        continue;
      }
      return this.#commit(target.bucket, target.key, options.conditions, {
        file,
        size: row.size,
        ...(await this.#sums(row, file, options)),
        ...described(attributes),
      });
    }
  }

  async tag(bucket: string, key: string, tags: Record<string, string>): Promise<void> {
    await this.#index.tag(bucket, key, tags);
  }

  page(bucket: string, query: ListQuery): ListPage<StoredObject> {
    this.#index.requireBucket(bucket);
    const page = listPage((position) => this.#index.walk(bucket, position), query);
    return { ...page, items: page.items.map(({ key, row }) => shown(bucket, key, row)) };
  }

  async close(): Promise<void> {
    await this.#files.close();
    await this.#index.database.close();
  }

  warnings(): string[] {
    return [...this.#index.database.warnings(), ...this.#warnings];
  }

  health(): PartHealth {
    const health = { ...this.#index.database.health(), name: 's3' };
    if (health.status !== 'ok' || this.#warnings.length === 0) return health;
    return { ...health, status: 'damaged', detail: this.#warnings.join(' ') };
  }

  /** What can be refused before a byte is read. */
  #checkPut(bucket: string, key: string, conditions: PutConditions | undefined): void {
    if (Buffer.byteLength(key) > 1024) throw keyTooLong(key);
    if (key === '') throw new Error('an object needs a key');
    this.#index.check(bucket, key, conditions);
  }

  /** Moves a written file to its place and makes it show. */
  async #install(
    bucket: string,
    key: string,
    written: string,
    digests: Digests,
    options: PutOptions,
  ): Promise<StoredObject> {
    const file = fileFor(bucket, key);
    let checksum: StoredObject['checksum'];
    try {
      checksum = options.accept?.(digests);
      await this.#files.move(written, file, key);
    } catch (error) {
      await this.#files.discard(written);
      throw error;
    }
    return this.#commit(bucket, key, options.conditions, {
      file,
      size: digests.size,
      etag: `"${digests.md5().toString('hex')}"`,
      checksum,
      ...described(options),
    });
  }

  async #commit(
    bucket: string,
    key: string,
    conditions: PutConditions | undefined,
    content: Omit<ObjectRow, 'lastModified'>,
  ): Promise<StoredObject> {
    const row: ObjectRow = { ...content, lastModified: new Date() };
    let replaced: ObjectRow | undefined;
    try {
      replaced = await this.#index.put(bucket, key, row, conditions);
    } catch (error) {
      await this.#files.remove(row.file);
      throw error;
    }
    if (replaced) this.#files.retire(replaced.file);
    return shown(bucket, key, row);
  }

  /** ETag and checksum of a copy: it is one part, whatever its source was (S3, CopyObject). */
  async #sums(
    source: ObjectRow,
    file: string,
    options: CopyOptions,
  ): Promise<Pick<ObjectRow, 'etag' | 'checksum'>> {
    const algorithm = options.checksum ?? source.checksum?.algorithm;
    const kept = source.checksum?.type === 'FULL_OBJECT' && source.checksum.algorithm === algorithm;
    if (!source.multipart && (!algorithm || kept)) return { etag: source.etag, checksum: source.checksum };
    const digests = new Digests(algorithm ? [algorithm] : []);
    await this.#files.digest(this.#files.pathOf(file), digests);
    return {
      etag: `"${digests.md5().toString('hex')}"`,
      checksum: algorithm && { algorithm, value: digests.checksum(algorithm), type: 'FULL_OBJECT' },
    };
  }

  /** The row to try next when a file was gone: the object was replaced or deleted in between. */
  #newer(bucket: string, key: string, tried: ObjectRow, error: unknown): ObjectRow {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const row = this.#index.require(bucket, key);
    // The row still names it: someone removed the file by hand.
    if (row.file === tried.file) throw noSuchKey(key);
    return row;
  }
}

/** What is to be told of rows whose file is not there. */
function missingObjects(index: ObjectIndex, missing: ReadonlySet<string>): string[] {
  if (missing.size === 0) return [];
  const names: string[] = [];
  for (const bucket of index.buckets())
    for (const { key, row } of index.walk(bucket, { prefix: '' }))
      if (missing.has(row.file)) names.push(`s3://${bucket}/${key}`);
  const parts = missing.size - names.length;
  const more = names.length > NAMED ? `, and ${names.length - NAMED} more` : '';
  return [
    ...(names.length > 0
      ? [`the files of ${names.length} objects are missing: ${names.slice(0, NAMED).join(', ')}${more}.`]
      : []),
    ...(parts > 0 ? [`the files of ${parts} parts of unfinished uploads are missing.`] : []),
  ];
}

/** What is to be told of files that were found without a row, now or at an earlier start. */
function keptAside(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const count = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !isKeyFile(entry.name)).length;
  if (count === 0) return [];
  return [
    `${count} files that the index of objects does not name are kept in ${folder}; \`lakehouse account repair\` takes back those that belong to an object.`,
  ];
}

/** S3's rules for names of general purpose buckets. The name is a folder's name here. @throws AwsError InvalidBucketName */
export function checkBucketName(bucket: string): void {
  if (!/^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, {
      BucketName: bucket,
    });
  }
}

function described(attributes: ObjectAttributes) {
  return {
    contentType: attributes.contentType,
    metadata: attributes.metadata ?? {},
    tags: attributes.tags ?? {},
    settings: attributes.settings ?? {},
  };
}

function shown(bucket: string, key: string, row: ObjectRow): StoredObject {
  const { file: _, ...rest } = row;
  return { bucket, key, ...rest };
}
