import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../src/target/project';
import { copyFolder, DAMAGES, type Damage, filesBelow, foldersBelow, keepsSize } from './harness/damage';
import { failureText } from './harness/failure';
import { FaultAccount } from './harness/faultAccount';
import { type Difference, Ledger } from './harness/ledger';
import { tell } from './harness/meta';
import { runSeed, seededRandom } from './harness/random';
import { letWrite } from './harness/work';
import { allWriters } from './writers';
import { prepareSetting } from './writers/setting';

/** Which facts a file may take along, by where it lies. What is named nowhere may take nothing along. */
const PARTS: [file: RegExp, facts: RegExp][] = [
  [/^moto\b/, /^(user|role|policy|access key|key|ciphertext|queue|topic|secret|bucket)\//],
  [/^store\b/, /^(table|dropped|entry|database|grant|budget|work group|named query|access key)\//],
  [/^s3\/(?!objects\b)/, /^(object|upload|table|dropped|bucket)\//],
  [/^s3\/objects$/, /^(object|upload|table|dropped)\//],
  [/^s3$/, /^(object|upload|table|dropped|bucket)\//],
];
const OBJECT = /^s3\/(objects|uploads)\/.+/;
/** Of the objects, these many files stand for all. */
const OBJECTS_TRIED = 3;
/** Logs, sockets, and what says who runs: state of nobody. */
const PASSING = /^[^/]*\.log(\.\d+)?$|\.sock$/;
const START_MS = 20_000;

/** Words by which a damage is told; the second says which part it is. */
const TOLD =
  /damaged|missing|corrupt|cannot be (read|replayed|opened)|torn|checksum|rebuil|set aside|is gone|not readable/i;
const names = (file: string): string[] =>
  [path.basename(file), ...file.split('/').slice(0, -1)].filter((name) => name.length > 1);

type Outcome =
  | 'fully there'
  | 'told exactly'
  | 'told'
  | 'SILENT LOSS'
  | 'MORE LOST THAN DAMAGED'
  | 'OBJECTS DELETED'
  | 'DOES NOT START';
const BAD: readonly Outcome[] = [
  'SILENT LOSS',
  'MORE LOST THAN DAMAGED',
  'OBJECTS DELETED',
  'DOES NOT START',
];

let account: FaultAccount;
let kept: string | undefined;
const ledger = new Ledger();

beforeAll(async () => {
  account = FaultAccount.in();
  await account.start();
  await prepareSetting(account);
  await letWrite({ account, ledger, random: seededRandom(runSeed()) }, allWriters(), 12);
  await ledger.verify();
  expect(ledger.takeFindings()).toEqual([]);
  await account.stop();
  kept = `${account.home}-kept`;
  copyFolder(account.home, kept);
});
afterAll(async () => {
  await account.remove();
  if (kept) fs.rmSync(kept, { recursive: true, force: true });
});

/** Damages one file of a fresh copy, starts, and looks at everything. */
async function tryDamage(file: string, damage: Damage): Promise<{ outcome: Outcome; more: string }> {
  fs.rmSync(account.home, { recursive: true, force: true });
  copyFolder(String(kept), account.home);
  DAMAGES[damage](path.join(account.folder, file));
  const objects = () =>
    (fs.existsSync(path.join(account.folder, 's3'))
      ? filesBelow(path.join(account.folder, 's3'))
      : []
    ).filter((name) => /^(objects|uploads)\//.test(name));
  const before = objects();
  try {
    const took = await account.start();
    if (took > START_MS) return { outcome: 'DOES NOT START', more: `it took ${took} ms` };
  } catch (error) {
    await account.stop();
    return { outcome: 'DOES NOT START', more: failureText(error).slice(-200) };
  }
  try {
    const lost = await ledger.differences();
    const after = new Set(objects());
    const deleted = before.filter((name) => !after.has(name));
    if (deleted.length)
      return { outcome: 'OBJECTS DELETED', more: `${deleted.length} of ${before.length} files` };
    if (!lost.length) return { outcome: 'fully there', more: '' };
    return judge(file, damage, lost);
  } finally {
    await account.stop();
  }
}

async function judge(
  file: string,
  damage: Damage,
  lost: Difference[],
): Promise<{ outcome: Outcome; more: string }> {
  const more = `${lost.length} of ${ledger.size} facts, such as ${lost[0]?.text.slice(0, 140)}`;
  if (OBJECT.test(file)) {
    if (lost.length > 1) return { outcome: 'MORE LOST THAN DAMAGED', more };
    // Bytes that changed behind everybody's back are seen by who compares checksums, as on S3.
    if (keepsSize(damage)) return { outcome: 'told', more };
  } else {
    const may = PARTS.find(([place]) => place.test(file))?.[1];
    const beyond = lost.find(({ key }) => !may?.test(key));
    if (beyond) return { outcome: 'MORE LOST THAN DAMAGED', more: beyond.text.slice(0, 200) };
  }
  const said = `${(await account.health())?.text} ${account.log()} ${doctor()}`;
  if (!TOLD.test(said)) return { outcome: 'SILENT LOSS', more };
  return { outcome: names(file).some((name) => said.includes(name)) ? 'told exactly' : 'told', more };
}

function doctor(): string {
  const command = path.join(projectRoot(), 'src', 'bin', 'lakehouse.js');
  try {
    return execFileSync(process.execPath, [command, 'doctor'], {
      env: { ...process.env, LAKEHOUSE_HOME: account.home },
      encoding: 'utf8',
      stdio: 'pipe',
      timeout: 60_000,
    });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}

test('every file of state, damaged in every way: the account starts, and says what is lost', async ({
  task,
}) => {
  const files = filesBelow(account.folder).filter((file) => !PASSING.test(file));
  const objects = files.filter((file) => OBJECT.test(file));
  const every = Math.max(1, Math.floor(objects.length / OBJECTS_TRIED));
  const tried = files.filter((file) => !OBJECT.test(file) || objects.indexOf(file) % every === 0);
  const only = process.env.DAMAGE;
  const cases: [string, Damage][] = [
    ...tried.flatMap((file) =>
      (Object.keys(DAMAGES) as Damage[]).map((damage): [string, Damage] => [file, damage]),
    ),
    ...foldersBelow(account.folder)
      .filter((folder) => !OBJECT.test(folder))
      .map((folder): [string, Damage] => [folder, 'removed']),
  ].filter(([file]) => !only || new RegExp(only).test(file));
  const bad: string[] = [];
  for (const [file, damage] of cases) {
    const { outcome, more } = await tryDamage(file, damage);
    const line = `${file} ${damage}: ${outcome}${more && ` (${more})`}`;
    tell(task, line);
    console.log(line);
    if (BAD.includes(outcome)) bad.push(line);
  }
  tell(task, `${cases.length} cases, ${bad.length} bad`);
  expect(bad).toEqual([]);
});
