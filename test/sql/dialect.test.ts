import fs from 'node:fs';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, expect, test } from 'vitest';
import { SqlError } from '../../src/sql/errors';
import { openDuckDb, run } from './harness';

interface Snippet {
  sql: string;
  types?: string[];
  rows?: unknown[][];
  error?: string;
}

const file = path.join(__dirname, '..', 'fixtures', 'conformance', 'trino-dialect.json');
const snippets = JSON.parse(fs.readFileSync(file, 'utf8')) as Snippet[];

/** Snippets that are not answered as Trino does, and why. One that begins to pass must leave the list. */
const KNOWN: Record<string, string> = JSON.parse(
  fs.readFileSync(path.join(__dirname, '..', '..', 'src', 'sql', 'knownDifferences.json'), 'utf8'),
) as Record<string, string>;

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openDuckDb();
});

/** Nested values, binaries, times and intervals are printed by a client in the recording: they are compared by what they hold. */
function holds(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : Number(value.toPrecision(9)).toString();
  if (typeof value === 'string') {
    const text = value.replace(
      /datetime\.date\((\d+), (\d+), (\d+)\)/g,
      (_, y: string, m: string, d: string) => `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`,
    );
    return text
      .replace(/^(\d+) days?, 0:00:00$/, 'months:0,days:$1,micros:0')
      .replace(/^b'(.*)'$/, '$1')
      .replace(/\+00:00$/, '+00')
      .replace(/None/g, 'null')
      .replace(/['"\\ ()[\]{}]/g, '')
      .replace(/(\.\d*?)0+(?=$|,)/, '$1')
      .replace(/\.$/, '');
  }
  if (typeof value === 'boolean') return String(value);
  // A map is told as a list of entries.
  if (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((entry) => typeof entry === 'object' && entry !== null && 'key' in entry)
  )
    return value.map((entry) => `${holds(entry.key)}:${holds(entry.value)}`).join(',');
  return JSON.stringify(value, (_, inner) =>
    typeof inner === 'string' && /^-?\d+(\.\d+)?$/.test(inner) ? Number(inner) : inner,
  )
    .replace(/"(key|value|field\d+)":/g, '')
    .replace(/['"\\ ()[\]{}]/g, '');
}

async function difference(snippet: Snippet): Promise<string | undefined> {
  try {
    const { types, rows } = await run(connection, snippet.sql);
    if (snippet.error) return `no error ${snippet.error}`;
    if (types.join('; ').toLowerCase() !== snippet.types!.join('; ').toLowerCase())
      return `types ${types.join('; ')} instead of ${snippet.types!.join('; ')}`;
    const [have, want] = [rows, snippet.rows!].map((all) =>
      all.map((row) => row.map((value) => holds(value)).join('|')).join('\n'),
    );
    return numeric(have!) === numeric(want!) ? undefined : `values ${have} instead of ${want}`;
  } catch (error) {
    if (snippet.error && error instanceof SqlError && error.errorName === snippet.error) return undefined;
    return `error ${(error as Error).message.split('\n')[0]}`;
  }
}

/** `1` and `1.0` are the same number, and `a:1` is `a: 1`. */
const numeric = (text: string): string =>
  text.replace(/-?\d+\.\d+/g, (n) => Number(Number(n).toPrecision(9)).toString());

test('at least 80 % of the snippets are answered as Trino does, and the rest is known', async () => {
  const failing: Record<string, string> = {};
  for (const snippet of snippets) {
    const what = await difference(snippet);
    if (what) failing[snippet.sql] = what;
  }
  if (process.env.LAKEHOUSE_SHOW) console.log(JSON.stringify(failing, undefined, 1));
  expect(Object.keys(failing).sort()).toEqual(Object.keys(KNOWN).sort());
  expect(snippets.length - Object.keys(failing).length).toBeGreaterThanOrEqual(0.8 * snippets.length);
}, 60_000);
