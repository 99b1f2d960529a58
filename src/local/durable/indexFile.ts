import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { writeFileAtomically } from './writeFileAtomically';

/** What was true of an index when it was last closed in order. */
export interface CleanMarker {
  /** Bytes of `data.mdb`. */
  size: number;
  /** Of `data.mdb`, hexadecimal. */
  sha256: string;
  /** The number of the last record of the log that the index holds. */
  last: number;
  /** Bytes of all rows. */
  live: number;
  /** ISO 8601. */
  at: string;
}

const CHUNK = 1 << 20;
/** LMDB 3's `MDB_meta` behind the head of a page: magic, page size (in the first database), last page, transaction. */
const META = { magic: 24, pageSize: 48, lastPage: 144, transaction: 152, bytes: 160 };
const MAGIC = 0xbeefc0de;

const dataFile = (folder: string): string => path.join(folder, 'data.mdb');

export const indexExists = (folder: string): boolean => fs.existsSync(dataFile(folder));

/** Size and hash of an index's file that nobody has open. */
export function fingerprint(folder: string): Pick<CleanMarker, 'size' | 'sha256'> {
  const file = fs.openSync(dataFile(folder), 'r');
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(CHUNK);
    let size = 0;
    for (let read = fs.readSync(file, buffer); read > 0; read = fs.readSync(file, buffer)) {
      hash.update(buffer.subarray(0, read));
      size += read;
    }
    return { size, sha256: hash.digest('hex') };
  } finally {
    fs.closeSync(file);
  }
}

/** Whether an index is, byte for byte, what was closed in order. Only then may LMDB read it: it trusts what it maps. */
export function isAsClosed(folder: string, marker: CleanMarker): boolean {
  if (fs.statSync(dataFile(folder), { throwIfNoEntry: false })?.size !== marker.size) return false;
  return fingerprint(folder).sha256 === marker.sha256;
}

/**
 * Whether the file of an index without a marker (of a former version, or of an account that was killed) has at least all
 * of its pages: LMDB maps it, and a page behind the end of the file ends the process (SIGBUS).
 */
export function hasAllPages(folder: string): boolean {
  const file = fs.openSync(dataFile(folder), 'r');
  try {
    const { size } = fs.fstatSync(file);
    const meta = Buffer.alloc(META.bytes);
    if (fs.readSync(file, meta, 0, META.bytes, 0) < META.bytes) return false;
    const pageSize = meta.readUInt32LE(META.pageSize);
    if (meta.readUInt32LE(META.magic) !== MAGIC || pageSize < 512 || pageSize > 1 << 16) return false;
    const second = Buffer.alloc(META.bytes);
    if (fs.readSync(file, second, 0, META.bytes, pageSize) < META.bytes) return false;
    if (second.readUInt32LE(META.magic) !== MAGIC) return false;
    // LMDB starts from the later of its two meta pages.
    const later =
      second.readBigUInt64LE(META.transaction) > meta.readBigUInt64LE(META.transaction) ? second : meta;
    return BigInt(size) >= (later.readBigUInt64LE(META.lastPage) + 1n) * BigInt(pageSize);
  } finally {
    fs.closeSync(file);
  }
}

export function removeIndex(folder: string): void {
  for (const name of ['data.mdb', 'lock.mdb']) fs.rmSync(path.join(folder, name), { force: true });
}

/** @returns undefined when there is none, or it cannot be read: the index is then built anew */
export function readMarker(file: string): CleanMarker | undefined {
  try {
    const content = JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<CleanMarker>;
    const { size, sha256, last, live, at } = content;
    if (typeof size !== 'number' || typeof sha256 !== 'string' || typeof last !== 'number') return undefined;
    return { size, sha256, last, live: live ?? 0, at: at ?? '' };
  } catch {
    return undefined;
  }
}

export function writeMarker(file: string, marker: CleanMarker): void {
  writeFileAtomically(file, `${JSON.stringify(marker)}\n`);
}
