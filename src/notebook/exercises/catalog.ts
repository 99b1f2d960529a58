import { type Exercise, numberOf, textOf } from './exercise';

async function glueTable(lakehouse: Parameters<Exercise['check']>[1], Name: string) {
  const { GetTableCommand } = await import('@aws-sdk/client-glue');
  const glue = await (await lakehouse.clients('engineer')).glue();
  return (await glue.send(new GetTableCommand({ DatabaseName: 'lakehouse', Name }))).Table!;
}

export const catalog: readonly Exercise[] = [
  {
    id: '02.1',
    question:
      'Which parameter of the Glue table `orders` names the file with its newest metadata? Give the name of the parameter.',
    hints: [
      'Glue keeps free parameters with a table: Table.Parameters.',
      'The value is an address that ends with .metadata.json; there may also be one for the file before it.',
    ],
    solution: `const table = await glue.send(new GetTableCommand({ DatabaseName: "lakehouse", Name: "orders" }));
Object.entries(table.Table.Parameters).find(([name, value]) => !name.startsWith("previous") && value.endsWith(".metadata.json"))[0]`,
    async check(answer, lakehouse) {
      const name = textOf(answer);
      if (name === undefined) return 'The answer is a text: the name of a parameter.';
      const { Parameters = {} } = await glueTable(lakehouse, 'orders');
      if (name === 'previous_metadata_location')
        return 'That is the one before: what the last commit replaced.';
      if (!(name in Parameters)) return `The table has no parameter ${JSON.stringify(answer)}.`;
      return (
        Parameters[name]!.endsWith('.metadata.json') || 'That parameter says something else about the table.'
      );
    },
  },
  {
    id: '02.2',
    question: 'How many columns has `customers` for the analyst? (Not for you.)',
    hints: [
      'The catalog itself hides columns: the same question has another answer for another role.',
      'DESCRIBE customers, asked as the analyst: { as: "analyst" }.',
    ],
    solution: '(await sql("SELECT * FROM customers LIMIT 1", { as: "analyst", show: false })).columns.length',
    async check(answer, { ask }) {
      const count = numberOf(answer);
      if (count === undefined) return 'The answer is a number.';
      const of = async (as: 'analyst' | 'engineer') =>
        (await ask('SELECT * FROM customers LIMIT 0', { as })).columns.length;
      const [analyst, engineer] = await Promise.all([of('analyst'), of('engineer')]);
      if (count === analyst) return true;
      return count === engineer
        ? 'So many the engineer sees.'
        : 'Count again: DESCRIBE shows a line a column.';
    },
  },
];
