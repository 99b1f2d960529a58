import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A file system of its own that can be filled. */
export interface SmallDisk {
  folder: string;
  /** Fills it. @param left bytes that stay free, to the page */
  fill(left: number): void;
  /** Takes the filling away again. */
  free(): void;
  /** @param megabytes the new size */
  resize(megabytes: number): void;
  setWritable(isWritable: boolean): void;
  remove(): void;
}

const PAGE = 4096;

/** Mounts a small file system in memory. @returns undefined where this user may not mount */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'faults-disk-'));
  const mount = (options: string) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' });
  try {
    mount(`size=${megabytes}m,mode=700`);
  } catch {
    fs.rmdirSync(folder);
    return undefined;
  }
  const filling = path.join(folder, 'filling');
  return {
    folder,
    fill(left) {
      const { bavail, bsize } = fs.statfsSync(folder);
      const size = Math.max(0, bavail * bsize - Math.ceil(left / PAGE) * PAGE);
      const file = fs.openSync(filling, 'a');
      try {
        const piece = Buffer.alloc(1 << 20, 1);
        for (let todo = size; todo > 0; ) todo -= fs.writeSync(file, piece, 0, Math.min(todo, piece.length));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        fs.closeSync(file);
      }
    },
    free: () => fs.rmSync(filling, { force: true }),
    resize: (size) => mount(`remount,size=${size}m`),
    // A second mount in the same place, for the first one is busy while a file of it is open.
    setWritable: (isWritable) => {
      if (isWritable) return void execFileSync('umount', ['-l', folder], { stdio: 'pipe' });
      execFileSync('mount', ['--bind', folder, folder], { stdio: 'pipe' });
      execFileSync('mount', ['-o', 'remount,bind,ro', folder], { stdio: 'pipe' });
    },
    remove: () => {
      execFileSync('umount', ['-l', folder], { stdio: 'pipe' });
      fs.rmdirSync(folder);
    },
  };
}
