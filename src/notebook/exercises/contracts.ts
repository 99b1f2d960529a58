import { type Exercise, numberOf, textOf } from './exercise';

export const contracts: readonly Exercise[] = [
  {
    id: '06.1',
    question:
      'Somebody proposes a rule: no order in the first 90 days after its customer signed up. How many orders break it? (An order on day 90 keeps it.)',
    hints: [
      "Join orders with customers by customer_id; date_diff('day', signup_date, order_date) counts the days between.",
      "Count orders, not customers: count(*) … WHERE date_diff('day', c.signup_date, o.order_date) < 90.",
    ],
    solution: `(await sql(\`
  SELECT count(*) FROM orders o JOIN customers c ON c.customer_id = o.customer_id
  WHERE date_diff('day', c.signup_date, o.order_date) < 90\`, { show: false })).value`,
    async check(answer, { ask }) {
      const count = numberOf(answer);
      if (count === undefined) return 'The answer is a number.';
      const { rows } = await ask(
        `SELECT count_if(days < 90), count(DISTINCT IF(days < 90, customer_id)), count_if(days <= 90), count_if(days >= 90)
         FROM (SELECT o.customer_id, date_diff('day', c.signup_date, o.order_date) AS days
               FROM orders o JOIN customers c ON c.customer_id = o.customer_id)`,
      );
      const [orders, customers, withDay, keeping] = rows[0]!.map(Number) as [number, number, number, number];
      if (count === orders) return true;
      if (count === customers)
        return 'That is the number of customers who did so; some did it more than once.';
      if (count === withDay) return 'That counts orders of day 90 too, and they keep the rule.';
      return count === keeping ? 'So many orders keep the rule.' : 'Not that many.';
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
