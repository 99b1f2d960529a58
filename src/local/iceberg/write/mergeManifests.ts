import type { Files } from '../files';
import { type ManifestEntry, type NewEntry, readManifest } from '../manifest/manifest';
import type { ManifestFile } from '../manifest/manifestList';
import { partitionSpec, schemaOfSpec, type TableMetadata } from '../metadata/tableMetadata';
import { writeManifest } from './newManifest';

/** The snapshot that merged manifests are written for. */
interface MergeFor {
  snapshotId: bigint;
  sequenceNumber: number;
}

const TARGET_BYTES = 8 * 1024 * 1024;
const MIN_COUNT = 100;

/**
 * Manifests of a new snapshot, small ones merged (table properties `commit.manifest-merge.enabled`, on unless it says
 * otherwise, `commit.manifest.min-count-to-merge` and `commit.manifest.target-size-bytes`; rules of the reference
 * implementation). So a table of many small commits has at most some hundred manifests, and a commit costs the same however
 * many there were before it. Data and deletes stay apart, and so do partition specs.
 * @param listed newest first; those that the snapshot adds have its sequence number
 * @param written addresses of the manifests that are written here are added to it
 */
export async function mergeManifests(
  listed: ManifestFile[],
  snapshot: MergeFor,
  base: TableMetadata,
  files: Files,
  written: string[],
): Promise<ManifestFile[]> {
  if (base.properties['commit.manifest-merge.enabled'] === 'false') return listed;
  const merged: ManifestFile[] = [];
  for (const content of ['data', 'deletes'] as const) {
    const manifests = listed.filter((manifest) => manifest.content === content);
    for (const bin of binsOf(manifests, base)) {
      const one = await mergeBin(bin, snapshot, base, files);
      if (one) written.push(one.uri);
      merged.push(...(one ? [one] : bin));
    }
  }
  return merged;
}

/** Manifests that belong together; a bin of more than one is to be merged. */
function binsOf(manifests: ManifestFile[], base: TableMetadata): ManifestFile[][] {
  const target = positive(base, 'commit.manifest.target-size-bytes') ?? TARGET_BYTES;
  const minCount = positive(base, 'commit.manifest.min-count-to-merge') ?? MIN_COUNT;
  const newest = manifests[0];
  // Newer specs first, as in the reference implementation.
  const specs = [...new Set(manifests.map(({ specId }) => specId))].sort((a, b) => b - a);
  const groups = specs.map((spec) => manifests.filter(({ specId }) => specId === spec));
  return groups.flatMap((group) =>
    packed(group, target).flatMap((bin) => {
      // The bin of the newest grows with each commit: it waits until there are many in it.
      const waits = newest !== undefined && bin.includes(newest) && bin.length < minCount;
      return waits ? bin.map((manifest) => [manifest]) : [bin];
    }),
  );
}

/** Bins of neighbours, filled from the oldest on: so full ones stay as they are, and the newest is in the last one. */
function packed(manifests: ManifestFile[], target: number): ManifestFile[][] {
  const bins: ManifestFile[][] = [];
  let bin: ManifestFile[] = [];
  let bytes = 0;
  for (const manifest of manifests.toReversed()) {
    if (bin.length > 0 && bytes + manifest.length > target) {
      bins.push(bin);
      bin = [];
      bytes = 0;
    }
    bin.push(manifest);
    bytes += manifest.length;
  }
  if (bin.length > 0) bins.push(bin);
  return bins.map((full) => full.toReversed()).toReversed();
}

/** One manifest instead of a bin of them; undefined where they stay apart. */
async function mergeBin(
  bin: ManifestFile[],
  { snapshotId, sequenceNumber }: MergeFor,
  base: TableMetadata,
  files: Files,
): Promise<ManifestFile | undefined> {
  const [first] = bin;
  // What an encrypted manifest is read by is its writer's own.
  if (!first || bin.length === 1 || bin.some(({ keyMetadata }) => keyMetadata)) return undefined;
  const read = await entriesOf(bin, base, files);
  if (!read) return undefined;
  const entries = read.flatMap((entry) => mergedEntry(entry, snapshotId) ?? []);
  if (entries.length === 0) return undefined;
  const spec = partitionSpec(base, first.specId);
  const of = { snapshotId, spec, schema: schemaOfSpec(spec, base), metadata: base };
  const merged = await writeManifest(entries, of, files);
  // New files say no sequence number: they have the snapshot's own.
  const live = entries.filter(({ status }) => status !== 'deleted');
  const minSequenceNumber = live.reduce(
    (lowest, entry) => Math.min(lowest, entry.sequenceNumber ?? sequenceNumber),
    sequenceNumber,
  );
  return { ...merged, sequenceNumber, minSequenceNumber };
}

/** The entries of all manifests; undefined when one cannot be read, which a commit that merges nothing need not know. */
async function entriesOf(
  bin: ManifestFile[],
  base: TableMetadata,
  files: Files,
): Promise<ManifestEntry[] | undefined> {
  try {
    return (await Promise.all(bin.map((manifest) => readManifest(manifest, base, files)))).flat();
  } catch {
    return undefined;
  }
}

/** An entry as the merged manifest tells it: what other snapshots removed is told no more, what they added exists. */
function mergedEntry(entry: ManifestEntry, snapshotId: bigint): NewEntry | undefined {
  const isOwn = entry.snapshotId === snapshotId;
  if (entry.status === 'deleted') return isOwn ? entry : undefined;
  if (entry.status === 'added' && isOwn) return { status: 'added', snapshotId, file: entry.file };
  return { ...entry, status: 'existing' };
}

function positive(base: TableMetadata, property: string): number | undefined {
  const value = Number(base.properties[property]);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
