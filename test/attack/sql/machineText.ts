import type { Lakehouse } from '../../local/athena/lakehouse';
import type { Attack } from '../suite';
import { type Answer, answer, engineerOf } from './world';

/** What no error text may have: paths of the machine, words of the engine below, names of generated SQL. */
const FORBIDDEN: [what: string, pattern: RegExp][] = [
  [
    'a path of the machine',
    /(^|[\s'"([=])\/(tmp|home|root|var|usr|work|private|opt|mnt|proc|etc|Users|dev)\b/,
  ],
  ['a folder of the account', /\.lakehouse\/|objects\/(scratch|objects)|\bspill\b|node_modules/],
  [
    'the engine’s kind of error',
    /\b(Binder|Catalog|Conversion|Invalid Input|IO|Parser|Invalid|Out of Range|INTERNAL|FATAL|Not implemented|Constraint|Serialization|Out of Memory|Type|Mismatch Type|Permission|Invalid type|Invalid Configuration|Dependency|Syntax|HTTP|Transaction(Context)?) Error\b/,
  ],
  ['the engine’s name', /duckdb/i],
  [
    'a function of the engine',
    /\b(read_parquet|read_csv|read_text|read_json|read_blob|parquet_schema|parquet_metadata|list_[a-z_]+|lh_\w+|t_[a-z_]+|strptime|strftime|str_split\w*|regexp_\w+_all|json_\w+_path|struct_pack|map_from_entries_)\(/,
  ],
  [
    'generated SQL',
    /\bLINE \d+:|"\$line"|"\$fields"|\bq_\.|\bs0_|\br0_|\bc0\b|Candidate (functions|bindings|macros)|Did you mean|explicit type casts|PRAGMA|SET \w+ ?=|setting|hugeint|UHUGEINT|\bINT(8|16|32|64|128)\b|\bVARCHAR\[\]/,
  ],
  [
    'JavaScript',
    /\bat \w+ \(|TypeError|RangeError|SyntaxError|undefined|\[object|Cannot (read|mix|convert (undefined|null|object|a))|is not a function|call stack|\.(ts|js|mjs):\d+|ENOENT|EISDIR|ENOTDIR|ENAMETOOLONG|BigInt\b|\bNaN\b.*integer/,
  ],
];

/**
 * A sentence when a failure does not start as Trino’s or AWS’s do, or says something of the machine.
 * @param own what the caller wrote, which may come back
 */
export function machineTextIn(
  { state, reason: whole }: Pick<Answer, 'state' | 'reason'>,
  own = '\0',
): string | undefined {
  if (state === 'SUCCEEDED') return undefined;
  const reason = (own.trim() === '' ? whole : whole.replaceAll(own.replace(/\/+$/, ''), 'ADDRESS'))
    // Athena itself tells a file's type so, in Parquet's own words.
    .replace(/'s type INT(32|64|96) in parquet file/, "'s type in parquet file");
  for (const [what, pattern] of FORBIDDEN) {
    const found = pattern.exec(reason);
    if (found) return `it has ${what} (${found[0].trim()}): ${reason.slice(0, 220)}`;
  }
  // What nobody foresaw may be told as such, but then without its own words.
  if (/^GENERIC_INTERNAL_ERROR: (?!.*(internal|unexpected))/i.test(reason))
    return `it is an error that nobody foresaw: ${reason.slice(0, 220)}`;
  if (/^([A-Z][A-Z0-9_]{2,}: |FAILED: |[A-Z][A-Za-z]+Exception: |[A-Z][a-z]+ \w+)/.test(reason))
    return undefined;
  return `it starts with no error name: ${reason.slice(0, 220)}`;
}

/** A statement by the engineer, who has all rights: what is wrong with it is told in the words of Athena. */
export const wrongly = (sql: string, always = false): Attack<Lakehouse> => ({
  name: sql.length > 160 ? `${sql.slice(0, 120)}… (${sql.length} characters)` : sql,
  always,
  run: async (world) => machineTextIn(await answer(engineerOf(world), sql)),
});
