import fs from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../durable/openDatabase';
import { AwsError } from '../errors';
import type { PartHealth } from '../health';

/** The longest key that LMDB takes. Bytes of UTF-8. */
const LONGEST_KEY = 1978;
/** No key can be empty, or that long: so nothing has it. */
const isNoKey = (key: string): boolean =>
  key === '' || (key.length * 3 > LONGEST_KEY && Buffer.byteLength(key) > LONGEST_KEY);

/** One keyed collection of the account's store. Keys are strings; `list` is in key order, which is that of UTF-8 bytes. */
export interface Table<T> {
  get(key: string): T | undefined;
  /** @throws AwsError InvalidInputException for a key that is empty or longer than the store takes */
  put(key: string, value: T): void;
  remove(key: string): boolean;
  /** All entries whose key starts with `prefix`, in key order. */
  list(prefix?: string): { key: string; value: T }[];
}

/** The account's transactional store on disk: what it acknowledged survives `kill -9`, a power cut and a damaged index. */
export interface Store {
  table<T>(name: string): Table<T>;
  /** Runs `work` atomically and durably: all of its writes, or, when it throws, none. May be nested. Synchronous. */
  transaction<T>(work: () => T): T;
  /** What was found damaged, each as a sentence; empty when all is well. */
  warnings(): string[];
  health(): PartHealth;
  /** What opening it restored without a loss. */
  repaired(): string[];
  /** What it has lost, as of this start or former ones. */
  losses(): string[];
  /** Forgets losses, which somebody has been told. */
  forgetLosses(): void;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Whether the account was there before, by other signs: an empty folder is then damage. */
  existed?: boolean;
  /** Whether the store is known to have had a log. */
  hadLog?: boolean;
}

/**
 * Opens (or creates) the store in `folder`: its log (`log`) and its index (`index`). Values are stored as structured data
 * (MessagePack).
 * @throws Error of the file system
 */
export function openStore(folder: string, options: StoreOptions = {}): Store {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = openDatabase({
    name: 'the catalog',
    log: path.join(folder, 'log'),
    index: path.join(folder, 'index'),
    former: { folder, keys: 'texts' },
    ...options,
  });
  return {
    table<T>(name: string): Table<T> {
      const rows = database.table<T>(name);
      return {
        get: (key) => (isNoKey(key) ? undefined : rows.get(Buffer.from(key))),
        put: (key, value) => {
          if (isNoKey(key))
            throw new AwsError(
              'InvalidInputException',
              `The names in the request have ${Buffer.byteLength(key)} bytes together; 1 is the least and ${LONGEST_KEY} the most.`,
            );
          database.transaction(() => rows.put(Buffer.from(key), value));
        },
        remove: (key) => !isNoKey(key) && database.transaction(() => rows.remove(Buffer.from(key))),
        list: (prefix = '') => {
          if (prefix !== '' && isNoKey(prefix)) return [];
          const start = Buffer.from(prefix);
          const found: { key: string; value: T }[] = [];
          // Keys lie in the order of their UTF-8 bytes, so those with one prefix lie side by side.
          for (const { key, value } of rows.range(prefix === '' ? {} : { start })) {
            if (!key.subarray(0, start.length).equals(start)) break;
            found.push({ key: key.toString(), value });
          }
          return found;
        },
      };
    },
    transaction: (work) => database.transaction(work),
    warnings: () => database.warnings(),
    health: () => ({ ...database.health(), name: 'store' }),
    repaired: () => database.found.repaired,
    losses: () => database.found.losses.all.map(({ text }) => text),
    forgetLosses: () => database.found.losses.clear(),
    close: () => database.close(),
  };
}
