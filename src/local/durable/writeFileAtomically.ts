import fs from 'node:fs';
import path from 'node:path';

/**
 * Replaces a small file as a whole: a reader, and a machine that loses power, sees the old content or the new one. It is
 * on disk when this returns. Temporary files that a crash left of the same file are removed.
 * @param mode of the new file; by default only the owner reads it
 * @throws Error of the file system (ENOSPC, …); the old content stays
 */
export function writeFileAtomically(file: string, content: string | Buffer, mode = 0o600): void {
  const folder = path.dirname(file);
  const temporary = `${file}.new-${process.pid}`;
  removeLeftovers(folder, `${path.basename(file)}.new-`);
  try {
    fs.writeFileSync(temporary, content, { mode, flush: true });
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(folder);
}

/** Makes a new or renamed file durable: its name is in the folder. */
export function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** Only of writers that have ended: another one may be writing. */
function removeLeftovers(folder: string, prefix: string): void {
  for (const name of fs.readdirSync(folder)) {
    if (!name.startsWith(prefix)) continue;
    const writer = Number(name.slice(prefix.length));
    if (writer === process.pid || !isAlive(writer)) fs.rmSync(path.join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
