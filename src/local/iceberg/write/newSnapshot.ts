import { randomBytes, randomUUID } from 'node:crypto';
import type { Files } from '../files';
import { readManifest } from '../manifest/manifest';
import { type ManifestFile, manifestListFile, readManifestList } from '../manifest/manifestList';
import { metadataFolder } from '../metadata/metadataFile';
import { currentSnapshot, type Snapshot, snapshotById, type TableMetadata } from '../metadata/tableMetadata';
import { later } from './change';

/** A snapshot that adds manifests to those of the one before it. */
interface Addition {
  id: bigint;
  schemaId: number;
  /** New manifests (`writeNewManifest`): they get the snapshot's sequence number. */
  manifests: ManifestFile[];
  summary: (parent: Snapshot | undefined) => Snapshot['summary'];
}

/** The table with a new current snapshot; its manifest list is written, and named in `written`. */
export async function addSnapshot(
  addition: Addition,
  base: TableMetadata,
  files: Files,
  now: Date,
): Promise<{ metadata: TableMetadata; written: string[] }> {
  const { id, schemaId } = addition;
  const parent = currentSnapshot(base);
  const sequenceNumber = base['last-sequence-number'] + 1;
  const kept = parent
    ? await Promise.all((await readManifestList(parent, files)).map((m) => counted(m, base, files)))
    : [];
  const added = addition.manifests.map((m) => ({ ...m, sequenceNumber, minSequenceNumber: sequenceNumber }));
  const uri = `${metadataFolder(base)}/snap-${id}-1-${randomUUID()}.avro`;
  await files.write(
    uri,
    manifestListFile([...added, ...kept], { id, parent: parent?.['snapshot-id'], sequenceNumber }),
  );
  const snapshot: Snapshot = {
    'sequence-number': sequenceNumber,
    'snapshot-id': id,
    ...(parent ? { 'parent-snapshot-id': parent['snapshot-id'] } : {}),
    'timestamp-ms': later(base, now),
    summary: addition.summary(parent),
    'manifest-list': uri,
    'schema-id': schemaId,
  };
  return { metadata: withSnapshot(base, snapshot), written: [uri] };
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
