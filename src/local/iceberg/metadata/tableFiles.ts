import type { Files } from '../files';
import { readManifest } from '../manifest/manifest';
import { readManifestList } from '../manifest/manifestList';
import type { Snapshot, TableMetadata } from './tableMetadata';

/**
 * Addresses of all files that a table needs: its metadata file and the former ones that it names, statistics, and of
 * each snapshot the manifest list, the manifests, and the data and delete files that are live in it.
 * @throws IcebergError and what reading throws: who removes files must know all that are needed
 */
export async function neededFiles(
  { location, metadata }: { location: string; metadata: TableMetadata },
  files: Files,
): Promise<Set<string>> {
  const needed = new Set([location, ...formerMetadataFiles(metadata), ...statisticsFiles(metadata)]);
  // Most snapshots share most of their manifests: each is read once.
  const read = new Set<string>();
  for (const snapshot of metadata.snapshots)
    for await (const uri of filesOf(snapshot, metadata, files, { read })) needed.add(uri);
  return needed;
}

/**
 * Addresses of all files that snapshots name, also those that they have deleted: what may go when they are forgotten, and
 * nobody else needs it. Of a snapshot that cannot be read, as many as can be told.
 */
export async function namedFiles(
  snapshots: Snapshot[],
  metadata: TableMetadata,
  files: Files,
): Promise<Set<string>> {
  const named = new Set<string>();
  const read = new Set<string>();
  for (const snapshot of snapshots) {
    try {
      for await (const uri of filesOf(snapshot, metadata, files, { withDeleted: true, read })) named.add(uri);
    } catch {
      // What it does not name now is left over, and found as an orphan later.
    }
  }
  return named;
}

export const formerMetadataFiles = (metadata: TableMetadata): string[] =>
  metadata['metadata-log'].map((entry) => entry['metadata-file']);

export function statisticsFiles(metadata: TableMetadata): string[] {
  return [metadata.statistics, metadata['partition-statistics']]
    .flatMap((entries): unknown[] => (Array.isArray(entries) ? entries : []))
    .flatMap((entry) => (entry as { 'statistics-path'?: string })['statistics-path'] ?? []);
}

async function* filesOf(
  snapshot: Snapshot,
  metadata: TableMetadata,
  files: Files,
  { withDeleted = false, read = new Set() }: { withDeleted?: boolean; read?: Set<string> },
): AsyncGenerator<string> {
  if (snapshot['manifest-list'] === undefined) return;
  yield snapshot['manifest-list'];
  for (const manifest of await readManifestList(snapshot, files)) {
    if (read.has(manifest.uri)) continue;
    read.add(manifest.uri);
    yield manifest.uri;
    for (const entry of await readManifest(manifest, metadata, files))
      if (withDeleted || entry.status !== 'deleted') yield entry.file.uri;
  }
}
