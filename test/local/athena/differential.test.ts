import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call } from '../../../src/local/call';
import { attempt, engineer, type Lakehouse, openLakehouse, run } from './lakehouse';
import { type Column, condition, partitioning, type Random, random, TableHistory } from './randomTable';
import { createTable, liveRows, SANDBOX, snapshots } from './rowChanges';

/**
 * Random tables of many files, schemas and deletes, and random conditions. What is answered with the files left out that
 * a condition rules out, is what is answered when all of them are read. `SEED=7 ROUNDS=20` tries other ones.
 */

const ROUNDS = Number(process.env.ROUNDS ?? 2);
const SEED = Number(process.env.SEED ?? 3);

let lakehouse: Lakehouse;
let call: Call;
beforeAll(async () => {
  lakehouse = await openLakehouse();
  call = engineer(lakehouse.account);
});
afterAll(() => lakehouse.close());

/** A condition that is compared with something tells nothing: all files are read for it. */
const untold = (text: string) => `(${text}) = true`;
const told = (text: string) => text;
type Wrap = (condition: string) => string;

/** A number that depends on a condition, wherever conditions can stand. */
function question(r: Random, table: string, columns: Column[]): (wrap: Wrap) => string {
  if (r.chance(0.6)) {
    const where = condition(r, columns, '', r.below(2));
    return (wrap) => `SELECT count(*) FROM ${table} WHERE ${wrap(where)}`;
  }
  const [x, y] = [condition(r, columns, 'x.', 1), condition(r, columns, 'y.', 1)];
  const where = r.one([`(${x} AND ${y})`, `(${x} OR ${y})`, y]);
  const join = r.one(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN']);
  const numbered = `(SELECT *, row_number() OVER (ORDER BY id) AS rn FROM ${table})`;
  return r.one<(wrap: Wrap) => string>([
    (wrap) => `SELECT count(*) FROM ${table} x ${join} ${table} y ON x.id = y.id WHERE ${wrap(where)}`,
    (wrap) =>
      `SELECT count(*) FROM ${table} x WHERE EXISTS (SELECT 1 FROM ${table} y WHERE y.id = x.id AND ${wrap(where)})`,
    (wrap) => `SELECT count(*) FROM ${numbered} x, ${table} y WHERE x.rn < 5 AND ${wrap(where)}`,
  ]);
}

/** Asks many questions with few queries; where one of them fails, one by one. */
async function answers(questions: string[]): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (let i = 0; i < questions.length; i += 30) {
    const part = questions.slice(i, i + 30);
    const together = await attempt(call, `SELECT ${part.map((sql) => `(${sql})`).join(', ')}`, SANDBOX);
    if (together.state === 'SUCCEEDED') found.push(...together.rows[1]!);
    else
      for (const sql of part) {
        const { rows, reason } = await attempt(call, sql, SANDBOX);
        found.push(rows[1]?.[0] ?? reason?.replace(/line \d+:\d+/, ''));
      }
  }
  return found;
}

test.each(Array.from({ length: ROUNDS }, (_, i) => SEED + i))(
  'seed %d',
  async (seed) => {
    const r = random(seed);
    const history = new TableHistory(r);
    const [pruned, whole] = [`pruned${seed}`, `whole${seed}`];
    const partitions = partitioning(r);
    await createTable(call, pruned, history.types, partitions);
    await createTable(call, whole, history.types);
    const log = [partitions];
    /** The columns of each snapshot. */
    const versions = new Map<bigint, Column[]>();
    const context = () => log.join(';\n');
    for (let step = 0; step < 10; step++) {
      const statement = history.next(step);
      log.push(statement(pruned, told));
      const [one, other] = [
        await run(call, statement(pruned, told), SANDBOX),
        await run(call, statement(whole, untold), SANDBOX),
      ];
      expect(one.updateCount, context()).toBe(other.updateCount);
      const version = (await snapshots(lakehouse.account, 'sandbox', pruned)).at(-1)!['snapshot-id'];
      if (!versions.has(version)) versions.set(version, history.columns);
    }
    // Files keep one of the two zeros where both would be.
    const rows = async (table: string) =>
      (await liveRows(call, table)).map((row) => row.map((value) => (value === '-0.0' ? '0.0' : value)));
    expect(await rows(pruned), context()).toEqual(await rows(whole));

    const [version, columns] = r.one([...versions]);
    const then = `${pruned} FOR VERSION AS OF ${version}`;
    const questions = [
      ...r.some(44, () => question(r, pruned, history.columns)),
      ...r.some(12, () => {
        const where = condition(r, columns);
        return (wrap: Wrap) => `SELECT count(*) FROM ${then} WHERE ${wrap(where)}`;
      }),
    ];
    const [withTold, withAll] = [
      await answers(questions.map((ask) => ask(told))),
      await answers(questions.map((ask) => ask(untold))),
    ];
    const shown = (found: (string | undefined)[]) =>
      found.map((value, i) => `${questions[i]!(told)}: ${value}`);
    expect(shown(withTold), context()).toEqual(shown(withAll));
    expect(new Set(withAll).size, context()).toBeGreaterThan(3);
  },
  120_000,
);
