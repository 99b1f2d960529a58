import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Account } from '../../../src/local/account';
import { runPython } from '../iceberg/foreign/python';
import { LAKE } from './lakehouse';

const script = (name: string) =>
  relative(join(__dirname, '..', 'iceberg', 'foreign'), join(__dirname, `foreign_${name}.py`));

/** One snapshot as PyIceberg and DuckDB's Iceberg extension read it: rows of texts, sorted. */
export interface ForeignSnapshot {
  id: string;
  pyiceberg: (string | null)[][];
  duckdb: (string | null)[][];
}

/** Every snapshot that a table of the sandbox has, oldest first, read by others. */
export async function foreignSnapshots(account: Account, table: string): Promise<ForeignSnapshot[]> {
  const seen = await ofTable<[string, string[][], string[][]][]>('snapshots', account, table);
  return seen.map(([id, pyiceberg, duckdb]) => ({ id, pyiceberg, duckdb }));
}

/** What PyIceberg's `inspect` tells of a table of the sandbox: rows of texts by the name of the metadata table. */
export const foreignMetadata = (account: Account, table: string) =>
  ofTable<Record<string, (string | null)[][]>>('inspect', account, table);

async function ofTable<T>(name: string, account: Account, table: string): Promise<T> {
  const paths: Record<string, string> = {};
  for await (const { key } of account.objects.list(LAKE, `sandbox/${table}/`))
    paths[`s3://${LAKE}/${key}`] = account.objects.pathOf(LAKE, key);
  const folder = mkdtempSync(join(tmpdir(), 'foreign-'));
  try {
    const listing = join(folder, 'objects.json');
    writeFileSync(listing, JSON.stringify(paths));
    const metadata = account.catalog.table('sandbox', table)!.Parameters!.metadata_location!;
    return await runPython<T>(script(name), metadata, listing);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
