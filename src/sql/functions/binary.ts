import { T } from '../types/typeRules';
import type { Rule, Signatures } from './signature';

/** Binary functions and digests. Source: Trino, "Binary functions and operators". */
export function addBinary(to: Signatures<Rule>): void {
  to.add('to_utf8', ['text'], ([s]) => ({ type: T.varbinary, sql: `encode(${s!.sql})` }));
  to.add('from_utf8', ['binary'], ([b]) => ({ type: T.varchar, sql: `decode(${b!.sql})` }));
  to.add('to_hex', ['binary'], ([b]) => ({ type: T.varchar, sql: `hex(${b!.sql})` }));
  to.add('from_hex', ['text'], ([s]) => ({ type: T.varbinary, sql: `unhex(${s!.sql})` }));
  to.add('to_base64', ['binary'], ([b]) => ({ type: T.varchar, sql: `to_base64(${b!.sql})` }));
  to.add('from_base64', ['text'], ([s]) => ({ type: T.varbinary, sql: `from_base64(${s!.sql})` }));
  for (const name of ['md5', 'sha1', 'sha256'])
    to.add(name, ['binary'], ([b]) => ({ type: T.varbinary, sql: `unhex(${name}(${b!.sql}))` }));
  to.add('crc32', ['binary'], ([b]) => ({ type: T.bigint, sql: `t_crc32(${b!.sql})` }));
  to.add('to_big_endian_64', ['integer'], ([n]) => ({
    type: T.varbinary,
    sql: `unhex(printf('%016X', CAST(${n!.sql} AS BIGINT)))`,
  }));
}
