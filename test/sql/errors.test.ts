import { afterAll, beforeAll, expect, it } from 'vitest';
import { toFailure } from '../../src/local/athena/execution/failure';
import { expressions, type FuzzCall, functionCalls } from './errorCalls';
import { openLockedEngine } from './lockedEngine';

/** The long form: `ERROR_CALLS=3000 npx vitest run test/sql/errors.test.ts`. */
const CALLS = Number(process.env.ERROR_CALLS ?? 320);
const SEED = Number(process.env.ERROR_SEED ?? 1);

/** Names of Trino and Athena that a query may fail with. */
const KNOWN = new Set([
  'DIVISION_BY_ZERO',
  'EXCEEDED_LOCAL_MEMORY_LIMIT',
  'EXPRESSION_NOT_CONSTANT',
  'FUNCTION_NOT_FOUND',
  'GENERIC_INTERNAL_ERROR',
  'INVALID_CAST_ARGUMENT',
  'INVALID_FUNCTION_ARGUMENT',
  'INVALID_LITERAL',
  'INVALID_PARAMETER_USAGE',
  'INVALID_WINDOW_FRAME',
  'NOT_SUPPORTED',
  'NUMERIC_VALUE_OUT_OF_RANGE',
  'STACK_OVERFLOW',
  'SYNTAX_ERROR',
  'TYPE_MISMATCH',
]);
const LEAKS =
  /\/work\/|node_modules|Binder Error|Catalog Error|Conversion Error|Invalid Input Error|IO Error|Parser Error|Out of Range Error|INTERNAL Error|duckdb|read_parquet|\bt_[a-z]+|lh_|[Cc]andidate|LINE \d|DuckDB/;

let engine: Awaited<ReturnType<typeof openLockedEngine>>;
beforeAll(async () => {
  engine = await openLockedEngine();
});
afterAll(() => engine.close());

/** Calls that fail by a number only, with what the log says of them. */
async function unexplained(calls: Iterable<FuzzCall>): Promise<string[]> {
  const found: string[] = [];
  for (const { name, sql, parameters } of calls) {
    engine.log.length = 0;
    try {
      await engine.answer(sql, {}, parameters);
    } catch (error) {
      const { reason } = toFailure(error);
      const [, errorName] = /^([A-Z][A-Z_]+): /.exec(reason) ?? [];
      expect(KNOWN, `${sql}\n${reason}`).toContain(errorName);
      // What the user wrote may be told back to the user.
      expect(reason.replaceAll('/tmp/x', ''), sql).not.toMatch(LEAKS);
      expect(reason.replaceAll('/tmp/x', ''), sql).not.toContain('/tmp');
      if (errorName === 'GENERIC_INTERNAL_ERROR')
        found.push(
          `${name} | ${sql.slice(0, 160)} | ${parameters.join(', ').slice(0, 80)} | ${engine.log.join(' ').slice(0, 300)}`,
        );
    }
  }
  return found;
}

it('every function tells its failures in the words of Trino', async () => {
  expect(await unexplained(functionCalls(CALLS * 0.75, SEED))).toEqual([]);
}, 600_000);

it('so do casts, operators and subscripts', async () => {
  expect(await unexplained(expressions(CALLS * 0.25, SEED))).toEqual([]);
}, 600_000);
