import { type Exercise, textOf } from './exercise';

export const ingest: readonly Exercise[] = [
  {
    id: '03.1',
    question:
      'Load a file of your own (or data/customers.csv) into a new table of the sandbox. Give the table’s name.',
    hints: [
      'load("my-file.csv", { table: "my_table" }) does it; a path is relative to the notebook.',
      'The table must be in the database sandbox and hold at least one row. Tables whose names begin with lesson_ are the lessons’ own.',
    ],
    solution: 'await load("../data/orders.csv", { table: "my_orders" })\n"my_orders"',
    async check(answer, { ask }) {
      const name = textOf(answer)?.replace(/^sandbox\./, '');
      if (!name || !/^[a-z0-9_]+$/.test(name)) return 'The answer is a text: the name of a table.';
      if (name.startsWith('lesson_')) return 'That is one of the lesson’s own tables: make one yourself.';
      const sandbox = { database: 'sandbox' };
      const { rows } = await ask(
        `SELECT count(*) FROM information_schema.tables WHERE table_schema = 'sandbox' AND table_name = '${name}'`,
        sandbox,
      );
      if (Number(rows[0]![0]) === 0) return `There is no table ${name} in the sandbox.`;
      const count = Number((await ask(`SELECT count(*) FROM "${name}"`, sandbox)).rows[0]![0]);
      return count > 0 || `The table ${name} is there, but it is empty.`;
    },
  },
  {
    id: '03.2',
    question:
      'The raw CSV table says that every column is text. Which type has `zip` in the Iceberg table `customers`, and so keeps the zero in 07030? Give the type as DESCRIBE does.',
    hints: [
      'A number has no leading zeros: 07030 would become 7030.',
      'DESCRIBE customers shows a column and its type on each line; look at zip.',
    ],
    solution: `const lines = await sql("DESCRIBE customers", { show: false });
lines.rows.map(([line]) => String(line).trim().split(/\\s+/)).find(([name]) => name === "zip")[1]`,
    async check(answer, { clients }) {
      const type = textOf(answer);
      if (type === undefined) return 'The answer is a text: the name of a type.';
      const { GetTableCommand } = await import('@aws-sdk/client-glue');
      const { Table } = await (await (await clients('engineer')).glue()).send(
        new GetTableCommand({ DatabaseName: 'lakehouse', Name: 'customers' }),
      );
      const real = Table!.StorageDescriptor!.Columns!.find(({ Name }) => Name === 'zip')!.Type!;
      if (type === real || (real === 'string' && type === 'varchar')) return true;
      if (/int|decimal|double|float/.test(type)) return 'A number would lose the zeros in front.';
      return 'DESCRIBE says another type.';
    },
  },
];
