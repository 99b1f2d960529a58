import fs from 'node:fs';

/** Where Linux tells the pages of a process: size, resident, … */
const statmOf = (pid: number | 'self'): string => `/proc/${pid}/statm`;

const residentPages = (statm: string): number => Number(statm.split(' ')[1]);

/** Bytes of a page, by what the system tells of this process in both. */
const PAGE_BYTES = pageBytes();

/** Whether the resident memory of another process can be looked at here. */
export const isMeasurable = PAGE_BYTES !== undefined;

/** The resident memory of another process, kept open: to look costs 5 µs. */
export class ResidentMemory {
  private readonly buffer = Buffer.alloc(128);

  private constructor(private descriptor: number | undefined) {}

  static of(pid: number): ResidentMemory | undefined {
    if (!isMeasurable) return undefined;
    try {
      return new ResidentMemory(fs.openSync(statmOf(pid), 'r'));
    } catch {
      return undefined;
    }
  }

  /** Undefined once the process is gone. */
  bytes(): number | undefined {
    if (this.descriptor === undefined) return undefined;
    try {
      const length = fs.readSync(this.descriptor, this.buffer, 0, this.buffer.length, 0);
      return length === 0
        ? undefined
        : residentPages(this.buffer.toString('latin1', 0, length)) * (PAGE_BYTES ?? 0);
    } catch {
      return undefined;
    }
  }

  close(): void {
    if (this.descriptor !== undefined) fs.closeSync(this.descriptor);
    this.descriptor = undefined;
  }
}

function pageBytes(): number | undefined {
  try {
    const ratio = process.memoryUsage.rss() / residentPages(fs.readFileSync(statmOf('self'), 'latin1'));
    return 2 ** Math.round(Math.log2(ratio));
  } catch {
    return undefined;
  }
}
