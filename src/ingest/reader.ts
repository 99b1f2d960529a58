import { type DuckDBConnection, DuckDBInstance, type Json } from '@duckdb/node-api';

/** A DuckDB of the client's own, for reading the learner's file. It is closed with `close`. */
export interface Reader {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<Record<string, Json>[]>;
  close(): void;
}

export async function openReader(): Promise<Reader> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '1500MB',
    preserve_insertion_order: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection: DuckDBConnection = await instance.connect();
  return {
    run: async (sql) => void (await connection.run(sql)),
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, Json>[],
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A string literal of DuckDB. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
/** A quoted identifier of DuckDB and of Athena's queries. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
