/** The demo's questions: kept as named queries of the work groups, and asked by `scripts/run_demo_queries.sh`. */
export interface DemoQuery {
  name: string;
  description: string;
  sql: string;
}

export const DEMO_QUERIES: readonly DemoQuery[] = [
  {
    name: 'revenue-by-category',
    description: 'Revenue by category',
    sql: `SELECT category, count(*) AS orders, sum(amount) AS revenue
FROM orders
GROUP BY category
ORDER BY revenue DESC`,
  },
  {
    name: 'top-customers',
    description: 'The five customers who spent most',
    sql: `SELECT c.first_name || ' ' || c.last_name AS customer, c.city, count(*) AS orders, sum(o.amount) AS spent
FROM customers c JOIN orders o ON o.customer_id = c.customer_id
WHERE o.status <> 'returned'
GROUP BY c.customer_id, c.first_name, c.last_name, c.city
ORDER BY spent DESC, customer
LIMIT 5`,
  },
  {
    name: 'running-revenue-by-month',
    description: 'Revenue by month, and the running total of the year',
    sql: `WITH months AS (
  SELECT year(order_date) AS year, month(order_date) AS month, sum(amount) AS revenue
  FROM orders
  GROUP BY year(order_date), month(order_date)
)
SELECT year, month, revenue, sum(revenue) OVER (PARTITION BY year ORDER BY month) AS revenue_so_far
FROM months
ORDER BY year, month`,
  },
];
