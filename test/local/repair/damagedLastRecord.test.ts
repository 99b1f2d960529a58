import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { examineAccount } from '../../../src/local/repair/examineAccount';
import { openObjectStore } from '../../../src/local/s3/objects/openObjectStore';
import { openStore } from '../../../src/local/store/store';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-last-record-'));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

const existing = { existed: true, hadLog: true };
const filesIn = (folder: string): string[] =>
  fs.existsSync(folder)
    ? fs
        .readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
    : [];

/** What `kill -9` leaves, with one bit of the last record of a log flipped. */
function killedAndFlipped(folder: string, log: string): string {
  const copy = `${folder}-killed`;
  fs.cpSync(folder, copy, { recursive: true });
  const file = path.join(copy, log);
  const bytes = fs.readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 2) ^ 1, bytes.length - 2);
  fs.writeFileSync(file, bytes);
  return copy;
}

test.each([false, true])(
  'the file of an object whose record is damaged is kept and told (checked before: %s)',
  async (checked) => {
    const folder = path.join(root, `objects-${checked}`);
    const store = await openObjectStore(path.join(folder, 's3'));
    await store.createBucket('bucket');
    await store.put('bucket', 'a', Buffer.from('1'));
    await store.put('bucket', 'b', Buffer.from('2'));
    const killed = killedAndFlipped(folder, 's3/index.log');
    await store.close();
    if (checked)
      expect((await examineAccount(killed, false)).problems.join(' ')).toContain('incomplete or damaged');
    const again = await openObjectStore(path.join(killed, 's3'), existing);
    expect(again.warnings().join(' ')).toContain('incomplete or damaged');
    await again.close();
    expect([
      ...filesIn(path.join(killed, 's3/objects')),
      ...filesIn(path.join(killed, 's3/lost+found')),
    ]).toHaveLength(2);
  },
);

test('a damaged last record of the catalog is told, also by later starts', async () => {
  const folder = path.join(root, 'catalog');
  const store = openStore(path.join(folder, 'store'));
  for (const key of ['a', 'b', 'c']) store.table<number>('t').put(key, 1);
  const killed = killedAndFlipped(folder, 'store/log');
  await store.close();
  for (let start = 0; start < 2; start++) {
    const again = openStore(path.join(killed, 'store'), existing);
    expect(
      again
        .table('t')
        .list()
        .map(({ key }) => key),
    ).toEqual(['a', 'b']);
    expect(again.warnings().join(' ')).toContain('If its change was acknowledged, that change is lost');
    expect(again.health().status).toBe('damaged');
    await again.close();
  }
});
