import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundledWriter, type Writer } from '../killedWriter';
import { foreignSnapshots } from './foreign';
import { deployer, openAccount } from './lakehouse';
import { liveRows } from './rowChanges';

/** The account is killed while INSERT, DELETE, MERGE, OPTIMIZE and VACUUM are under way. */

let writer: Writer;
beforeAll(async () => {
  writer = await bundledWriter(join(__dirname, 'crashWriter.ts'));
});
afterAll(() => writer.remove());

const BATCHES = 100_000;
/** A moment, in ms: the kill comes in the middle of something. */
const moment = () => Math.random() * 150;

/** What is wrong with the rows, by all that was told: acknowledged changes are there, and each as a whole and once. */
function problems(rows: (string | undefined)[][], told: ReadonlySet<string>): string[] {
  const versions = new Map<number, string>();
  const found: string[] = [];
  for (const [id, version] of rows) {
    if (versions.has(Number(id))) found.push(`row ${id} is there twice`);
    versions.set(Number(id), version!);
  }
  const batches = new Set([
    ...[...versions.keys()].map((id) => Math.floor(id / 10)),
    ...[...told].map((line) => Number(/\d+$/.exec(line)![0])),
  ]);
  for (const n of batches) {
    const [kept, deleted, untouched, merged] = [0, 1, 2, 5].map((place) => versions.get(n * 10 + place));
    const check = (holds: boolean, what: string) => holds || found.push(`batch ${n}: ${what}`);
    check((kept === undefined) === (untouched === undefined), 'half of an INSERT');
    check((kept === '1') === (merged === '1'), 'half of a MERGE');
    check(kept !== undefined || (deleted ?? merged) === undefined, 'rows came back');
    check(kept === undefined || kept === '0' || kept === '1', 'merged twice');
    if (told.has(`insert ${n}`)) check(kept !== undefined, 'an INSERT is lost');
    if (told.has(`lost insert ${n}`)) check(kept === undefined, 'an INSERT that failed is there');
    if (told.has(`delete ${n}`)) check(deleted === undefined, 'a DELETE is lost');
    if (told.has(`lost delete ${n}`)) check(deleted !== undefined, 'a DELETE that failed happened');
    if (told.has(`merge ${n}`)) check(merged === '1', 'a MERGE is lost');
    if (told.has(`lost merge ${n}`)) check(merged === undefined, 'a MERGE that failed happened');
  }
  return found;
}

test('after kill -9: every change that was told is there, whole and once, for other readers too', async () => {
  const place = join(writer.folder, 'account');
  const told = new Set<string>();
  const rounds = Number(process.env.ROUNDS ?? 2);
  for (let round = 1; round <= rounds; round++) {
    const lines = 4 + Math.floor(Math.random() * 20);
    for (const line of await writer.writeAndKill([place, String(round * BATCHES)], lines, moment))
      told.add(line);
    const { account, close } = await openAccount(place);
    try {
      const rows = await liveRows(deployer(account), 't');
      expect(problems(rows, told), `round ${round}`).toEqual([]);
      if (round === rounds) {
        const last = (await foreignSnapshots(account, 't')).at(-1)!;
        const sorted = (of: (string | null | undefined)[][]) => of.map((row) => row.join(' ')).sort();
        expect(sorted(last.pyiceberg)).toEqual(sorted(rows));
        expect(sorted(last.duckdb)).toEqual(sorted(rows));
      }
    } finally {
      await close();
    }
  }
  expect(told.size).toBeGreaterThanOrEqual(4 * rounds);
}, 600_000);
