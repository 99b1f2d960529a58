import { type Exercise, numberOf, textOf } from './exercise';

export const firstWin: readonly Exercise[] = [
  {
    id: '00.1',
    question: 'Which category has the largest single order? Give its name.',
    hints: [
      'A single order is one row of `orders`; its price is `amount`.',
      'Order the rows by `amount`, the largest first, and take one: ORDER BY … DESC LIMIT 1.',
    ],
    solution:
      '(await sql("SELECT category FROM orders ORDER BY amount DESC LIMIT 1", { show: false })).value',
    async check(answer, { ask }) {
      const name = textOf(answer);
      if (name === undefined) return 'The answer is a text: the name of a category.';
      const { rows } = await ask(
        'SELECT DISTINCT category, amount = (SELECT max(amount) FROM orders) AS largest FROM orders',
      );
      if (!rows.some(([category]) => category === name))
        return `There is no category ${JSON.stringify(answer)}.`;
      if (rows.some(([category, largest]) => category === name && largest === true)) return true;
      return 'That category has orders, but not the largest one. The category with the most revenue is another question.';
    },
  },
  {
    id: '00.2',
    question:
      'How many different customers have sent something back at least once? (Their orders have the status returned.)',
    hints: [
      "WHERE status = 'returned' leaves the orders that came back; some customers have several of them.",
      'count(DISTINCT column) counts each value once.',
    ],
    solution:
      '(await sql("SELECT count(DISTINCT customer_id) FROM orders WHERE status = \'returned\'", { show: false })).value',
    async check(answer, { ask }) {
      const count = numberOf(answer);
      if (count === undefined) return 'The answer is a number.';
      const { rows } = await ask(
        `SELECT count(DISTINCT IF(status = 'returned', customer_id)), count_if(status = 'returned'), count(DISTINCT customer_id)
         FROM orders`,
      );
      const [distinct, orders, customers] = rows[0]!.map(Number) as [number, number, number];
      if (count === distinct) return true;
      if (count === orders)
        return 'That is the number of orders that came back: who sent back two is counted twice.';
      if (count === customers) return 'So many have ordered; not all of them have sent something back.';
      return 'Not that many.';
    },
  },
];
