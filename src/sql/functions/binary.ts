import { T } from '../types/typeRules';
import { checked } from './check';
import type { Rule, Signatures } from './signature';

/** Trino's text of the first character that is no hexadecimal digit. */
function notHex(s: string): string {
  const first = `regexp_extract(${s}, '[^0-9a-fA-F]')`;
  return `'not a hexadecimal digit: "' || ${first} || '" = ' || ord(${first})`;
}

/** Binary functions and digests. Source: Trino, "Binary functions and operators". */
export function addBinary(to: Signatures<Rule>): void {
  to.add('to_utf8', ['text'], ([s]) => ({ type: T.varbinary, sql: `encode(${s!.sql})` }));
  to.add('from_utf8', ['binary'], ([b]) => ({
    type: T.varchar,
    sql: `t_decode_utf8(${b!.sql})`,
  }));
  to.add('to_hex', ['binary'], ([b]) => ({ type: T.varchar, sql: `hex(${b!.sql})` }));
  to.add('from_hex', ['text'], ([s]) => ({
    type: T.varbinary,
    sql: checked(
      `length(${s!.sql}) % 2 = 1`,
      { sql: `'invalid input length ' || length(${s!.sql})` },
      checked(
        `NOT regexp_full_match(${s!.sql}, '[0-9a-fA-F]*')`,
        { sql: notHex(s!.sql) },
        `unhex(${s!.sql})`,
      ),
    ),
  }));
  to.add('to_base64', ['binary'], ([b]) => ({ type: T.varchar, sql: `to_base64(${b!.sql})` }));
  to.add('from_base64', ['text'], ([s]) => ({
    type: T.varbinary,
    sql: checked(
      `length(rtrim(${s!.sql}, '=')) = 1`,
      'Input byte[] should at least have 2 bytes for base64 bytes',
      checked(
        `NOT regexp_full_match(${s!.sql}, '[0-9a-zA-Z+/]*={0,2}') OR length(rtrim(${s!.sql}, '=')) % 4 = 1`,
        'Illegal base64 character',
        // DuckDB wants the padding that Java does without.
        `from_base64(rpad(rtrim(${s!.sql}, '='), CAST((length(rtrim(${s!.sql}, '=')) + 3) // 4 * 4 AS INTEGER), '='))`,
      ),
    ),
  }));
  for (const name of ['md5', 'sha1', 'sha256'])
    to.add(name, ['binary'], ([b]) => ({ type: T.varbinary, sql: `unhex(${name}(${b!.sql}))` }));
  to.add('crc32', ['binary'], ([b]) => ({ type: T.bigint, sql: `t_crc32(${b!.sql})` }));
  to.add('to_big_endian_64', ['integer'], ([n]) => ({
    type: T.varbinary,
    sql: `unhex(printf('%016X', CAST(${n!.sql} AS BIGINT)))`,
  }));
}
