import { describe, expect, test } from 'vitest';
import {
  type ExpiryRules,
  expireSnapshots,
  isInOrder,
  newTable,
  type TableMetadata,
} from '../../../../src/local/iceberg';

const RULES: ExpiryRules = { minSnapshots: 1, maxSnapshotAgeMs: 100, maxMetadataFiles: 10 };
const NOW = new Date(1000);

/** A table whose snapshots were made at the given times, each from the one before; ids count from 1. */
function table(times: number[], more: Partial<TableMetadata> = {}): TableMetadata {
  const current = BigInt(times.length);
  return {
    ...newTable({
      location: 's3://b/t',
      columns: [{ name: 'id', type: { kind: 'bigint' } }],
      now: new Date(0),
    }),
    snapshots: times.map((time, i) => ({
      'snapshot-id': BigInt(i + 1),
      ...(i > 0 ? { 'parent-snapshot-id': BigInt(i) } : {}),
      'sequence-number': i + 1,
      'timestamp-ms': time,
      summary: { operation: 'append' },
    })),
    'current-snapshot-id': current,
    'snapshot-log': times.map((time, i) => ({ 'timestamp-ms': time, 'snapshot-id': BigInt(i + 1) })),
    refs: { main: { type: 'branch', 'snapshot-id': current } },
    ...more,
  };
}
const files = {
  read: () => Promise.reject(new Error('not read')),
  write: () => Promise.reject(new Error('not written')),
};
async function kept(base: TableMetadata, rules: Partial<ExpiryRules> = {}) {
  const all = { ...RULES, ...rules };
  const { metadata } = await expireSnapshots(all).apply(base, files, NOW);
  expect(isInOrder(base, all, NOW)).toBe(
    metadata.snapshots.length === base.snapshots.length &&
      Object.keys(metadata.refs).length === Object.keys(base.refs).length,
  );
  expect(isInOrder(metadata, all, NOW)).toBe(true);
  return { ids: metadata.snapshots.map((snapshot) => Number(snapshot['snapshot-id'])), metadata };
}

describe('of a table are kept', () => {
  test('young snapshots, and the current one at any age', async () => {
    expect((await kept(table([100, 899, 900, 1000]))).ids).toEqual([3, 4]);
    expect((await kept(table([1, 2, 3]))).ids).toEqual([3]);
    expect((await kept(table([950, 960]))).ids).toEqual([1, 2]);
  });

  test('so many of a branch, and no older ones behind an old one', async () => {
    expect((await kept(table([1, 2, 3, 4]), { minSnapshots: 3 })).ids).toEqual([2, 3, 4]);
  });

  test('what other branches and tags stand at, by their own rules', async () => {
    const refs: TableMetadata['refs'] = {
      main: { type: 'branch', 'snapshot-id': 5n },
      draft: { type: 'branch', 'snapshot-id': 3n, 'min-snapshots-to-keep': 2 },
      tag: { type: 'tag', 'snapshot-id': 1n },
      old: { type: 'tag', 'snapshot-id': 4n, 'max-ref-age-ms': 10 },
    };
    const { ids, metadata } = await kept(table([1, 2, 3, 4, 5], { refs }));
    expect(ids).toEqual([1, 2, 3, 5]);
    expect(Object.keys(metadata.refs)).toEqual(['main', 'draft', 'tag']);
  });

  test('snapshots that no branch leads to while they are young', async () => {
    const base = table([1, 950, 960]);
    // The second one was rolled back from.
    base.snapshots[2] = { ...base.snapshots[2]!, 'parent-snapshot-id': 1n };
    expect((await kept(base)).ids).toEqual([2, 3]);
    expect((await kept(base, { maxSnapshotAgeMs: 45 })).ids).toEqual([3]);
  });
});

test('the history starts behind its last gap', async () => {
  const { metadata } = await kept(
    table([1, 2, 3], {
      refs: { main: { type: 'branch', 'snapshot-id': 3n }, tag: { type: 'tag', 'snapshot-id': 1n } },
    }),
  );
  expect(metadata['snapshot-log'].map((entry) => Number(entry['snapshot-id']))).toEqual([3]);
});

test('statistics go with their snapshots, and metadata files beyond their number', async () => {
  const log = [1, 2, 3].map((n) => ({ 'timestamp-ms': n, 'metadata-file': `${n}.metadata.json` }));
  const base = table([1, 2], {
    'metadata-log': log,
    statistics: [{ 'snapshot-id': 1n }, { 'snapshot-id': 2n }],
  });
  const { metadata } = await expireSnapshots({ ...RULES, maxMetadataFiles: 2 }).apply(base, files, NOW);
  expect(metadata.statistics).toEqual([{ 'snapshot-id': 2n }]);
  // The commit adds the one that stands now.
  expect(metadata['metadata-log']).toEqual(log.slice(2));
  expect(
    (await expireSnapshots({ ...RULES, maxMetadataFiles: 1 }).apply(base, files, NOW)).metadata[
      'metadata-log'
    ],
  ).toEqual([]);
});
