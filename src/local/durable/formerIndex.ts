import fs from 'node:fs';
import path from 'node:path';
import { type Key, open } from 'lmdb';
import { hasAllPages } from './indexFile';
import { LiveRows } from './liveRows';

/**
 * Reads an index that has no log: of a version that kept LMDB alone, or of an account whose log is gone. LMDB trusts the
 * file that it maps, so a damaged one can end the process; a mark in the folder keeps that from happening at every start.
 * @returns the rows, or why they cannot be read
 */
export function readFormerIndex(folder: string, keys: 'bytes' | 'texts'): LiveRows | string {
  const mark = path.join(folder, 'being-read');
  if (fs.existsSync(mark)) return `reading its index ${folder} has ended the account before`;
  if (!hasAllPages(folder)) return `its index ${folder} is damaged`;
  fs.writeFileSync(mark, '');
  try {
    return rowsOf(folder, keys);
  } catch (error) {
    return `its index ${folder} cannot be read (${error instanceof Error ? error.message : String(error)})`;
  } finally {
    fs.rmSync(mark, { force: true });
  }
}

function rowsOf(folder: string, keys: 'bytes' | 'texts'): LiveRows {
  const root = open({ path: folder, maxDbs: 64, compression: false });
  try {
    const rows = new LiveRows();
    for (const table of [...root.getKeys()].map(String)) {
      const database = root.openDB<Buffer, Key>({
        name: table,
        encoding: 'binary',
        ...(keys === 'bytes' ? { keyEncoding: 'binary' } : {}),
      });
      for (const { key, value } of database.getRange())
        rows.apply([
          { table, key: Buffer.isBuffer(key) ? Buffer.from(key) : Buffer.from(String(key)), value },
        ]);
    }
    return rows;
  } finally {
    // It is not opened again under this path.
    void root.close();
  }
}
