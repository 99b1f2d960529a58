/** Rows of a result as GetQueryResults tells them; undefined is NULL. */
export type ResultRow = (string | undefined)[];

interface Entry {
  rows: ResultRow[];
  bytes: number;
}

const MOST_BYTES = 32 * 1024 * 1024;
/** A result larger than this is read from its object, page by page. */
export const MOST_BYTES_OF_ONE = 1024 * 1024;

/** Small results of the last queries, so that a client that asks at once need not wait for the disk. */
export class RecentResults {
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  get(id: string): ResultRow[] | undefined {
    return this.entries.get(id)?.rows;
  }

  /** @param bytes size of the result object, as a measure of the rows' */
  put(id: string, rows: ResultRow[], bytes: number): void {
    if (bytes > MOST_BYTES_OF_ONE) return;
    this.entries.set(id, { rows, bytes });
    this.bytes += bytes;
    for (const [oldest, entry] of this.entries) {
      if (this.bytes <= MOST_BYTES) return;
      this.entries.delete(oldest);
      this.bytes -= entry.bytes;
    }
  }
}
