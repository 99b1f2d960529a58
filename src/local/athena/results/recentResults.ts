import { MOST_INLINE_BYTES } from '../../engine/engine';

const MOST_BYTES = 32 * 1024 * 1024;

/** Result objects of the last queries, if small, so that a client that asks at once need not wait for the disk. */
export class RecentResults {
  private readonly entries = new Map<string, Buffer>();
  private bytes = 0;

  get(id: string): Buffer | undefined {
    return this.entries.get(id);
  }

  put(id: string, content: Buffer): void {
    if (content.length > MOST_INLINE_BYTES) return;
    this.entries.set(id, content);
    this.bytes += content.length;
    for (const [oldest, entry] of this.entries) {
      if (this.bytes <= MOST_BYTES) return;
      this.entries.delete(oldest);
      this.bytes -= entry.length;
    }
  }
}
