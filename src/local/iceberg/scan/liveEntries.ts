import type { Files } from '../files';
import { type ManifestEntry, readManifest } from '../manifest/manifest';
import type { ManifestFile } from '../manifest/manifestList';
import type { TableMetadata } from '../metadata/tableMetadata';

/** A file that belongs to a snapshot, with the partition spec that it was written for. */
export interface LiveEntry extends ManifestEntry {
  specId: number;
}

/** Manifests read at the same time. */
const PARALLEL = 8;

/** The files that manifests list and have not deleted, in the order of the manifests. @throws IcebergError */
export async function liveEntries(
  manifests: ManifestFile[],
  metadata: TableMetadata,
  files: Files,
): Promise<LiveEntry[]> {
  const entries: LiveEntry[] = [];
  for (let i = 0; i < manifests.length; i += PARALLEL) {
    const batch = manifests.slice(i, i + PARALLEL);
    const read = await Promise.all(batch.map((m) => readManifest(m, metadata, files)));
    for (const [j, found] of read.entries()) {
      for (const entry of found)
        if (entry.status !== 'deleted') entries.push({ ...entry, specId: batch[j]!.specId });
    }
  }
  return entries;
}
