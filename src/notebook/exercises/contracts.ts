import { type Exercise, numberOf, textOf } from './exercise';

export const contracts: readonly Exercise[] = [
  {
    id: '06.1',
    question:
      'How many orders were placed before their customer had signed up? (A rule that nobody has written down yet.)',
    hints: [
      'Join orders with customers by customer_id and compare order_date with signup_date.',
      'Count orders, not customers: count(*) … WHERE o.order_date < c.signup_date.',
    ],
    solution:
      '(await sql("SELECT count(*) FROM orders o JOIN customers c ON c.customer_id = o.customer_id WHERE o.order_date < c.signup_date", { show: false })).value',
    async check(answer, { ask }) {
      const count = numberOf(answer);
      if (count === undefined) return 'The answer is a number.';
      const { rows } = await ask(
        `SELECT count_if(o.order_date < c.signup_date), count(DISTINCT IF(o.order_date < c.signup_date, o.customer_id)),
           count_if(o.order_date <= c.signup_date)
         FROM orders o JOIN customers c ON c.customer_id = o.customer_id`,
      );
      const [orders, customers, upToDay] = rows[0]!.map(Number) as [number, number, number];
      if (count === orders) return true;
      if (count === customers)
        return 'That is the number of customers who did so; some did it more than once.';
      if (count === upToDay) return 'That counts orders of the very day of the sign-up too.';
      return 'Not that many.';
    },
  },
  {
    id: '06.2',
    question: 'From which table were the rows of `customers` inserted? Give its name.',
    hints: [
      'Both are in the database lakehouse; one is a CSV file with text columns only.',
      'SHOW TABLES lists them.',
    ],
    solution: '"raw_customers"',
    async check(answer, { ask }) {
      const name = textOf(answer)?.replace(/^lakehouse\./, '');
      if (name === undefined) return 'The answer is a text: the name of a table.';
      const { rows } = await ask('SHOW TABLES');
      if (!rows.some(([table]) => table === name)) return `There is no table ${JSON.stringify(answer)}.`;
      if (name === 'raw_customers') return true;
      return name === 'customers'
        ? 'A table is not its own source.'
        : 'That one feeds, or is, another table.';
    },
  },
];
