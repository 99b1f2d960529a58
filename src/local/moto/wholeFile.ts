import fs from 'node:fs';
import path from 'node:path';

/**
 * Writes a file whole or not at all, for this user only: a temporary file beside it, fsync, rename.
 * @throws Error of the file system; what was there before is there still
 */
export function writeWhole(file: string, parts: readonly (Buffer | string)[]): void {
  const temporary = `${file}.new`;
  try {
    const handle = fs.openSync(temporary, 'w', 0o600);
    try {
      // Unlike writeSync, this goes on until all is written.
      for (const part of parts) fs.writeFileSync(handle, part);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(path.dirname(file));
}

/** Makes the names in a folder durable. */
export function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
