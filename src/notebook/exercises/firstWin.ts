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
    question: 'How many different customers have ordered at least once?',
    hints: [
      'Not every customer has ordered, and many have ordered more than once.',
      'count(DISTINCT column) counts each value once.',
    ],
    solution: '(await sql("SELECT count(DISTINCT customer_id) FROM orders", { show: false })).value',
    async check(answer, { ask }) {
      const count = numberOf(answer);
      if (count === undefined) return 'The answer is a number.';
      const { rows } = await ask(
        'SELECT (SELECT count(DISTINCT customer_id) FROM orders), (SELECT count(*) FROM orders), (SELECT count(*) FROM customers)',
      );
      const [distinct, orders, customers] = rows[0]!.map(Number) as [number, number, number];
      if (count === distinct) return true;
      if (count === orders)
        return 'That is the number of orders: customers who ordered twice are counted twice.';
      if (count === customers) return 'That is the number of all customers, also of those who never ordered.';
      return 'Not that many.';
    },
  },
];
