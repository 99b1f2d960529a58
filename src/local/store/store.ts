import { type Database, open, type RootDatabase } from 'lmdb';
import { AwsError } from '../errors';

/** The longest key that LMDB takes. Bytes of UTF-8. */
const LONGEST_KEY = 1978;
/** No key can be that long, so nothing has it. */
const isTooLong = (key: string): boolean =>
  key.length * 3 > LONGEST_KEY && Buffer.byteLength(key) > LONGEST_KEY;

/** One keyed collection of the account's store. Keys are strings; `list` is in key order, which is that of UTF-8 bytes. */
export interface Table<T> {
  get(key: string): T | undefined;
  /** @throws AwsError InvalidInputException for a key that is longer than the store takes */
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

/** Opens (or creates) the store in `folder`. Values are stored as structured data (MessagePack). */
export function openStore(folder: string): Store {
  const root: RootDatabase = open({ path: folder, compression: false, maxDbs: 64 });
  const tables = new Map<string, Table<unknown>>();
  const databases = new Map<string, Database<unknown, string>>();
  // LMDB closes a database again that was first opened in a transaction that is then given up: such ones are opened anew.
  let openedInTransaction: string[] | undefined;
  const database = (name: string): Database<unknown, string> => {
    let db = databases.get(name);
    if (!db) {
      db = root.openDB<unknown, string>({ name });
      databases.set(name, db);
      openedInTransaction?.push(name);
    }
    return db;
  };
  const store: Store = {
    table<T>(name: string): Table<T> {
      let table = tables.get(name);
      if (!table) {
        table = {
          get: (key) => (isTooLong(key) ? undefined : database(name).get(key)),
          put: (key, value) => {
            if (isTooLong(key))
              throw new AwsError(
                'InvalidInputException',
                `The names in the request have ${Buffer.byteLength(key)} bytes together; ${LONGEST_KEY} is the most.`,
              );
            store.transaction(() => database(name).putSync(key, value));
          },
          remove: (key) => !isTooLong(key) && store.transaction(() => database(name).removeSync(key)),
          list: (prefix = '') => {
            const found: { key: string; value: unknown }[] = [];
            if (isTooLong(prefix)) return found;
            // Keys lie in the order of their UTF-8 bytes, so those with one prefix lie side by side.
            for (const { key, value } of database(name).getRange({ start: prefix })) {
              if (!key.startsWith(prefix)) break;
              found.push({ key, value });
            }
            return found;
          },
        };
        tables.set(name, table);
      }
      return table as Table<T>;
    },
    transaction(work) {
      if (openedInTransaction) return root.transactionSync(work);
      openedInTransaction = [];
      try {
        return root.transactionSync(work);
      } catch (error) {
        for (const name of openedInTransaction) databases.delete(name);
        throw error;
      } finally {
        openedInTransaction = undefined;
      }
    },
    close: () => root.close(),
  };
  return store;
}
