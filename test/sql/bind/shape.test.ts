import { describe, expect, it } from 'vitest';
import { refusal } from './refusal';

// Texts and places of Trino, with Athena's own words where it differs.
describe('clauses that do not fit together', () => {
  it.each([
    [
      'SELECT id IN (SELECT id, name FROM people) FROM people',
      'NOT_SUPPORTED: line 1:11: Multiple columns returned by subquery are not yet supported',
    ],
    [
      'SELECT (SELECT id, name FROM people)',
      'NOT_SUPPORTED: line 1:8: Multiple columns returned by subquery are not yet supported',
    ],
    [
      'SELECT name FROM people GROUP BY 3',
      'INVALID_COLUMN_REFERENCE: line 1:34: GROUP BY position 3 is not in select list',
    ],
    [
      'SELECT name FROM people GROUP BY 0',
      'INVALID_COLUMN_REFERENCE: line 1:34: GROUP BY position 0 is not in select list',
    ],
    [
      'SELECT name FROM people ORDER BY 2',
      'INVALID_COLUMN_REFERENCE: line 1:34: ORDER BY position 2 is not in select list',
    ],
    [
      'SELECT * FROM people p JOIN orders o ON p.id',
      'TYPE_MISMATCH: line 1:41: JOIN ON clause must evaluate to a boolean: actual type integer',
    ],
    [
      "SELECT 1 UNION SELECT 'a'",
      'TYPE_MISMATCH: line 1:10: column 1 in UNION query has incompatible types: integer, varchar(1)',
    ],
    [
      'SELECT 1, 2 UNION SELECT 1',
      'TYPE_MISMATCH: line 1:13: UNION query has different number of fields: 2, 1',
    ],
    ['VALUES (1), (1, 2)', 'TYPE_MISMATCH: line 1:1: Values rows have mismatched sizes: 1 vs 2'],
    [
      "VALUES 1, 'a'",
      'TYPE_MISMATCH: line 1:1: Values rows have mismatched types: row(integer) vs row(varchar(1))',
    ],
    [
      'SELECT * FROM (VALUES (1, 2)) t(a)',
      "MISMATCHED_COLUMN_ALIASES: line 1:15: Column alias list has 1 entries but 't' has 2 columns available",
    ],
    [
      'WITH w(a, b) AS (SELECT 1) SELECT * FROM w',
      'MISMATCHED_COLUMN_ALIASES: line 1:6: WITH column alias list has 2 entries but WITH query(w) has 1 columns',
    ],
    [
      'WITH w AS (SELECT 1), w AS (SELECT 2) SELECT * FROM w',
      "DUPLICATE_NAMED_QUERY: line 1:23: WITH query name 'w' specified more than once",
    ],
    ['SELECT * FROM UNNEST(1)', 'TYPE_MISMATCH: line 1:22: Cannot unnest type: integer'],
    ['SELECT ?', 'INVALID_PARAMETER_USAGE: Incorrect number of parameters: expected at least 1 but found 0'],
    ['SELECT 99999999999999999999', 'line 1:8: Invalid numeric literal: 99999999999999999999'],
    [
      'SELECT id FROM people LIMIT name',
      "line 1:29: mismatched input 'name'. Expecting: '(', ',', 'CROSS', 'EXCEPT', 'FETCH', 'FULL', 'GROUP', 'HAVING', 'INNER', 'INTERSECT', 'JOIN', 'LEFT', 'LIMIT', 'NATURAL', 'OFFSET', 'ORDER', 'RIGHT', 'TABLESAMPLE', 'UNION', 'WHERE', 'WINDOW', <EOF>",
    ],
    [
      'SELECT id FROM people FETCH FIRST ROW WITH TIES',
      'MISSING_ORDER_BY: line 1:23: FETCH FIRST WITH TIES clause requires ORDER BY',
    ],
    [
      'SELECT * FROM people TABLESAMPLE BERNOULLI (101)',
      'NUMERIC_VALUE_OUT_OF_RANGE: line 1:45: Sample percentage must be between 0 and 100',
    ],
  ])('%s', (sql, message) => {
    expect(refusal(sql)).toBe(message);
  });
});
