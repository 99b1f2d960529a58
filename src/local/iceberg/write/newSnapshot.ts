import { randomBytes, randomUUID } from 'node:crypto';
import { type Files, IcebergError } from '../files';
import { type ManifestEntry, readManifest } from '../manifest/manifest';
import { type ManifestFile, readManifestList, writeManifestList } from '../manifest/manifestList';
import { metadataFolder } from '../metadata/metadataFile';
import {
  currentSnapshot,
  partitionSpec,
  type Snapshot,
  schemaOfSpec,
  snapshotById,
  type TableMetadata,
} from '../metadata/tableMetadata';
import { type Applied, later } from './change';
import { mergeManifests } from './mergeManifests';
import { writeManifest } from './newManifest';

/** A snapshot that adds manifests to those of the one before it. */
interface Addition {
  id: bigint;
  schemaId: number;
  /** New manifests (`writeNewManifest`): they get the snapshot's sequence number. */
  manifests: ManifestFile[];
  /** Addresses of files that the snapshot has no more. */
  without?: ReadonlySet<string>;
  summary: (parent: Snapshot | undefined) => Snapshot['summary'];
}

/**
 * The table with a new current snapshot. Its manifest list, manifests without files that are gone, and merged manifests
 * are written and named in `written`; when something throws, they are removed again. New manifests that were merged into
 * others are named in `unused`.
 */
export async function addSnapshot(
  addition: Addition,
  base: TableMetadata,
  files: Files,
  now: Date,
): Promise<Applied> {
  const { id, schemaId } = addition;
  const parent = currentSnapshot(base);
  const sequenceNumber = base['last-sequence-number'] + 1;
  const written: string[] = [];
  try {
    const kept = parent ? await keptManifests(parent, addition, base, files, written) : [];
    const added = addition.manifests.map((m) => ({
      ...m,
      sequenceNumber,
      minSequenceNumber: sequenceNumber,
    }));
    const of = { snapshotId: id, sequenceNumber };
    const listed = await mergeManifests([...added, ...kept], of, base, files, written);
    const names = new Set(listed.map((manifest) => manifest.uri));
    const unused = [...addition.manifests.map((manifest) => manifest.uri), ...written].filter(
      (manifest) => !names.has(manifest),
    );
    const uri = `${metadataFolder(base)}/snap-${id}-1-${randomUUID()}.avro`;
    written.push(uri);
    await writeManifestList(uri, listed, { id, parent: parent?.['snapshot-id'], sequenceNumber }, files);
    const snapshot: Snapshot = {
      'sequence-number': sequenceNumber,
      'snapshot-id': id,
      ...(parent ? { 'parent-snapshot-id': parent['snapshot-id'] } : {}),
      'timestamp-ms': later(base, now),
      summary: addition.summary(parent),
      'manifest-list': uri,
      'schema-id': schemaId,
    };
    return { metadata: withSnapshot(base, snapshot), written, unused };
  } catch (error) {
    await files.remove?.(written);
    throw error;
  }
}

/** The parent's manifests that still list a file; those that list a file that is gone are written anew. */
async function keptManifests(
  parent: Snapshot,
  { id, without }: Addition,
  base: TableMetadata,
  files: Files,
  written: string[],
): Promise<ManifestFile[]> {
  const kept: ManifestFile[] = [];
  const found = new Set<string>();
  for (const manifest of await readManifestList(parent, files)) {
    const known = await counted(manifest, base, files);
    if (known.addedFiles === 0 && known.existingFiles === 0) continue;
    const entries = without?.size ? await readManifest(known, base, files) : [];
    const gone = entries.filter((entry) => entry.status !== 'deleted' && without?.has(entry.file.uri));
    for (const { file } of gone) found.add(file.uri);
    if (gone.length === 0) kept.push(known);
    else {
      const spec = partitionSpec(base, known.specId);
      const of = { snapshotId: id, spec, schema: schemaOfSpec(spec, base), metadata: base };
      const rewritten = await writeManifest(withoutGone(entries, gone, id), of, files);
      written.push(rewritten.uri);
      const sequenceNumber = base['last-sequence-number'] + 1;
      const minSequenceNumber = Math.min(rewritten.minSequenceNumber, sequenceNumber);
      kept.push({ ...rewritten, sequenceNumber, minSequenceNumber });
    }
  }
  const missing = [...(without ?? [])].find((uri) => !found.has(uri));
  if (missing !== undefined) throw new IcebergError(`${missing} is no file of table ${base.location}`);
  return kept;
}

/** Entries of a manifest as a later one tells them: files that are gone are told once, by the snapshot that removed them. */
function withoutGone(entries: ManifestEntry[], gone: ManifestEntry[], id: bigint): ManifestEntry[] {
  const isGone = new Set(gone);
  return entries
    .filter((entry) => entry.status !== 'deleted')
    .map((entry) =>
      isGone.has(entry) ? { ...entry, status: 'deleted', snapshotId: id } : { ...entry, status: 'existing' },
    );
}

/** The table with a new current snapshot on its main branch. */
function withSnapshot(base: TableMetadata, snapshot: Snapshot): TableMetadata {
  const id = snapshot['snapshot-id'];
  const time = snapshot['timestamp-ms'];
  return {
    ...base,
    'last-sequence-number': snapshot['sequence-number'],
    'last-updated-ms': time,
    'current-snapshot-id': id,
    snapshots: [...base.snapshots, snapshot],
    'snapshot-log': [...base['snapshot-log'], { 'timestamp-ms': time, 'snapshot-id': id }],
    refs: { ...base.refs, main: { ...base.refs.main, 'snapshot-id': id, type: 'branch' } },
  };
}

/** Random, of 53 bits: so that tools in JavaScript, which read ids as numbers, see the id that was written. */
export function newSnapshotId(metadata: TableMetadata): bigint {
  for (;;) {
    const id = randomBytes(8).readBigUInt64LE() >> 11n;
    if (id > 0n && !snapshotById(metadata, id)) return id;
  }
}

/** Format version 2 wants counts that version 1 did not ask for. */
async function counted(manifest: ManifestFile, metadata: TableMetadata, files: Files): Promise<ManifestFile> {
  const { addedFiles, existingFiles, deletedFiles, addedRows, existingRows, deletedRows } = manifest;
  if (![addedFiles, existingFiles, deletedFiles, addedRows, existingRows, deletedRows].includes(undefined))
    return manifest;
  const entries = await readManifest(manifest, metadata, files);
  const of = (status: string) => entries.filter((entry) => entry.status === status);
  const rows = (status: string) => of(status).reduce((sum, entry) => sum + entry.file.rows, 0);
  return {
    ...manifest,
    addedFiles: of('added').length,
    existingFiles: of('existing').length,
    deletedFiles: of('deleted').length,
    addedRows: rows('added'),
    existingRows: rows('existing'),
    deletedRows: rows('deleted'),
  };
}
