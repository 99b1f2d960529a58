import { randomBytes } from 'node:crypto';
import {
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  rmdir,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Digests } from './digests';
import { isKeyFile, keyFileOf } from './objectNames';

/** How long the bytes of a replaced object stay, for readers that already know their file. */
const GRACE_MS = 60_000;

/** Bytes that one read brings. */
export const READ_SIZE = 1 << 18;

/** What `recover` found. */
export interface RecoveredFiles {
  /** Files that the index names and that are not there. */
  missing: Set<string>;
  /** Files that the index does not name and that were moved away, relative to the folder `lost+found`. */
  setAside: string[];
}

/**
 * The files of a store: immutable, each under a name of its own, durable before anyone is told their name. A file shows
 * only when the index names it, so no moment of a crash leaves half an object. What a whole index does not name is removed
 * at the next start; what an index that has lost something does not name is moved to `lost+found`, and kept.
 */
export class ObjectFiles {
  readonly scratch: string;
  /** Files that were found without a row in an index that had lost something; see `lakehouse account repair`. */
  readonly lostAndFound: string;
  /** Folders that this process knows to be on disk, or is about to make. */
  readonly #folders = new Map<string, Promise<void>>();
  readonly #retired = new Map<string, NodeJS.Timeout>();

  constructor(readonly folder: string) {
    this.scratch = join(folder, 'scratch');
    this.lostAndFound = join(folder, 'lost+found');
  }

  /**
   * Removes what a crash left: the scratch folder, and all files that the index does not name.
   * @param known files that the index names
   * @param whole whether the index is known to be whole; otherwise files are moved away instead
   */
  async recover(known: ReadonlySet<string>, whole: boolean): Promise<RecoveredFiles> {
    await rm(this.scratch, { recursive: true, force: true });
    await this.#makeFolder(this.scratch);
    const found: RecoveredFiles = { missing: new Set(known), setAside: [] };
    for (const name of ['objects', 'uploads']) {
      await this.#makeFolder(join(this.folder, name));
      await this.#sweep(name, whole, found);
    }
    return found;
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
      await handle.close().catch(() => undefined);
      await this.discard(path);
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

  /** Moves a finished file to its place. @param key of its object; none of a part @throws Error of the file system; the file is gone then */
  async move(path: string, file: string, key?: string): Promise<void> {
    try {
      await this.#place(file, (target) => rename(path, target), key);
    } catch (error) {
      await this.discard(path);
      throw error;
    }
  }

  /** Gives the bytes of a file a second name. @throws ENOENT when the source is gone */
  async share(source: string, file: string, key: string): Promise<void> {
    await this.#place(file, (target) => link(this.pathOf(source), target), key);
  }

  async remove(file: string): Promise<void> {
    await rm(this.pathOf(file), { force: true });
    const keyFile = keyFileOf(file);
    if (keyFile) await rm(this.pathOf(keyFile), { force: true });
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

  /** Does what makes a file appear at its place, durably. What a failure leaves is removed. */
  async #place(file: string, appear: (target: string) => Promise<void>, key?: string): Promise<void> {
    const target = this.pathOf(file);
    try {
      await this.#makeFolder(dirname(target));
      await this.#writeKey(file, key);
      await appear(target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw await this.#without(file, error);
      // Someone may have removed the folder by hand: what is known of folders no longer holds.
      this.#folders.clear();
      try {
        await this.#makeFolder(dirname(target));
        await this.#writeKey(file, key);
        await appear(target);
      } catch (again) {
        throw await this.#without(file, again);
      }
    }
    await syncFolder(dirname(target)).catch(async (error) => {
      throw await this.#without(file, error);
    });
  }

  /** Removes a file that could not be placed. @returns the error */
  async #without(file: string, error: unknown): Promise<unknown> {
    await this.remove(file).catch(() => undefined);
    return error;
  }

  /** Keeps the key of a file whose name is too short for it. */
  async #writeKey(file: string, key: string | undefined): Promise<void> {
    const keyFile = keyFileOf(file);
    if (keyFile && key !== undefined)
      await writeFile(this.pathOf(keyFile), key, { mode: 0o600, flush: true });
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
  async #sweep(file: string, whole: boolean, found: RecoveredFiles): Promise<boolean> {
    let left = 0;
    const entries = await readdir(this.pathOf(file), { withFileTypes: true });
    for (const entry of entries) {
      const child = `${file}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!(await this.#sweep(child, whole, found))) left++;
      } else if (found.missing.delete(child)) {
        left++;
      } else if (isKeyFile(child)) {
        // It goes with the file that it belongs to.
        if (entries.some(({ name }) => keyFileOf(name) === entry.name)) left++;
        else await unlink(this.pathOf(child));
      } else if (whole) {
        await this.remove(child);
      } else {
        await this.#setAside(child);
        found.setAside.push(child);
      }
    }
    if (left > 0 || !file.includes('/')) return false;
    await rmdir(this.pathOf(file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY') throw error;
    });
    return true;
  }

  /** Moves a file of `lost+found` back to where it was. */
  async takeBack(file: string): Promise<void> {
    const keyFile = keyFileOf(file);
    const target = this.pathOf(file);
    await this.#makeFolder(dirname(target));
    for (const name of keyFile ? [keyFile, file] : [file])
      await rename(join(this.lostAndFound, name), this.pathOf(name));
    await syncFolder(dirname(target));
  }

  async #setAside(file: string): Promise<void> {
    const keyFile = keyFileOf(file);
    for (const name of keyFile ? [file, keyFile] : [file]) {
      const target = join(this.lostAndFound, name);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(this.pathOf(name), target).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT' || name === file) throw error;
      });
    }
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
