import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const conformance = join(__dirname, '../../fixtures/conformance');

/** The 130 snippets that Trino answered, or refused for what they mean (never for their syntax). */
export const snippets: string[] = (
  JSON.parse(readFileSync(join(conformance, 'trino-dialect.json'), 'utf8')) as { sql: string }[]
).map(({ sql }) => sql);

export const tpch: [name: string, text: string][] = readdirSync(join(conformance, 'tpch'))
  .filter((file) => file.endsWith('.sql'))
  .map((file) => [file, readFileSync(join(conformance, 'tpch', file), 'utf8')]);

/** Statements at the edges of the grammar, right ones and wrong ones, one a line. */
export const tricky: string[] = readFileSync(join(__dirname, 'tricky.sql'), 'utf8').trimEnd().split('\n');

/** Numbers that look random and are the same in every run: below `n`, from 0. */
export function seeded(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % n;
  };
}
