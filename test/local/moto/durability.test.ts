import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openRecordLog } from '../../../src/local/durable/recordLog';
import type { JournalEntry } from '../../../src/local/moto/journalEntry';
import type { Moto } from '../../../src/local/moto/moto';
import { ask, must, openMoto, role, say } from './ask';

let root: string;
beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-durability-'));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
afterEach(() => {
  vi.restoreAllMocks();
});

const roleNames = async (moto: Moto): Promise<string[]> =>
  [...(await must(moto, ['iam', 'ListRoles', { MaxItems: 1000 }])).matchAll(/<RoleName>(.*?)</g)].map(
    ([, name]) => name ?? '',
  );

/** What `kill -9` of everything leaves: the folder as it is now. */
function crashed(folder: string): string {
  const copy = `${folder}-crashed-${fs.readdirSync(root).length}`;
  fs.cpSync(folder, copy, { recursive: true, filter: (file) => !file.endsWith('.sock') });
  return copy;
}

function flip(file: string, at: number): void {
  const bytes = fs.readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 4;
  fs.writeFileSync(file, bytes);
}

const full = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

test('a full disk refuses a change before moto sees it, keeps reads going, and loses nothing acknowledged', {
  timeout: 60_000,
}, async () => {
  const folder = path.join(root, 'full');
  const moto = await openMoto(folder);
  await must(moto, role('before'));
  const real = fs.writeSync;
  let written = 0;
  vi.spyOn(fs, 'writeSync').mockImplementation(((f: number, b: Buffer, o: number, l: number, p: number) => {
    // Half of the first entry fits.
    if (++written > 1) throw full();
    return real(f, b, o, Math.floor(l / 2), p);
  }) as typeof fs.writeSync);
  await expect(ask(moto, role('refused'))).rejects.toMatchObject({
    code: 'InsufficientStorage',
    status: 507,
  });
  await expect(ask(moto, role('refused too'))).rejects.toMatchObject({ status: 507 });
  expect(await roleNames(moto)).toEqual(['before']);
  vi.restoreAllMocks();
  await must(moto, role('after'));
  const again = await openMoto(crashed(folder));
  expect((await roleNames(again)).sort()).toEqual(['after', 'before']);
  expect(again.warnings()).toEqual([]);
  await Promise.all([moto.close(), again.close()]);
});

test('a call that was refused, but changed something, does the same at every replay', {
  timeout: 60_000,
}, async () => {
  const folder = path.join(root, 'refused');
  const moto = await openMoto(folder);
  const refused = await ask(moto, ['s3', 'CreateBucket', { Bucket: 'half', ACL: 'bogus' }]);
  expect(refused.status).toBeGreaterThanOrEqual(400);
  // moto kept the bucket.
  await must(moto, [
    's3',
    'PutBucketTagging',
    { Bucket: 'half', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } },
  ]);
  const again = await openMoto(crashed(folder));
  expect(again.warnings()).toEqual([]);
  expect(again.health()).toEqual({ name: 'moto', status: 'ok' });
  expect(await say(again, ['s3', 'GetBucketTagging', { Bucket: 'half' }])).toContain('<Key>a</Key>');
  await Promise.all([moto.close(), again.close()]);
});

test('a flipped bit loses one call only, and a warning names it', { timeout: 60_000 }, async () => {
  const folder = path.join(root, 'flipped');
  const moto = await openMoto(folder);
  const journal = path.join(folder, 'journal.log');
  await must(moto, role('first'));
  const at = fs.statSync(journal).size + 100;
  await must(moto, role('second'));
  await must(moto, role('third'));
  const copy = crashed(folder);
  flip(path.join(copy, 'journal.log'), at);
  const again = await openMoto(copy);
  expect((await roleNames(again)).sort()).toEqual(['first', 'third']);
  expect(again.warnings()).toEqual([expect.stringContaining('The entries 2 of')]);
  expect(again.health().status).toBe('damaged');
  await Promise.all([moto.close(), again.close()]);
});

test('a call that cannot be carried out again is set aside and named, and the account starts', {
  timeout: 60_000,
}, async () => {
  const folder = path.join(root, 'aside');
  const moto = await openMoto(folder);
  await must(moto, role('gone'));
  await must(moto, ['iam', 'TagRole', { RoleName: 'gone', Tags: [{ Key: 'a', Value: 'b' }] }]);
  await must(moto, role('stays'));
  const copy = crashed(folder);
  const { log, records } = openRecordLog(path.join(copy, 'journal.log'));
  const payloads = records.map(({ payload }) => payload);
  const other = { ...(JSON.parse(String(payloads[0])) as JournalEntry) };
  other.claim.input = { ...other.claim.input, RoleName: 'another' };
  log.replace([Buffer.from(JSON.stringify(other)), ...payloads.slice(1)], 1);
  log.close();
  for (let start = 0; start < 2; start++) {
    const again = await openMoto(copy);
    expect((await roleNames(again)).sort()).toEqual(['another', 'stays']);
    expect(again.warnings()).toEqual([
      expect.stringMatching(/^Entry 2 of moto's journal \(20.*, iam TagRole of gone\).*moto answered 404/),
    ]);
    await again.close();
  }
  await moto.close();
});

test('damaged checkpoints are answered by the older one, or by all calls ever made', {
  timeout: 120_000,
}, async () => {
  const folder = path.join(root, 'checkpoints');
  const moto = await openMoto(folder);
  const names: string[] = [];
  for (let i = 0; i < 3; i++) {
    for (const name of [`a${i}`, `b${i}`]) {
      names.push(name);
      await must(moto, role(name));
    }
    await moto.checkpoint();
  }
  names.push('last');
  await must(moto, role('last'));
  const ids = async (moto: Moto) =>
    [...(await must(moto, ['iam', 'ListRoles'])).matchAll(/<RoleId>(.*?)</g)].map(([, id]) => id);
  const before = await ids(moto);
  const checkpoints = fs.readdirSync(path.join(folder, 'checkpoints')).sort();
  expect(checkpoints).toEqual(['000000000004.checkpoint', '000000000006.checkpoint']);
  expect(fs.readdirSync(path.join(folder, 'archive')).sort()).toEqual([
    '000000000001-000000000002.gz',
    '000000000003-000000000004.gz',
  ]);
  expect(fs.statSync(path.join(folder, 'checkpoints', '000000000006.checkpoint')).mode & 0o777).toBe(0o600);
  for (const damaged of [checkpoints.slice(1), checkpoints]) {
    const copy = crashed(folder);
    for (const name of damaged) flip(path.join(copy, 'checkpoints', name), 5000);
    const again = await openMoto(copy);
    expect((await roleNames(again)).sort()).toEqual([...names].sort());
    expect(await ids(again)).toEqual(before);
    expect(again.warnings()).toHaveLength(damaged.length);
    expect(again.warnings()[0]).toContain('checksum');
    await again.close();
  }
  await moto.close();
});

test('moto is started again however often it is killed, and calls on their way get their answers', {
  timeout: 120_000,
}, async () => {
  const folder = path.join(root, 'killed');
  const moto = await openMoto(folder);
  const made: string[] = [];
  let wanted = true;
  const writer = (async () => {
    for (let i = 0; wanted; i++) {
      try {
        const { status } = await ask(moto, role(`r${i}`));
        expect(status).toBe(200);
        made.push(`r${i}`);
      } catch (error) {
        // It takes longer and longer to come back; the client of an SDK would try again.
        expect(error).toMatchObject({ code: 'ServiceUnavailable', status: 503 });
      }
    }
  })();
  for (let kills = 0; kills < 3; kills++) {
    const before = made.length;
    await vi.waitFor(() => expect(made.length).toBeGreaterThan(before + 10), 30_000);
    process.kill(await moto.pid(), 'SIGKILL');
  }
  const before = made.length;
  await vi.waitFor(() => expect(made.length).toBeGreaterThan(before), 30_000);
  wanted = false;
  await writer;
  const there = new Set(await roleNames(moto));
  expect(made.filter((name) => !there.has(name))).toEqual([]);
  expect(moto.warnings()).toEqual([]);
  await moto.close();
});

test('a call on which moto hangs fails, is set aside, and the next ones are answered', {
  timeout: 60_000,
}, async () => {
  const moto = await openMoto(path.join(root, 'hung'), { callMs: 5000 });
  await must(moto, role('before'));
  process.kill(await moto.pid(), 'SIGSTOP');
  const { status, headers } = await ask(moto, role('hangs'));
  expect([status, headers['x-lakehouse-failed']]).toEqual([500, 'MotoGone']);
  await must(moto, role('after'));
  expect((await roleNames(moto)).sort()).toEqual(['after', 'before']);
  expect(moto.warnings()).toEqual([expect.stringContaining('moto hung on it')]);
  await moto.close();
});
