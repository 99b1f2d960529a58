import { describe, expect, it } from 'vitest';
import { refusal } from './refusal';

// Texts and places of Trino, with Athena's own words where it differs.
describe('aggregates and window functions out of place', () => {
  it.each([
    [
      'SELECT name, count(*) FROM people',
      "EXPRESSION_NOT_AGGREGATE: line 1:8: 'name' must be an aggregate expression or appear in GROUP BY clause",
    ],
    [
      'SELECT name, age FROM people GROUP BY name',
      "EXPRESSION_NOT_AGGREGATE: line 1:14: 'age' must be an aggregate expression or appear in GROUP BY clause",
    ],
    [
      'SELECT name FROM people GROUP BY name ORDER BY age',
      "EXPRESSION_NOT_AGGREGATE: line 1:48: 'age' must be an aggregate expression or appear in GROUP BY clause",
    ],
    [
      'SELECT name FROM people GROUP BY name HAVING age > 1',
      "EXPRESSION_NOT_AGGREGATE: line 1:50: '(age > 1)' must be an aggregate expression or appear in GROUP BY clause",
    ],
    [
      'SELECT age + 1 FROM people GROUP BY name',
      "EXPRESSION_NOT_AGGREGATE: line 1:12: '(age + 1)' must be an aggregate expression or appear in GROUP BY clause",
    ],
    [
      'SELECT * FROM people GROUP BY name',
      "EXPRESSION_NOT_AGGREGATE: line 1:8: 'id' must be an aggregate expression or appear in GROUP BY clause",
    ],
    [
      'SELECT count(*) FROM people GROUP BY count(*)',
      'EXPRESSION_NOT_SCALAR: line 1:38: GROUP BY clause cannot contain aggregations, window functions or grouping operations: [count(*)]',
    ],
    [
      'SELECT name FROM people WHERE count(*) > 1',
      'EXPRESSION_NOT_SCALAR: line 1:40: WHERE clause cannot contain aggregations, window functions or grouping operations: [count(*)]',
    ],
    [
      'SELECT sum(count(*)) FROM people',
      "NESTED_AGGREGATION: line 1:8: Cannot nest aggregations inside aggregation 'sum': [count(*)]",
    ],
    [
      'SELECT sum(sum(id) OVER ()) FROM people',
      "NESTED_WINDOW: line 1:8: Cannot nest window functions or row pattern measures inside aggregation 'sum': [sum(id) OVER ()]",
    ],
    [
      'SELECT name FROM people WHERE row_number() OVER () = 1',
      'EXPRESSION_NOT_SCALAR: line 1:52: WHERE clause cannot contain aggregations, window functions or grouping operations: [row_number() OVER ()]',
    ],
    [
      'SELECT name, row_number() FROM people',
      'MISSING_OVER: line 1:14: Window function row_number requires an OVER clause',
    ],
    [
      'SELECT sum(id) OVER w FROM people',
      'INVALID_WINDOW_REFERENCE: line 1:21: Cannot resolve WINDOW name w',
    ],
    [
      'SELECT lower(name) OVER () FROM people',
      "FUNCTION_NOT_AGGREGATE: line 1:8: Function 'lower' is not an aggregate function",
    ],
    [
      'SELECT DISTINCT name FROM people ORDER BY age',
      'EXPRESSION_NOT_IN_DISTINCT: line 1:1: For SELECT DISTINCT, ORDER BY expressions must appear in select list',
    ],
    [
      'SELECT grouping(name) FROM people',
      'MISSING_GROUP_BY: line 1:8: A GROUPING() operation can only be used with a corresponding GROUPING SET/CUBE/ROLLUP/GROUP BY clause',
    ],
  ])('%s', (sql, message) => {
    expect(refusal(sql)).toBe(message);
  });
});
