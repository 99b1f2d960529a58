import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { open } from 'lmdb';
import { expect, test } from 'vitest';
import { openObjectStore } from '../../src/local/s3/objectStore';
import { openStore } from '../../src/local/store/store';
import { median, report } from './measure';

const RUNS = 60;
const KIB = Buffer.alloc(1024, 7);
const TABLE = {
  Name: 't',
  Columns: Array.from({ length: 20 }, (_, i) => ({ Name: `c${i}`, Type: 'string' })),
  Parameters: { metadata_location: 's3://lake/t/metadata/1.json' },
};

/** The peer is LMDB alone with its own syncs, which is what the stores were before they had a log. */
test('a durable change costs no more than LMDB alone', async () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'durability-'));
  const store = openStore(path.join(home, 'store'));
  const objects = await openObjectStore(path.join(home, 's3'));
  await objects.createBucket('lake');
  const peer = open({ path: path.join(home, 'peer'), maxDbs: 4, compression: false });
  const rows = peer.openDB<unknown, string>({ name: 'rows' });
  let i = 0;
  try {
    const ours = await median(RUNS, async () => {
      store.transaction(() => {
        store.table('tables').put('db/t', { ...TABLE, version: i });
        store.table('versions').put(`db/t/${i++}`, TABLE);
      });
    });
    const alone = await median(RUNS, async () => {
      peer.transactionSync(() => {
        rows.putSync('db/t', { ...TABLE, version: i });
        rows.putSync(`db/t/${i++}`, TABLE);
      });
    });
    const ratio = report('a transaction of the catalog', ours, {
      name: 'LMDB with its own syncs',
      seconds: alone,
    });
    await objects.put('lake', 'k', KIB);
    const tag = await median(RUNS, () => objects.tag('lake', 'k', { n: String(i++) }));
    const alonePut = await median(RUNS, async () => {
      await rows.put('k', { file: 'x'.repeat(60), n: i++ });
      await peer.flushed;
    });
    report('a change of one object’s tags', tag, { name: 'LMDB with its own syncs', seconds: alonePut });
    const one = await median(RUNS, () => objects.put('lake', `one/${i++}`, KIB));
    const many = await median(RUNS / 4, () =>
      Promise.all(Array.from({ length: 64 }, () => objects.put('lake', `many/${i++}`, KIB))),
    );
    report('a put of 1 KiB, of 64 at once', many / 64, { name: 'one put alone', seconds: one });
    expect(ratio).toBeLessThan(2);
  } finally {
    await Promise.all([peer.close(), store.close(), objects.close()]);
    fs.rmSync(home, { recursive: true });
  }
});
