import { describe, expect, it } from 'vitest';
import { translateEngineError } from '../../src/sql/duckdb/errors';

const told = (message: string): string | undefined => translateEngineError(message)?.message;

/** DuckDB's messages as it words them, and what Trino 406 says of the same. */
describe('an error of DuckDB in the words of Trino', () => {
  it.each([
    ['Invalid Input Error: DIVISION_BY_ZERO: Division by zero', 'DIVISION_BY_ZERO: Division by zero'],
    [
      "Conversion Error: Could not convert string 'a' to INT32\n\nLINE 1: SELECT secret()\n  ^",
      "INVALID_CAST_ARGUMENT: Cannot cast 'a' to INT",
    ],
    [
      "Conversion Error: Could not convert string 'x' to DECIMAL(10,2)",
      "INVALID_CAST_ARGUMENT: Cannot cast VARCHAR 'x' to DECIMAL(10, 2). Value is not a number.",
    ],
    [
      'Conversion Error: invalid date field format: "a", expected format is (YYYY-MM-DD)',
      'INVALID_CAST_ARGUMENT: Value cannot be cast to date: a',
    ],
    [
      "Conversion Error: Type INT32 with value 300 can't be cast because the value is out of range for the destination type INT8",
      'NUMERIC_VALUE_OUT_OF_RANGE: Out of range for tinyint: 300',
    ],
    [
      "Conversion Error: Type DOUBLE with value 1e+30 can't be cast because the value is out of range for the destination type INT64",
      'INVALID_CAST_ARGUMENT: Unable to cast 1.0E30 to bigint',
    ],
    [
      'Out of Range Error: Overflow in addition of INT32 (1 + 2147483647)!',
      'NUMERIC_VALUE_OUT_OF_RANGE: integer addition overflow: 1 + 2147483647',
    ],
    [
      'Out of Range Error: Overflow in division of -2147483648 / -1',
      'NUMERIC_VALUE_OUT_OF_RANGE: integer division overflow: -2147483648 / -1',
    ],
    [
      'Out of Range Error: Overflow on abs(-128)',
      'NUMERIC_VALUE_OUT_OF_RANGE: Value -128 is out of range for abs(tinyint)',
    ],
    [
      'Invalid Input Error: missing ): (',
      'INVALID_FUNCTION_ARGUMENT: end pattern with unmatched parenthesis',
    ],
    [
      'Not implemented Error: Unknown TimeZone \'Nowhere\'!\n\nCandidate time zones: "Europe/Rome"',
      "INVALID_FUNCTION_ARGUMENT: 'Nowhere' is not a valid time zone",
    ],
    [
      'Invalid Input Error: More than one row returned by a subquery used as an expression - scalar subqueries can only return a single row.',
      'SUBQUERY_MULTIPLE_ROWS: Scalar sub-query has returned multiple rows',
    ],
    [
      'Out of Memory Error: failed to allocate data of size 1.0 GiB (900 MiB/1.0 GiB used)',
      'EXCEEDED_LOCAL_MEMORY_LIMIT: Query exhausted resources at this scale factor',
    ],
    [
      'Out of Memory Error: failed to offload data block of size 256.0 KiB (0 bytes/0 bytes used).\nThis limit was set by the max_temp_directory_size setting.',
      'EXCEEDED_LOCAL_MEMORY_LIMIT: Query exhausted resources at this scale factor',
    ],
    [
      'IO Error: Could not write all bytes to file "/home/me/engine/x.tmp": No space left on device',
      'EXCEEDED_SPILL_LIMIT: Query exhausted the disk space of the local account',
    ],
    [
      'Binder Error: Max expression depth limit of 1000 exceeded.',
      'STACK_OVERFLOW: statement is too large (stack overflow during analysis)',
    ],
  ])('%s', (message, expected) => {
    expect(told(message)).toBe(expected);
  });

  it.each([
    'Binder Error: Referenced column "x" not found in FROM clause!\nCandidate bindings: "secret"',
    'Catalog Error: Scalar Function with name t_none does not exist!',
    'INTERNAL Error: Attempted to access index 3 within vector of size 2',
    'Permission Error: Cannot access file "/etc/passwd"',
    'Invalid Input Error: SECRET_NAME: text of nobody',
  ])('is none where no rule knows it: %s', (message) => {
    expect(told(message)).toBeUndefined();
  });
});
