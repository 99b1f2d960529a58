import type { Change } from './changes';

/** Bytes that a row takes in a log, roughly. */
export const rowSize = (key: Buffer, value: Buffer): number => key.length + value.length + 24;

/** What is left when transactions are carried out one after the other: table → key → value. Keys are Latin-1 strings of their bytes. */
export class LiveRows {
  readonly #tables = new Map<string, Map<string, Buffer>>();

  apply(changes: readonly Change[]): void {
    for (const { table, key, value } of changes) {
      let rows = this.#tables.get(table);
      if (!rows) {
        rows = new Map();
        this.#tables.set(table, rows);
      }
      if (value) rows.set(key.toString('latin1'), value);
      else rows.delete(key.toString('latin1'));
    }
  }

  get size(): number {
    let size = 0;
    for (const rows of this.#tables.values()) size += rows.size;
    return size;
  }

  /** Tables, each with its rows in the order of their keys' bytes. */
  *tables(): Generator<{ table: string; rows: { key: Buffer; value: Buffer }[] }> {
    for (const [table, rows] of this.#tables)
      yield {
        table,
        // Latin-1 strings compare as their bytes do.
        rows: [...rows]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, value]) => ({ key: Buffer.from(key, 'latin1'), value })),
      };
  }
}
