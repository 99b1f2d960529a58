import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { encodeFrame, readFrames } from '../durable/frame';
import { writeFileAtomically } from '../durable/writeFileAtomically';

const SEGMENT = /^(\d{12})-(\d{12})\.gz$/;

const nameOf = (first: number, last: number): string =>
  `${String(first).padStart(12, '0')}-${String(last).padStart(12, '0')}.gz`;

/**
 * The calls that checkpoints cover, compressed, in segments of consecutive numbers. They are needed only when no checkpoint
 * can be read, such as after moto was exchanged for another version.
 */
export class Archive {
  constructor(private readonly folder: string) {}

  /** The number of the last call that is here; 0 for none. */
  get last(): number {
    return this.#segments().at(-1)?.last ?? 0;
  }

  /** Adds calls, by number. They are on disk when this returns. @throws Error of the file system; nothing is added then */
  add(calls: readonly { number: number; payload: Buffer }[]): void {
    const [first, last] = [calls[0], calls.at(-1)];
    if (!first || !last) return;
    fs.mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    writeFileAtomically(
      path.join(this.folder, nameOf(first.number, last.number)),
      gzipSync(Buffer.concat(calls.map(encodeFrame)), { level: 1 }),
    );
  }

  /** All calls in order, each once. @param unreadable hears of each segment that cannot be read */
  *read(unreadable: (segment: string, error: unknown) => void): Generator<Buffer> {
    let done = 0;
    for (const { name } of this.#segments()) {
      let bytes: Buffer;
      try {
        bytes = gunzipSync(fs.readFileSync(path.join(this.folder, name)));
      } catch (error) {
        unreadable(name, error);
        continue;
      }
      for (const { number, payload } of readFrames(bytes).records) {
        if (number <= done) continue;
        done = number;
        yield payload;
      }
    }
  }

  #segments(): { name: string; last: number }[] {
    if (!fs.existsSync(this.folder)) return [];
    return fs
      .readdirSync(this.folder)
      .sort()
      .flatMap((name) => {
        const found = SEGMENT.exec(name);
        return found ? [{ name, last: Number(found[2]) }] : [];
      });
  }
}
