import { type Exercise, numberOf } from './exercise';

const TABLE = 'lesson_04_rides';

export const iceberg: readonly Exercise[] = [
  {
    id: '04.1',
    question: `How many rows had ${TABLE} in its very first snapshot that holds rows?`,
    hints: [
      `"${TABLE}$snapshots" lists the snapshots; the oldest is the one with the earliest committed_at.`,
      `SELECT count(*) FROM ${TABLE} FOR VERSION AS OF <snapshot_id> counts the rows of then.`,
    ],
    solution: `const [first] = (await sql('SELECT snapshot_id FROM "${TABLE}$snapshots" ORDER BY committed_at LIMIT 1', { database: "sandbox", show: false })).rows;
(await sql(\`SELECT count(*) FROM ${TABLE} FOR VERSION AS OF \${first[0]}\`, { database: "sandbox", show: false })).value`,
    async check(answer, { ask }) {
      const count = numberOf(answer);
      if (count === undefined) return 'The answer is a number.';
      const sandbox = { database: 'sandbox' };
      const { rows } = await ask(
        `SELECT snapshot_id FROM "${TABLE}$snapshots" WHERE operation = 'append' ORDER BY committed_at LIMIT 1`,
        sandbox,
      );
      if (rows.length === 0) return 'Nothing was written yet: run the cells above first.';
      const then = await ask(`SELECT count(*) FROM ${TABLE} FOR VERSION AS OF ${rows[0]![0]}`, sandbox);
      if (count === Number(then.rows[0]![0])) return true;
      const now = Number((await ask(`SELECT count(*) FROM ${TABLE}`, sandbox)).rows[0]![0]);
      return count === now ? 'So many it has now.' : 'Look at the oldest snapshot with operation append.';
    },
  },
  {
    id: '04.2',
    question: `How many data files does ${TABLE} read from now, after OPTIMIZE? Data files only, no delete files.`,
    hints: [
      `"${TABLE}$files" has a row for each file of the current snapshot.`,
      'content tells what a file is: 0 is data, 1 position deletes, 2 equality deletes.',
    ],
    solution: `(await sql('SELECT count(*) FROM "${TABLE}$files" WHERE content = 0', { database: "sandbox", show: false })).value`,
    async check(answer, { ask }) {
      const count = numberOf(answer);
      if (count === undefined) return 'The answer is a number.';
      const { rows } = await ask(
        `SELECT count_if(content = 0), (SELECT count(*) FROM "${TABLE}$snapshots") FROM "${TABLE}$files"`,
        { database: 'sandbox' },
      );
      const [data, snapshots] = rows[0]!.map(Number) as [number, number];
      if (count === data) return true;
      return count === snapshots
        ? 'That is the number of snapshots: old ones point to old files too.'
        : 'Count the rows of $files, not those of an older snapshot.';
    },
  },
];
