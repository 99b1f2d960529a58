import { open } from 'node:fs/promises';

const POLL_MS = 100;

/** Gives each line that is written to a file, as it comes, until `ended` is settled and all is read. */
export async function followFile(
  file: string,
  ended: Promise<unknown>,
  onLine: (line: string) => void,
): Promise<void> {
  let over = false;
  const end = ended
    .catch(() => undefined)
    .then(() => {
      over = true;
    });
  const handle = await open(file, 'r');
  const decoder = new TextDecoder();
  const buffer = Buffer.alloc(64 * 1024);
  let rest = '';
  try {
    for (;;) {
      // Looked at before the read: what was written before the end is then read after it.
      const last = over;
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, buffer.length);
        if (bytesRead === 0) break;
        const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split('\n');
        rest = lines.pop()!;
        for (const line of lines) onLine(line);
      }
      if (last) break;
      await Promise.race([end, new Promise((resolve) => setTimeout(resolve, POLL_MS))]);
    }
    if (rest !== '') onLine(rest);
  } finally {
    await handle.close();
  }
}
