import { randomBytes } from 'node:crypto';
import { type FileHandle, link, mkdir, open, readdir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { Readable } from 'node:stream';
import type { Digests } from './digests';

/** How long the bytes of a replaced object stay, for readers that already know their file. */
const GRACE_MS = 60_000;

/** Bytes that one read brings. */
export const READ_SIZE = 1 << 18;

/**
 * The files of a store: immutable, each under a name of its own, durable before anyone is told their name. They know
 * nothing of keys: a file shows only when the index names it, and a file that the index does not name is swept at the
 * next start. So no moment of a crash leaves half an object.
 */
export class ObjectFiles {
  readonly scratch: string;
  /** Folders that this process knows to be on disk, or is about to make. */
  readonly #folders = new Map<string, Promise<void>>();
  readonly #retired = new Map<string, NodeJS.Timeout>();

  constructor(readonly folder: string) {
    this.scratch = join(folder, 'scratch');
  }

  /** Removes what a crash left: the scratch folder, and all files that `isKnown` denies. */
  async recover(isKnown: (file: string) => boolean): Promise<void> {
    await rm(this.scratch, { recursive: true, force: true });
    await this.#makeFolder(this.scratch);
    for (const name of ['objects', 'uploads']) {
      await this.#makeFolder(join(this.folder, name));
      await this.#sweep(name, isKnown);
    }
  }

  pathOf(file: string): string {
    return join(this.folder, file);
  }

  /** Writes the bytes to a new file below the scratch folder, digests on the way. The file is on disk when it returns. */
  async write(
    body: Iterable<Uint8Array> | AsyncIterable<Uint8Array> | Readable,
    digests: Digests,
  ): Promise<string> {
    const path = join(this.scratch, freshName());
    const handle = await open(path, 'wx', 0o600);
    try {
      for await (const piece of body as AsyncIterable<Uint8Array>) {
        digests.update(piece);
        await writeAll(handle, piece);
      }
      await handle.datasync();
    } catch (error) {
      await handle.close();
      await unlink(path);
      throw error;
    }
    await handle.close();
    return path;
  }

  /** Reads a file through the digests, and makes sure that it is on disk. */
  async digest(path: string, digests: Digests): Promise<void> {
    const handle = await open(path, 'r');
    try {
      for await (const piece of handle.createReadStream({ autoClose: false, highWaterMark: READ_SIZE })) {
        digests.update(piece as Buffer);
      }
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  /** The bytes of a file. */
  async *read(file: string): AsyncGenerator<Uint8Array> {
    const handle = await open(this.pathOf(file), 'r');
    yield* handle.createReadStream({ highWaterMark: READ_SIZE });
  }

  /** Removes a file that was written and is not wanted. */
  async discard(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /** Moves a finished file to its place. */
  async move(path: string, file: string): Promise<void> {
    await this.#place(file, (target) => rename(path, target));
  }

  /** Gives the bytes of a file a second name. @throws ENOENT when the source is gone */
  async share(source: string, file: string): Promise<void> {
    await this.#place(file, (target) => link(this.pathOf(source), target));
  }

  async remove(file: string): Promise<void> {
    await rm(this.pathOf(file), { force: true });
  }

  /** Removes a file after a while: DuckDB may have been told its path a moment ago. */
  retire(file: string): void {
    const timer = setTimeout(() => {
      this.#retired.delete(file);
      // A file that cannot be removed now is swept at the next start.
      this.remove(file).catch(() => undefined);
    }, GRACE_MS);
    timer.unref();
    this.#retired.set(file, timer);
  }

  async close(): Promise<void> {
    const files = [...this.#retired.keys()];
    for (const timer of this.#retired.values()) clearTimeout(timer);
    this.#retired.clear();
    await Promise.all(files.map((file) => this.remove(file)));
  }

  /** Does what makes a file appear at its place, durably. */
  async #place(file: string, appear: (target: string) => Promise<void>): Promise<void> {
    const target = this.pathOf(file);
    await this.#makeFolder(dirname(target));
    try {
      await appear(target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      // Someone may have removed the folder by hand: what is known of folders no longer holds.
      this.#folders.clear();
      await this.#makeFolder(dirname(target));
      await appear(target);
    }
    await syncFolder(dirname(target));
  }

  /** Makes a folder, durably: a folder whose own entry is lost in a power cut takes its files along. */
  #makeFolder(path: string): Promise<void> {
    let made = this.#folders.get(path);
    if (!made) {
      made = (async () => {
        if (path !== this.folder) await this.#makeFolder(dirname(path));
        const first = await mkdir(path, { recursive: true, mode: 0o700 });
        if (first !== undefined) await syncFolder(dirname(path));
      })();
      made.catch(() => this.#folders.delete(path));
      this.#folders.set(path, made);
    }
    return made;
  }

  /** @returns whether the folder is empty now, and so gone */
  async #sweep(file: string, isKnown: (file: string) => boolean): Promise<boolean> {
    let left = 0;
    for (const entry of await readdir(this.pathOf(file), { withFileTypes: true })) {
      const child = `${file}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!(await this.#sweep(child, isKnown))) left++;
      } else if (isKnown(child)) {
        left++;
      } else {
        await unlink(this.pathOf(child));
      }
    }
    if (left > 0 || !file.includes('/')) return false;
    await rmdir(this.pathOf(file));
    return true;
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    written += (await handle.write(bytes, written, bytes.length - written)).bytesWritten;
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function freshName(): string {
  return randomBytes(8).toString('hex');
}

/**
 * A new file for an object, relative to the store's folder: `objects/<bucket>/<folders of the key>/<name>~<id>.<ext>`.
 * It only looks like the key, so that a person finds an object on disk and a reader sees its extension; the index alone
 * knows which file belongs to which key. So any key has a file, none leaves the folder, two keys never share one, and
 * a file system that takes `A` for `a` or shortens names does no harm. `=` is left out, or DuckDB would take a folder
 * `day=1` for a Hive partition.
 */
export function fileFor(bucket: string, key: string): string {
  const segments = key.split('/');
  const name = plain(segments.pop() ?? '');
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  const stem = name.slice(0, name.length - extension.length).slice(0, 80);
  const folders: string[] = [];
  let room = 240;
  for (const segment of segments) {
    const folder = plain(segment).slice(0, 80);
    if (folder === '') continue;
    room -= folder.length + 1;
    if (room < 0) break;
    folders.push(folder);
  }
  return posix.join('objects', bucket, ...folders, `${stem}~${freshName()}${extension}`);
}

/** A new file for a part of an upload. */
export function fileForPart(uploadId: string, number: number): string {
  return `uploads/${uploadId}/${number}~${freshName()}`;
}

/** Letters, digits, `_`, `-` and inner dots; all else becomes `_`. Never `.`, `..` or a separator. */
function plain(segment: string): string {
  return segment.replace(/[^\w.-]/gu, '_').replace(/^\.+/, (dots) => '_'.repeat(dots.length));
}
