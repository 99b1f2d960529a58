import { describe, expect, it } from 'vitest';
import { SqlError } from '../../../src/sql/errors';
import { parse, parseExpression, soleStatement } from '../../../src/sql/syntax/parse';

function refusal(text: string, read: (text: string) => unknown = parse): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof SqlError) return error.message;
    throw error;
  }
  return 'no error';
}

const STATEMENTS =
  "'ALTER', 'ANALYZE', 'CALL', 'COMMENT', 'COMMIT', 'CREATE', 'DEALLOCATE', 'DELETE', 'DENY', 'DESC', 'DESCRIBE', 'DROP', 'EXECUTE', 'EXPLAIN', 'GRANT', 'INSERT', 'MERGE', 'PREPARE', 'REFRESH', 'RESET', 'REVOKE', 'ROLLBACK', 'SET', 'SHOW', 'START', 'TRUNCATE', 'UNLOAD', 'UPDATE', 'USE', <query>";

describe('syntax errors of the engine’s grammar', () => {
  // Texts of Trino and of Athena itself.
  it.each([
    ['SELEC 1', `line 1:1: mismatched input 'SELEC'. Expecting: ${STATEMENTS}`],
    ['SELECT', "line 1:7: mismatched input '<EOF>'. Expecting: '*', 'ALL', 'DISTINCT', <expression>"],
    ['SELECT 1 +;', "line 1:11: mismatched input '<EOF>'. Expecting: <expression>"],
    ['SELECT a FROM t WHERE @x', "line 1:23: mismatched input '@'. Expecting: <expression>"],
    [
      "SELECT a FROM 'oops",
      "line 1:15: mismatched input '''. Expecting: '(', 'LATERAL', 'UNNEST', <identifier>",
    ],
    ['SELECT a FROM t\nWHERE FROM', "line 2:7: mismatched input 'FROM'. Expecting: <expression>"],
    ['SELECT f.!', "line 1:10: mismatched input '!'. Expecting: '*', <identifier>"],
    [
      'SELECT f(, 1)',
      "line 1:10: mismatched input ','. Expecting: ')', '*', 'ALL', 'DISTINCT', 'ORDER', <expression>",
    ],
    ['SELECT f(DISTINCT)', "line 1:18: mismatched input ')'. Expecting: <expression>"],
    ['SELECT CAST(a AS )', "line 1:18: mismatched input ')'. Expecting: <type>"],
    ['SELECT CAST(a AS decimal())', "line 1:26: mismatched input ')'. Expecting: <integer>, <type>"],
    ['SELECT count(*) FILTER (', "line 1:25: mismatched input '<EOF>'. Expecting: 'WHERE'"],
    ['SELECT 1 WHERE EXISTS (', "line 1:24: mismatched input '<EOF>'. Expecting: <query>"],
    [
      'SELECT * FROM ( ',
      "line 1:16: mismatched input '<EOF>'. Expecting: '(', 'LATERAL', 'UNNEST', <identifier>, <query>",
    ],
    ['SELECT grouping(a + 2)', "line 1:19: mismatched input '+'. Expecting: ')', ',', '.'"],
    [
      'SELECT x() OVER (ROWS SELECT)',
      "line 1:23: mismatched input 'SELECT'. Expecting: 'BETWEEN', 'CURRENT', 'UNBOUNDED', <expression>",
    ],
    [
      'SELECT x() OVER (ROWS UNBOUNDED)',
      "line 1:32: mismatched input ')'. Expecting: 'FOLLOWING', 'PRECEDING'",
    ],
    ['SELECT a FROM t TABLESAMPLE BERNOULLI', "line 1:38: mismatched input '<EOF>'. Expecting: '('"],
    [
      'SELECT a FROM t AS x TABLESAMPLE x',
      "line 1:34: mismatched input 'x'. Expecting: 'BERNOULLI', 'SYSTEM'",
    ],
    ['SELECT a FROM t LIMIT 10 ORDER BY a', "line 1:26: mismatched input 'ORDER'. Expecting: <EOF>"],
    [
      'SELECT a FROM t ORDER BY a ORDER BY a',
      "line 1:28: mismatched input 'ORDER'. Expecting: '%', '*', '+', ',', '-', '.', '/', 'AND', 'ASC', 'AT', 'DESC', 'FETCH', 'LIMIT', 'NULLS', 'OFFSET', 'OR', '[', '||', <EOF>, <predicate>",
    ],
    [
      'SELECT a FROM t GROUP BY CUBE (a), ',
      "line 1:35: mismatched input '<EOF>'. Expecting: '(', 'CUBE', 'GROUPING', 'ROLLUP', <expression>",
    ],
    [
      'SELECT * FROM t FOR SYSTEM_TIME AS OF x',
      "line 1:21: mismatched input 'SYSTEM_TIME'. Expecting: 'TIMESTAMP', 'VERSION'",
    ],
    ['CREATE TABLE ) AS (VALUES 1)', "line 1:14: mismatched input ')'. Expecting: 'IF', <identifier>"],
    [
      'CREATE OR REPLACE TABLE t AS SELECT 1',
      "line 1:19: mismatched input 'TABLE'. Expecting: 'MATERIALIZED', 'MULTI', 'PROTECTED', 'VIEW'",
    ],
    ['SHOW FUNCTIONS LIKE', "line 1:20: mismatched input '<EOF>'. Expecting: <string>"],
    ['-- only', `line 1:8: mismatched input '<EOF>'. Expecting: ${STATEMENTS}`],
    ['/* never closed', `line 1:1: mismatched input '/'. Expecting: ${STATEMENTS}`],
  ])('%s', (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it('lists what may follow an expression', () => {
    expect(refusal('1 + 1 x', parseExpression)).toBe(
      "line 1:7: mismatched input 'x'. Expecting: '%', '*', '+', '-', '.', '/', 'AND', 'AT', 'OR', '[', '||', <EOF>, <predicate>",
    );
    expect(refusal('', parseExpression)).toBe("line 1:1: mismatched input '<EOF>'. Expecting: <expression>");
  });

  it.each([
    [
      'SELECT `a` FROM t',
      'line 1:8: backquoted identifiers are not supported; use double quotes to quote identifiers',
    ],
    [
      'SELECT a FROM t `u`',
      'line 1:17: backquoted identifiers are not supported; use double quotes to quote identifiers',
    ],
    [
      'SELECT 1x',
      'line 1:8: identifiers must not start with a digit; surround the identifier with double quotes',
    ],
    ['SELECT "" FROM t', 'line 1:8: Zero-length delimited identifier not allowed'],
    ['SELECT 9223372036854775808', 'line 1:8: Invalid numeric literal: 9223372036854775808'],
    ['SELECT -9223372036854775809', 'line 1:9: Invalid numeric literal: -9223372036854775809'],
    ["SELECT X'abc'", 'line 1:8: Binary literal must contain an even number of digits'],
    ["SELECT X'xy'", 'line 1:8: Binary literal can only contain hexadecimal digits'],
    ["SELECT U&'\\00'", 'line 1:8: Incomplete escape sequence: 00'],
    ["SELECT U&'a' UESCAPE '+'", 'line 1:8: Invalid Unicode escape character'],
    ['SELECT 1 FROM a.b.c.d', 'line 1:15: Too many dots in table name: a.b.c.d'],
  ])('%s', (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it('tells a syntax error further on before a literal that is wrong in itself', () => {
    expect(refusal("SELECT X'abc' FROM t WHERE")).toMatch(/^line 1:27: mismatched input '<EOF>'/);
  });

  it('takes the smallest bigint', () => {
    expect(() => parse('SELECT -9223372036854775808, 0009223372036854775807')).not.toThrow();
  });
});

describe('one statement', () => {
  it('may have blanks and semicolons around it; positions count without them', () => {
    expect(soleStatement(' ;\n  SELECT 1 ; ;\n')).toBe('SELECT 1');
    expect(refusal('\n ; SELECT')).toMatch(/^line 1:7: /);
    expect(soleStatement('SELECT \';\', ";" /* ; */ -- ;')).toBe('SELECT \';\', ";" /* ; */ -- ;');
  });

  it.each([
    [';', 'Empty sql statement: ;'],
    [' ; ;\n', 'Empty sql statement:  ; ;'],
    ['SELECT 1; -- c', 'Only one sql statement is allowed. Got: SELECT 1; -- c'],
    ['  SELECT  1;SELEC 2 \n', 'Only one sql statement is allowed. Got:   SELECT  1;SELEC 2'],
    ['DROP TABLE a; DROP TABLE b', 'Only one sql statement is allowed. Got: DROP TABLE a; DROP TABLE b'],
    ['SELECT * FROM', 'Queries of this type are not supported'],
    ['SELECT 1\nFROM;', 'Queries of this type are not supported'],
    ['SELECT FROM', 'Queries of this type are not supported'],
    ['GRANT SELECT ON t TO u', 'Queries of this type are not supported'],
    ['SET SESSION a = 1', 'Queries of this type are not supported'],
  ])('%j', (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it('an incomplete query inside of another is no query for either grammar', () => {
    expect(refusal('SELECT * FROM (SELECT * FROM')).toMatch(/^line 1:29: mismatched input '<EOF>'/);
  });
});
