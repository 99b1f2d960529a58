import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  commit,
  liveEntries,
  type ManifestFile,
  readManifestList,
  type Snapshot,
  scan,
  setProperties,
  stageAppend,
  stageRewrite,
  type TableState,
} from '../../../../src/local/iceberg';
import { type ManifestEntry, readManifest } from '../../../../src/local/iceberg/manifest/manifest';
import { Lake, LakeTable, MemoryPointer, pathOf } from '../lakeTable';

/** Small manifests become one, and tell of each file what they told before. */

let lake: Lake;
let table: LakeTable;
let count = 0;
beforeAll(async () => {
  lake = await Lake.open();
});
afterAll(() => lake.close());

/** Keeps what a commit no longer needs, as a catalog would note it. */
class NotingPointer extends MemoryPointer {
  obsolete: string[] = [];
  override async swap(base: TableState, next: { location: string }, obsolete: string[] = []) {
    const swapped = await super.swap(base, next);
    if (swapped) this.obsolete.push(...obsolete);
    return swapped;
  }
}
let pointer: NotingPointer;
const make = async (properties: Record<string, string>) => {
  const made = await lake.table(`t${count++}`, {
    columns: [{ name: 'id', type: { kind: 'bigint' } }],
    properties,
  });
  pointer = new NotingPointer(made.pointer.location, lake.files);
  table = new LakeTable(lake, pointer);
};
beforeEach(() => make({ 'commit.manifest.min-count-to-merge': '3' }));

const one = (id: number) => `SELECT ${id}::BIGINT AS id`;
const inserts = async (...ids: number[]) => {
  for (const id of ids) await table.insert(one(id));
};
const manifestsOf = (snapshot: Snapshot) => readManifestList(snapshot, lake.files);
const latest = async () => manifestsOf((await table.metadata()).snapshots.at(-1)!);
const entriesOf = async (manifest: ManifestFile): Promise<ManifestEntry[]> =>
  readManifest(manifest, await table.metadata(), lake.files);

describe('the manifests of a table', () => {
  it('are merged when there are as many as the table says', async () => {
    const counts: number[] = [];
    for (let id = 1; id <= 7; id++) {
      await inserts(id);
      counts.push((await latest()).length);
    }
    expect(counts).toEqual([1, 2, 1, 2, 1, 2, 1]);
    expect(await table.select('id', 'ORDER BY id')).toEqual([[1], [2], [3], [4], [5], [6], [7]]);
  });

  it('keep of each file who added it, when, and that it is not new', async () => {
    await inserts(1, 2, 3);
    const { snapshots } = await table.metadata();
    const ids = snapshots.map((snapshot) => snapshot['snapshot-id']);
    const [merged] = await latest();
    expect(merged).toMatchObject({
      snapshotId: ids[2],
      sequenceNumber: 3,
      minSequenceNumber: 1,
      addedFiles: 1,
      existingFiles: 2,
      deletedFiles: 0,
      addedRows: 1,
      existingRows: 2,
    });
    expect(
      (await entriesOf(merged!)).map((entry) => [
        entry.status,
        entry.snapshotId,
        entry.sequenceNumber,
        entry.fileSequenceNumber,
      ]),
    ).toEqual([
      ['added', ids[2], 3, 3],
      ['existing', ids[1], 2, 2],
      ['existing', ids[0], 1, 1],
    ]);
    await inserts(4, 5);
    const [again] = await latest();
    expect((await entriesOf(again!)).map((entry) => [entry.status, entry.sequenceNumber])).toEqual([
      ['added', 5],
      ['existing', 4],
      ['existing', 3],
      ['existing', 2],
      ['existing', 1],
    ]);
    expect((await entriesOf(again!)).map((entry) => entry.snapshotId).reverse()).toEqual(
      (await table.metadata()).snapshots.map((snapshot) => snapshot['snapshot-id']),
    );
  });

  it('leave those of old snapshots as they are; what nothing names any more is told to the catalog', async () => {
    await inserts(1, 2, 3, 4, 5);
    const metadata = await table.metadata();
    const rows = await Promise.all(
      metadata.snapshots.map(async (snapshot) =>
        (await table.select('id', 'ORDER BY id', { snapshot: { id: snapshot['snapshot-id'] } })).flat(),
      ),
    );
    expect(rows).toEqual([[1], [1, 2], [1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4, 5]]);
    const named = new Set((await Promise.all(metadata.snapshots.map(manifestsOf))).flat().map((m) => m.uri));
    // The new manifests of the third and the fifth snapshot are in the merged ones.
    expect(pointer.obsolete).toHaveLength(2);
    expect(pointer.obsolete.some((uri) => named.has(uri))).toBe(false);
    expect(pointer.obsolete.every((uri) => existsSync(pathOf(uri)))).toBe(true);
  });

  it('are filled up to a size, and full ones stay', async () => {
    await inserts(1);
    const [{ length } = { length: 0 }] = await latest();
    await table.commit(
      setProperties({
        'commit.manifest.target-size-bytes': String(2 * length + 10),
        'commit.manifest.min-count-to-merge': '2',
      }),
    );
    await inserts(2);
    const full = (await latest()).at(-1)!;
    expect(full.existingFiles! + full.addedFiles!).toBe(2);
    const before = lake.files.reads.length;
    await inserts(3, 4);
    // What was written is known: a commit reads nothing.
    expect(lake.files.reads.length).toBe(before);
    const after = await latest();
    expect(after.map((m) => m.addedFiles! + m.existingFiles!).reduce((a, b) => a + b)).toBe(4);
    expect((await table.select('id', 'ORDER BY id')).flat()).toEqual([1, 2, 3, 4]);
  });

  it('stay apart where the table says so', async () => {
    await make({ 'commit.manifest.min-count-to-merge': '2', 'commit.manifest-merge.enabled': 'false' });
    await inserts(1, 2, 3, 4);
    expect(await latest()).toHaveLength(4);
  });

  it('that cannot be read do not stop an append', async () => {
    await inserts(1, 2);
    const [, broken] = await latest();
    const { files } = lake;
    const fresh = {
      read: (uri: string) => (uri === broken!.uri ? Promise.reject(new Error('gone')) : files.read(uri)),
      write: (uri: string, bytes: Buffer) => files.write(uri, bytes),
    };
    const change = await stageAppend(await table.metadata(), await table.write(one(3)), fresh);
    await commit(change, new MemoryPointer(pointer.location, fresh), fresh);
    // A reader would have been told: the append itself adds no harm.
    const { metadata } = await commit(setProperties({ a: '1' }), pointer, files);
    expect(metadata.properties.a).toBe('1');
  });
});

describe('a rewrite', () => {
  it('tells in a merged manifest what it removed, and the next snapshot tells it no more', async () => {
    await inserts(1, 2);
    const metadata = await table.metadata();
    const read = await scan(metadata, {}, lake.files);
    const data = await table.write('SELECT i::BIGINT AS id FROM range(1, 3) r(i)');
    await table.commit(await stageRewrite(metadata, { read, data }, lake.files));
    const manifests = await latest();
    const entries = (await Promise.all(manifests.map(entriesOf))).flat();
    expect(entries.map((entry) => entry.status).sort()).toEqual(['added', 'deleted', 'deleted']);
    await inserts(3, 4, 5);
    const later = (await Promise.all((await latest()).map(entriesOf))).flat();
    expect(later.map((entry) => entry.status)).not.toContain('deleted');
    expect((await table.select('id', 'ORDER BY id')).flat()).toEqual([1, 2, 3, 4, 5]);
    expect(await liveEntries(await latest(), await table.metadata(), lake.files)).toHaveLength(4);
  });
});

describe('former metadata files', () => {
  it('are told to the catalog when they leave the log', async () => {
    await make({ 'write.metadata.previous-versions-max': '2' });
    const places = [pointer.location];
    for (let id = 1; id <= 4; id++) {
      await inserts(id);
      places.push(pointer.location);
    }
    expect(pointer.obsolete).toEqual(places.slice(0, 2));
    await table.commit(setProperties({ 'write.metadata.delete-after-commit.enabled': 'false' }));
    await inserts(5);
    expect(pointer.obsolete).toEqual(places.slice(0, 2));
  });

  it('of a log that names other files are left alone', async () => {
    await make({ 'write.metadata.previous-versions-max': '1' });
    await inserts(1);
    const state = await pointer.read();
    const forged: TableState = {
      ...state,
      metadata: {
        ...state.metadata,
        'metadata-log': [{ 'timestamp-ms': 1, 'metadata-file': `${state.metadata.location}/data/x.parquet` }],
      },
    };
    pointer.read = async () => forged;
    await table.commit(setProperties({ a: '1' }));
    expect(pointer.obsolete.some((uri) => uri.endsWith('.parquet'))).toBe(false);
  });
});
