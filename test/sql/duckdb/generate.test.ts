import { expect, it } from 'vitest';
import { analyze } from '../../../src/sql/bind/bind';
import { generate } from '../../../src/sql/duckdb/generate';
import { parse } from '../../../src/sql/syntax/parse';
import { scopeOf } from '../harness';

/** Each level writes its operand three times. */
const nested = (depth: number): string => {
  let text = '1';
  for (let i = 0; i < depth; i++) text = `CAST(ROW(${text}, 1) AS row(a bigint, b bigint)).a`;
  return `SELECT ${text}`;
};

it('SQL that would be too large for the engine is refused at once', () => {
  const small = analyze(parse(nested(3)), scopeOf([]));
  expect(generate(small, new Map()).length).toBeLessThan(10_000);
  const large = parse(nested(12));
  const start = performance.now();
  expect(() => analyze(large, scopeOf([]))).toThrow(
    'STACK_OVERFLOW: statement is too large (stack overflow during analysis)',
  );
  expect(performance.now() - start).toBeLessThan(200);
});
