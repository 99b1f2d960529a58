import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  CommitConflict,
  CommitStateUnknown,
  commit,
  setProperties,
  stageAppend,
  type TableState,
} from '../../../../src/local/iceberg';
import { readManifest } from '../../../../src/local/iceberg/manifest/manifest';
import { readManifestList } from '../../../../src/local/iceberg/manifest/manifestList';
import { Lake, LakeTable, MemoryPointer, pathOf } from '../lakeTable';

let lake: Lake;
let table: LakeTable;
let count = 0;
beforeAll(async () => {
  lake = await Lake.open();
});
afterAll(() => lake.close());
beforeEach(async () => {
  table = await lake.table(`t${count++}`, { columns: [{ name: 'id', type: { kind: 'bigint' } }] });
});

const one = (id: number) => `SELECT ${id}::BIGINT AS id`;
const ids = async () => (await table.select('id', 'ORDER BY id')).flat();
const metadataFiles = async () => readdir(path.join((await table.metadata()).location, 'metadata'));

/** A pointer that loses its first swaps to another writer. */
class Losing extends MemoryPointer {
  constructor(
    base: MemoryPointer,
    private readonly lake: Lake,
    private losses: number,
    private readonly other: (table: LakeTable) => Promise<void>,
  ) {
    super(base.location, lake.files);
  }

  override async swap(base: TableState, next: { location: string }): Promise<boolean> {
    if (this.losses-- > 0)
      await this.other(
        new LakeTable(
          this.lake,
          new Proxy(this, {
            get: (target, key) =>
              key === 'swap' ? MemoryPointer.prototype.swap.bind(target) : Reflect.get(target, key),
          }),
        ),
      );
    return super.swap(base, next);
  }
}

describe('a commit', () => {
  it('adds a snapshot with its place in the history', async () => {
    await table.insert(one(1));
    const first = table.pointer.location;
    await table.insert(one(2));
    const metadata = await table.metadata();
    expect(metadata).toMatchObject({
      'last-sequence-number': 2,
      refs: { main: { type: 'branch', 'snapshot-id': metadata['current-snapshot-id'] } },
    });
    expect(metadata.snapshots.map((s) => s['sequence-number'])).toEqual([1, 2]);
    expect(metadata.snapshots[1]!['parent-snapshot-id']).toBe(metadata.snapshots[0]!['snapshot-id']);
    expect(metadata.snapshots[1]!.summary).toMatchObject({
      operation: 'append',
      'added-data-files': '1',
      'added-records': '1',
      'changed-partition-count': '1',
      'total-records': '2',
      'total-data-files': '2',
      'total-delete-files': '0',
      'total-position-deletes': '0',
      'total-equality-deletes': '0',
    });
    const sizes = metadata.snapshots.map((s) => Number(s.summary['added-files-size']));
    expect(metadata.snapshots[1]!.summary['total-files-size']).toBe(String(sizes[0]! + sizes[1]!));
    expect(metadata['snapshot-log'].map((e) => e['snapshot-id'])).toEqual(
      metadata.snapshots.map((s) => s['snapshot-id']),
    );
    expect(metadata['metadata-log'].map((e) => e['metadata-file'])).toHaveLength(2);
    expect(metadata['metadata-log'][1]!['metadata-file']).toBe(first);
    expect(path.basename(table.pointer.location)).toMatch(/^00002-/);
  });

  it('keeps as many former metadata files in its log as the table says', async () => {
    await table.commit(setProperties({ 'write.metadata.previous-versions-max': '2' }));
    for (let i = 0; i < 4; i++) await table.commit(setProperties({ n: String(i) }));
    expect(
      (await table.metadata())['metadata-log'].map((e) => path.basename(e['metadata-file']).slice(0, 5)),
    ).toEqual(['00003', '00004']);
  });

  it('inherits sequence numbers: entries are written before their number is known', async () => {
    await table.insert(one(1));
    await table.insert(one(2));
    const metadata = await table.metadata();
    const manifests = await readManifestList(metadata.snapshots[1]!, lake.files);
    expect(manifests.map((m) => m.sequenceNumber)).toEqual([2, 1]);
    expect(manifests.map((m) => m.snapshotId)).toEqual(
      metadata.snapshots.map((s) => s['snapshot-id']).reverse(),
    );
    const entries = await Promise.all(manifests.map((m) => readManifest(m, metadata, lake.files)));
    expect(entries.flat().map((e) => [e.status, e.sequenceNumber])).toEqual([
      ['added', 2],
      ['added', 1],
    ]);
  });
});

describe('writers at the same time', () => {
  it('lose nothing, whoever comes first', async () => {
    const writers = Array.from({ length: 8 }, (_, i) => table.insert(one(i)));
    await Promise.all(writers);
    expect(await ids()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const metadata = await table.metadata();
    expect(metadata.snapshots.at(-1)!.summary['total-records']).toBe('8');
    expect(table.pointer.swaps).toBeGreaterThan(8);
  });

  it('that come second do not write data or manifests again, and leave nothing of the lost attempt', async () => {
    const change = await table.stage(one(1));
    const losing = new Losing(table.pointer, lake, 2, (other) => other.insert(one(2)));
    lake.files.writes = [];
    await commit(change, losing, lake.files);
    table = new LakeTable(lake, losing);
    expect(await ids()).toEqual([1, 2, 2]);
    const mine = lake.files.writes.filter((uri) =>
      uri.includes(`snap-${String((/snap-(\d+)/.exec(lake.files.writes[0]!) ?? [])[1])}`),
    );
    expect(mine).toHaveLength(3);
    expect(mine.map((uri) => existsSync(pathOf(uri)))).toEqual([false, false, true]);
    expect(change.staged.every((uri) => existsSync(pathOf(uri)))).toBe(true);
    const names = await metadataFiles();
    expect(names.filter((n) => n.endsWith('.metadata.json'))).toHaveLength(4);
    expect(names.filter((n) => n.startsWith('snap-'))).toHaveLength(3);
  });

  it('keep a change of properties by the other', async () => {
    const losing = new Losing(
      table.pointer,
      lake,
      1,
      async (other) => void (await other.commit(setProperties({ a: '1' }))),
    );
    await commit(await table.stage(one(1)), losing, lake.files);
    expect((await losing.read()).metadata.properties).toEqual({ a: '1' });
  });

  it('give up after a number of attempts, and clean up', async () => {
    const change = await table.stage(one(1));
    const losing = new Losing(
      table.pointer,
      lake,
      100,
      async (other) => void (await other.commit(setProperties({ n: String(Math.random()) }))),
    );
    await expect(commit(change, losing, lake.files, { attempts: 3 })).rejects.toThrow(CommitConflict);
    expect(change.staged.some((uri) => existsSync(pathOf(uri)))).toBe(false);
    expect((await metadataFiles()).filter((n) => !n.endsWith('.metadata.json'))).toEqual([]);
  });

  it('do not write into another table that took the place', async () => {
    const other = await lake.table('other', { columns: [{ name: 'id', type: { kind: 'bigint' } }] });
    const losing = new Losing(table.pointer, lake, 1, async () => {
      losing.location = other.pointer.location;
    });
    await expect(commit(await table.stage(one(1)), losing, lake.files)).rejects.toThrow(
      'was replaced by another table',
    );
  });
});

describe('a commit that fails', () => {
  it('between staging and the swap leaves the table as it was', async () => {
    await table.insert(one(1));
    const before = await metadataFiles();
    // A process that dies here leaves its files behind; nothing refers to them.
    const change = await stageAppend(await table.metadata(), await table.write(one(2)), lake.files);
    await change.apply(await table.metadata(), lake.files, new Date());
    expect((await metadataFiles()).length).toBe(before.length + 2);
    expect(await ids()).toEqual([1]);
    await table.insert(one(3));
    expect(await ids()).toEqual([1, 3]);
  });

  it('in the catalog removes what it wrote, and tells why', async () => {
    const before = await metadataFiles();
    table.pointer.swap = async () => {
      throw new Error('no disk');
    };
    await expect(table.insert(one(1))).rejects.toThrow('no disk');
    expect(await metadataFiles()).toEqual(before);
    expect(await ids()).toEqual([]);
  });

  it('after the swap has happened is a success', async () => {
    const swap = table.pointer.swap.bind(table.pointer);
    table.pointer.swap = async (base, next) => {
      await swap(base, next);
      throw new Error('connection lost');
    };
    await table.insert(one(1));
    expect(await ids()).toEqual([1]);
  });

  it('in a way that nobody knows removes nothing', async () => {
    const change = await table.stage(one(1));
    const { pointer } = table;
    lake.files.writes = [];
    const broken = {
      read: () => pointer.read(),
      swap: async (base: TableState, next: { location: string }) => {
        await pointer.swap(base, next);
        broken.read = async () => {
          throw new Error('catalog is gone');
        };
        throw new Error('connection lost');
      },
    };
    await expect(commit(change, broken, lake.files)).rejects.toThrow(CommitStateUnknown);
    const written = [...change.staged, ...lake.files.writes];
    expect(written.map((uri) => existsSync(pathOf(uri)))).toEqual([true, true, true]);
    expect(await ids()).toEqual([1]);
  });
});

describe('a swap that failed, in a table with so short a log that neither state is in it any more', () => {
  beforeEach(() => table.commit(setProperties({ 'write.metadata.previous-versions-max': '1' })));

  /** Swaps or does not, lets three others commit, and fails. */
  const failing = (swaps: boolean) => {
    const swap = table.pointer.swap.bind(table.pointer);
    let first = true;
    table.pointer.swap = async (base, next) => {
      if (!first) return swap(base, next);
      first = false;
      if (swaps) await swap(base, next);
      for (const n of ['1', '2', '3']) await table.commit(setProperties({ n }));
      throw new Error('connection lost');
    };
  };

  it('is known to have happened by its snapshot', async () => {
    failing(true);
    await table.insert(one(1));
    expect(await ids()).toEqual([1]);
  });

  it.each([true, false])('is not known without one (it happened: %s): nothing is removed', async (swaps) => {
    failing(swaps);
    lake.files.writes = [];
    await expect(table.commit(setProperties({ a: '1' }))).rejects.toThrow(CommitStateUnknown);
    expect(lake.files.writes.map((uri) => existsSync(pathOf(uri)))).toEqual([true, true, true, true]);
  });
});
