import { open, type RootDatabase } from 'lmdb';

/** One keyed collection of the account's store. Keys are strings; `list` is in key order. */
export interface Table<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  remove(key: string): boolean;
  /** All entries whose key starts with `prefix`, in key order. */
  list(prefix?: string): { key: string; value: T }[];
}

/** The account's transactional store on disk: what it acknowledged survives `kill -9` and a power cut. */
export interface Store {
  table<T>(name: string): Table<T>;
  /** Runs `work` atomically and durably: all of its writes, or, when it throws, none. May be nested. Synchronous. */
  transaction<T>(work: () => T): T;
  close(): Promise<void>;
}

const LAST = '￿';

/** Opens (or creates) the store in `folder`. Values are stored as structured data (MessagePack). */
export function openStore(folder: string): Store {
  const root: RootDatabase = open({ path: folder, compression: false, maxDbs: 64 });
  const tables = new Map<string, Table<unknown>>();
  const store: Store = {
    table<T>(name: string): Table<T> {
      let table = tables.get(name);
      if (!table) {
        const db = root.openDB<unknown, string>({ name });
        table = {
          get: (key) => db.get(key),
          put: (key, value) => void store.transaction(() => db.putSync(key, value)),
          remove: (key) => store.transaction(() => db.removeSync(key)),
          list: (prefix = '') =>
            [...db.getRange({ start: prefix, end: prefix + LAST })].map(({ key, value }) => ({ key, value })),
        };
        tables.set(name, table);
      }
      return table as Table<T>;
    },
    transaction: (work) => root.transactionSync(work),
    close: () => root.close(),
  };
  return store;
}
