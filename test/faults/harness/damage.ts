import fs from 'node:fs';
import path from 'node:path';

/** What can happen to one file. */
export const DAMAGES = {
  'flip at start': (file: string) => flip(file, 0),
  'flip in middle': (file: string) => flip(file, 0.5),
  'flip at end': (file: string) => flip(file, 1),
  'cut to half': (file: string) => fs.truncateSync(file, Math.floor(fs.statSync(file).size / 2)),
  'cut to nothing': (file: string) => fs.truncateSync(file, 0),
  removed: (file: string) => fs.rmSync(file, { recursive: true }),
  zeroed: (file: string) => fs.writeFileSync(file, Buffer.alloc(fs.statSync(file).size)),
} as const;

export type Damage = keyof typeof DAMAGES;

/** Whether a damage leaves the size of the file as it was. */
export const keepsSize = (damage: Damage): boolean => damage === 'zeroed' || damage.startsWith('flip');

function flip(file: string, place: number): void {
  const bytes = fs.readFileSync(file);
  if (!bytes.length) return;
  const at = Math.min(bytes.length - 1, Math.floor(bytes.length * place));
  bytes[at] = (bytes[at] ?? 0) ^ 0x10;
  fs.writeFileSync(file, bytes);
}

/** All files below a folder, relative to it. */
export function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** All folders below a folder, relative to it. */
export function foldersBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Copies a folder with all that lasts: a socket does not. */
export function copyFolder(from: string, to: string): void {
  fs.cpSync(from, to, {
    recursive: true,
    preserveTimestamps: true,
    filter: (source) => !fs.statSync(source).isSocket(),
  });
}
