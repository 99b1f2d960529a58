import type { Files } from './files';

interface Parsed<T> {
  value: Promise<T>;
  /** Of the file; 0 while it is being read. */
  bytes: number;
}

interface Cache<T> {
  files: Map<string, Parsed<T>>;
  bytes: number;
}

/** How much is kept; the file that was asked for last always is. */
interface Bounds {
  files: number;
  /** Of the files as they are stored: what is parsed takes a multiple of it in memory. */
  bytes: number;
}

/**
 * What was parsed of files that never change, so that each is read once. Keyed by the `Files` they came from; of each
 * kind the least recently used go first.
 */
export class ParsedFiles<T> {
  private readonly caches = new WeakMap<Files, Cache<T>>();

  constructor(
    private readonly bounds: Bounds,
    private readonly parse: (bytes: Buffer, uri: string) => T,
  ) {}

  /** The parsed file; shared, so never change it in place. @throws what reading or parsing throws */
  get(uri: string, files: Files): Promise<T> {
    const cache = this.cacheOf(files);
    const known = cache.files.get(uri);
    if (known) {
      cache.files.delete(uri);
      cache.files.set(uri, known);
      return known.value;
    }
    const value = files.read(uri).then((bytes) => {
      const parsed = this.parse(bytes, uri);
      if (cache.files.get(uri)?.value === value) this.keep(uri, { value, bytes: bytes.length }, cache);
      return parsed;
    });
    value.catch(() => {
      if (cache.files.get(uri)?.value === value) this.forget(uri, cache);
    });
    this.keep(uri, { value, bytes: 0 }, cache);
    return value;
  }

  /** Keeps what was just written, so that its writer does not read it again. The value must not change any more. */
  put(uri: string, value: T, bytes: number, files: Files): void {
    this.keep(uri, { value: Promise.resolve(value), bytes }, this.cacheOf(files));
  }

  /** As {@link put}, of the bytes that were written. */
  putBytes(uri: string, bytes: Buffer, files: Files): void {
    this.put(uri, this.parse(bytes, uri), bytes.length, files);
  }

  private cacheOf(files: Files): Cache<T> {
    const cache = this.caches.get(files) ?? { files: new Map(), bytes: 0 };
    this.caches.set(files, cache);
    return cache;
  }

  private keep(uri: string, parsed: Parsed<T>, cache: Cache<T>): void {
    this.forget(uri, cache);
    cache.files.set(uri, parsed);
    cache.bytes += parsed.bytes;
    for (const oldest of cache.files.keys()) {
      const fits = cache.files.size <= this.bounds.files && cache.bytes <= this.bounds.bytes;
      if (fits || oldest === uri) break;
      this.forget(oldest, cache);
    }
  }

  private forget(uri: string, cache: Cache<T>): void {
    cache.bytes -= cache.files.get(uri)?.bytes ?? 0;
    cache.files.delete(uri);
  }
}
