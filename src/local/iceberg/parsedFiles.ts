import type { Files } from './files';

/**
 * What was parsed of files that never change, so that each is read once. Keyed by the `Files` they came from; of each
 * kind the least recently used go first.
 */
export class ParsedFiles<T> {
  private readonly caches = new WeakMap<Files, Map<string, Promise<T>>>();

  constructor(
    private readonly size: number,
    private readonly parse: (bytes: Buffer, uri: string) => T,
  ) {}

  /** The parsed file; shared, so never change it in place. @throws what reading or parsing throws */
  get(uri: string, files: Files): Promise<T> {
    const cache = this.caches.get(files) ?? new Map<string, Promise<T>>();
    this.caches.set(files, cache);
    const known = cache.get(uri);
    const parsed = known ?? files.read(uri).then((bytes) => this.parse(bytes, uri));
    if (known) cache.delete(uri);
    else parsed.catch(() => cache.delete(uri));
    cache.set(uri, parsed);
    if (cache.size > this.size) cache.delete(cache.keys().next().value!);
    return parsed;
  }
}
