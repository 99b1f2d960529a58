import { type Exercise, namesOf } from './exercise';

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, i) => name === b[i]);

export const governance: readonly Exercise[] = [
  {
    id: '05.1',
    question: 'Which columns of `customers` does the engineer see and the analyst not? Give a list of names.',
    hints: [
      'access({ as: "analyst" }) tells it for each column.',
      'Compare .columns of the same SELECT * for both roles.',
    ],
    solution: `const of = async (as) => (await sql("SELECT * FROM customers LIMIT 0", { as, show: false })).columns.map(({ name }) => name);
const seen = await of("analyst");
(await of("engineer")).filter((name) => !seen.includes(name))`,
    async check(answer, { ask }) {
      const names = namesOf(answer);
      if (!names) return 'The answer is a list of texts, such as ["city", "zip"].';
      const of = async (as: 'analyst' | 'engineer') =>
        (await ask('SELECT * FROM customers LIMIT 0', { as })).columns.map(({ name }) => name);
      const [analyst, engineer] = await Promise.all([of('analyst'), of('engineer')]);
      const hidden = engineer.filter((name) => !analyst.includes(name)).sort();
      if (same(names, hidden)) return true;
      if (names.some((name) => !engineer.includes(name))) return 'customers has no such column.';
      return names.some((name) => analyst.includes(name))
        ? 'The analyst does see one of these.'
        : 'There are more.';
    },
  },
  {
    id: '05.2',
    question:
      'Shut the hole: change the grants so that the analyst sees exactly id and name of lesson_05_staff, also when columns are added tomorrow. Answer "done".',
    hints: [
      'A list of excluded columns opens everything else, also what is not there yet. A list of included columns opens these only.',
      'Revoke SELECT from the resource with ColumnWildcard, then grant SELECT on TableWithColumns with ColumnNames: ["id", "name"].',
    ],
    solution: `await revoke("analyst", "lesson_05_staff", { except: ["ssn"] });
await grant("analyst", "lesson_05_staff", { columns: ["id", "name"] });
"done"`,
    async check(answer, { ask, clients, target }) {
      if (answer !== 'done') return 'Change the grants, then answer "done".';
      const seen = await ask('SELECT * FROM lesson_05_staff LIMIT 0', {
        as: 'analyst',
        database: 'sandbox',
      }).then(
        ({ columns }) => columns.map(({ name }) => name).sort(),
        () => undefined,
      );
      if (!seen) return 'The analyst sees nothing of the table now: that is safe, but too much.';
      if (!same(seen, ['id', 'name'])) return `The analyst sees ${seen.join(', ')}.`;
      const { ListPermissionsCommand } = await import('@aws-sdk/client-lakeformation');
      const { PrincipalResourcePermissions = [] } = await (
        await (await clients('deployer')).lakeFormation()
      ).send(
        new ListPermissionsCommand({
          Principal: {
            DataLakePrincipalIdentifier: `arn:aws:iam::${target.accountId}:role/lakehouse-analyst`,
          },
          Resource: { Table: { DatabaseName: 'sandbox', Name: 'lesson_05_staff' } },
        }),
      );
      const excludes = PrincipalResourcePermissions.some(
        ({ Resource }) => Resource?.TableWithColumns?.ColumnWildcard,
      );
      return (
        !excludes ||
        'Today these are the two columns, but a column added tomorrow would be seen: it is still an exclude list.'
      );
    },
  },
];
