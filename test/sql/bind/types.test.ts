import { describe, expect, it } from 'vitest';
import { refusal } from './refusal';

// Texts and places of Trino, with Athena's own words where it differs.
describe('values, functions and literals of the wrong type', () => {
  it.each([
    ['SELECT nofunc(1)', "FUNCTION_NOT_FOUND: line 1:8: Function 'nofunc' not registered"],
    ['SELECT nofunc(missing) FROM people', "FUNCTION_NOT_FOUND: line 1:8: Function 'nofunc' not registered"],
    [
      'SELECT lower(1)',
      'FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (integer) for function lower. Expected: lower(text)',
    ],
    [
      "SELECT lower('a', 'b')",
      'FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (varchar(1), varchar(1)) for function lower. Expected: lower(text)',
    ],
    [
      'SELECT sum(name) FROM people',
      'FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (varchar) for function sum. Expected: sum(number)',
    ],
    [
      'SELECT max() FROM people',
      'FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters () for function max. Expected: max(any), max(any, integer)',
    ],
    [
      'SELECT count(1, 2) FROM people',
      'FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (integer, integer) for function count. Expected: count(any)',
    ],
    [
      "SELECT 1 AT TIME ZONE 'UTC'",
      'TYPE_MISMATCH: line 1:8: Type of value must be a time or timestamp with or without time zone (actual integer)',
    ],
    [
      "SELECT TIME '10:00' AT TIME ZONE 'UTC'",
      'NOT_SUPPORTED: line 1:21: AT TIME ZONE of a time is not supported',
    ],
    ["SELECT parse_duration(if(true, '2d'))", 'NOT_SUPPORTED: line 1:23: A duration must be a literal here'],
    ["SELECT 1 + 'a'", 'TYPE_MISMATCH: line 1:10: Cannot apply operator: integer + varchar(1)'],
    ["SELECT 'a' + 1", 'TYPE_MISMATCH: line 1:12: Cannot apply operator: varchar(1) + integer'],
    ['SELECT id = name FROM people', 'TYPE_MISMATCH: line 1:11: Cannot apply operator: integer = varchar'],
    ['SELECT id || name FROM people', 'TYPE_MISMATCH: line 1:11: Cannot apply operator: integer || varchar'],
    ['SELECT name < born FROM people', 'TYPE_MISMATCH: line 1:13: Cannot apply operator: varchar < date'],
    [
      'SELECT * FROM people WHERE id',
      'TYPE_MISMATCH: line 1:28: WHERE clause must evaluate to a boolean: actual type integer',
    ],
    [
      'SELECT * FROM people WHERE name AND true',
      'TYPE_MISMATCH: line 1:28: Logical expression term must evaluate to a boolean (actual: varchar)',
    ],
    [
      'SELECT NOT id FROM people',
      'TYPE_MISMATCH: line 1:12: Value of logical NOT expression must evaluate to a boolean (actual: integer)',
    ],
    [
      'SELECT id FROM people HAVING id',
      'TYPE_MISMATCH: line 1:30: HAVING clause must evaluate to a boolean: actual type integer',
    ],
    [
      'SELECT CASE WHEN id THEN 1 END FROM people',
      'TYPE_MISMATCH: line 1:18: CASE WHEN clause must evaluate to a boolean (actual: integer)',
    ],
    [
      "SELECT CASE WHEN true THEN 1 ELSE 'a' END",
      'TYPE_MISMATCH: line 1:35: All CASE results must be the same type or coercible to a common type. Cannot find common type between integer and varchar(1), all types (without duplicates): [integer, varchar(1)]',
    ],
    [
      "SELECT CASE id WHEN 'a' THEN 1 END FROM people",
      'TYPE_MISMATCH: line 1:21: CASE operand type does not match WHEN clause operand type: integer vs varchar(1)',
    ],
    [
      'SELECT if(1, 2, 3)',
      'TYPE_MISMATCH: line 1:11: IF condition must evaluate to a boolean (actual: integer)',
    ],
    [
      "SELECT coalesce(1, 'a')",
      'TYPE_MISMATCH: line 1:20: All COALESCE operands must be the same type or coercible to a common type. Cannot find common type between integer and varchar(1), all types (without duplicates): [integer, varchar(1)]',
    ],
    [
      "SELECT nullif(1, 'a')",
      'TYPE_MISMATCH: line 1:8: Types are not comparable with NULLIF: integer vs varchar(1)',
    ],
    [
      "SELECT ARRAY[1, 'a']",
      'TYPE_MISMATCH: line 1:17: All ARRAY elements must be the same type or coercible to a common type. Cannot find common type between integer and varchar(1), all types (without duplicates): [integer, varchar(1)]',
    ],
    [
      "SELECT id IN (1, 'a') FROM people",
      'TYPE_MISMATCH: line 1:18: IN value and list items must be the same type or coercible to a common type. Cannot find common type between integer and varchar(1), all types (without duplicates): [integer, varchar(1)]',
    ],
    [
      'SELECT id IN (SELECT name FROM people) FROM people',
      'TYPE_MISMATCH: line 1:11: Value expression and result of subquery must be of the same type: integer vs varchar',
    ],
    [
      "SELECT id BETWEEN 'a' AND 'b' FROM people",
      'TYPE_MISMATCH: line 1:11: Cannot check if integer is BETWEEN varchar(1) and varchar(1)',
    ],
    [
      "SELECT id LIKE 'a' FROM people",
      'TYPE_MISMATCH: line 1:8: Left side of LIKE expression must evaluate to a varchar (actual: integer)',
    ],
    [
      'SELECT name LIKE 1 FROM people',
      'TYPE_MISMATCH: line 1:18: Pattern for LIKE expression must evaluate to a varchar (actual: integer)',
    ],
    ['SELECT CAST(born AS integer) FROM people', 'TYPE_MISMATCH: line 1:13: Cannot cast date to integer'],
    ['SELECT CAST(1 AS nosuch)', 'TYPE_NOT_FOUND: line 1:18: Unknown type: nosuch'],
    [
      'SELECT CAST(1 AS decimal(40, 2))',
      'INVALID_FUNCTION_ARGUMENT: line 1:18: DECIMAL precision must be in range [1, 38]',
    ],
    ['SELECT -name FROM people', 'TYPE_MISMATCH: line 1:8: Cannot negate varchar'],
    [
      'SELECT tags[name] FROM people',
      'TYPE_MISMATCH: line 1:8: Cannot use varchar for subscript of array(varchar)',
    ],
    ['SELECT id[1] FROM people', 'TYPE_MISMATCH: line 1:8: Cannot use integer for subscript of integer'],
    ['SELECT EXTRACT(hour FROM born) FROM people', 'TYPE_MISMATCH: line 1:26: Cannot extract hour from date'],
    [
      'SELECT EXTRACT(year FROM name) FROM people',
      'TYPE_MISMATCH: line 1:26: Type of argument to extract must be DATE, TIME, TIMESTAMP, or INTERVAL (actual varchar)',
    ],
    ["SELECT DATE '2024-99-99'", "INVALID_LITERAL: line 1:8: '2024-99-99' is not a valid DATE literal"],
    ["SELECT DATE 'x'", "INVALID_LITERAL: line 1:8: 'x' is not a valid DATE literal"],
    ["SELECT TIMESTAMP 'x'", "INVALID_LITERAL: line 1:8: 'x' is not a valid TIMESTAMP literal"],
    ["SELECT DECIMAL 'x'", "INVALID_LITERAL: line 1:8: Invalid decimal literal: 'x'"],
    ['SELECT x -> x', 'TYPE_MISMATCH: line 1:8: Lambda expression should always be used inside a function'],
    [
      'SELECT transform(tags, x -> x + 1) FROM people',
      'TYPE_MISMATCH: line 1:31: Cannot apply operator: varchar + integer',
    ],
    [
      'SELECT filter(tags, x -> 1) FROM people',
      'FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (array(varchar), function(varchar, integer)) for function filter. Expected: filter(array, predicate)',
    ],
  ])('%s', (sql, message) => {
    expect(refusal(sql)).toBe(message);
  });
});
