import fs from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** What a text file is written in. `windows-1252` stands for every one-byte Latin encoding: it is what such files nearly always are. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const CHUNK = 1 << 20;

/** Finds the encoding by the byte order mark, else by whether the whole file is valid UTF-8. */
export async function detectEncoding(file: string): Promise<Encoding> {
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(CHUNK);
    const utf8 = new TextDecoder('utf-8', { fatal: true });
    for (let position = 0; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, position);
      const chunk = buffer.subarray(0, bytesRead);
      if (position === 0) {
        if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
        if (chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be';
      }
      try {
        utf8.decode(chunk, { stream: bytesRead > 0 });
      } catch {
        return 'windows-1252';
      }
      if (bytesRead === 0) return 'utf-8';
      position += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

/** Writes a copy of a text file in UTF-8 without a byte order mark. Memory: one chunk. */
export async function toUtf8(file: string, encoding: Encoding, copy: string): Promise<void> {
  await pipeline(
    fs.createReadStream(file),
    async function* (chunks) {
      const decoder = new TextDecoder(encoding);
      for await (const chunk of chunks) yield decoder.decode(chunk as Buffer, { stream: true });
      yield decoder.decode();
    },
    fs.createWriteStream(copy),
  );
}
