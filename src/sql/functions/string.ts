import { array, isText, T, varchar } from '../types/typeRules';
import type { Type } from '../types/types';
import type { Rule, Signatures } from './signature';

const bigint = (sql: string): string => `CAST(${sql} AS BIGINT)`;

/** String functions. Lengths and positions count code points, as DuckDB's do. Source: Trino, "String functions". */
export function addStrings(to: Signatures<Rule>): void {
  for (const name of ['lower', 'upper', 'reverse'])
    to.add(name, ['text'], ([s]) => ({ type: s!.type, sql: `${name}(${s!.sql})` }));
  for (const name of ['trim', 'ltrim', 'rtrim'])
    to.add(name, ['text', 'text?'], ([s, chars]) => ({
      type: s!.type,
      sql: `${name}(${s!.sql}${chars ? `, ${chars.sql}` : ''})`,
    }));
  for (const name of ['length', 'char_length', 'character_length']) {
    to.add(name, ['text'], ([s]) => ({ type: T.bigint, sql: bigint(`length(${s!.sql})`) }));
    to.add(name, ['binary'], ([s]) => ({ type: T.bigint, sql: bigint(`octet_length(${s!.sql})`) }));
  }
  for (const name of ['strpos', 'position'])
    to.add(name, ['text', 'text'], ([s, part]) => ({
      type: T.bigint,
      sql: bigint(`strpos(${s!.sql}, ${part!.sql})`),
    }));
  for (const name of ['substr', 'substring'])
    to.add(name, ['text', 'integer', 'integer?'], ([s, from, count]) => ({
      type: s!.type.kind === 'char' ? varchar(s!.type.length) : s!.type,
      sql: `CASE WHEN ${from!.sql} = 0 THEN '' ELSE substring(${s!.sql}, ${from!.sql}${count ? `, ${count.sql}` : ''}) END`,
    }));
  to.add('replace', ['text', 'text', 'text?'], ([s, what, by]) => ({
    type: T.varchar,
    sql: `replace(${s!.sql}, ${what!.sql}, ${by?.sql ?? "''"})`,
  }));
  to.add('translate', ['text', 'text', 'text'], ([s, from, by]) => ({
    type: T.varchar,
    sql: `translate(${s!.sql}, ${from!.sql}, ${by!.sql})`,
  }));
  for (const name of ['lpad', 'rpad'])
    to.add(name, ['text', 'integer', 'text'], ([s, n, by]) => ({
      type: T.varchar,
      sql: `${name}(${s!.sql}, CAST(${n!.sql} AS INTEGER), ${by!.sql})`,
    }));
  to.add('split', ['text', 'text'], ([s, by]) => ({
    type: array(plain(s!.type)),
    sql: `string_split(${s!.sql}, ${by!.sql})`,
  }));
  to.add('split_part', ['text', 'text', 'integer'], ([s, by, n]) => ({
    type: plain(s!.type),
    sql: `t_split_part(${s!.sql}, ${by!.sql}, ${n!.sql})`,
  }));
  to.add('chr', ['integer'], ([n]) => ({ type: varchar(1), sql: `chr(CAST(${n!.sql} AS INTEGER))` }));
  to.add('codepoint', ['text'], ([s]) => ({ type: T.integer, sql: `unicode(${s!.sql})` }));
  to.add('starts_with', ['text', 'text'], ([s, start]) => ({
    type: T.boolean,
    sql: `starts_with(${s!.sql}, ${start!.sql})`,
  }));
  to.add('ends_with', ['text', 'text'], ([s, end]) => ({
    type: T.boolean,
    sql: `ends_with(${s!.sql}, ${end!.sql})`,
  }));
  to.add('repeat', ['any', 'integer'], ([x, n]) => ({
    type: array(x!.type),
    sql: `list_transform(range(${n!.sql}), lambda i_: ${x!.sql})`,
  }));
  for (const name of ['levenshtein_distance', 'hamming_distance'])
    to.add(name, ['text', 'text'], ([a, b]) => ({
      type: T.bigint,
      sql: bigint(`${name === 'hamming_distance' ? 'hamming' : 'levenshtein'}(${a!.sql}, ${b!.sql})`),
    }));
  to.add('concat', ['text', 'text', 'text*'], (a) => ({
    type: T.varchar,
    sql: `(${a.map((x) => x.sql).join(' || ')})`,
  }));
  to.add('concat', ['array', 'array', 'array*'], (a) => ({
    type: a[0]!.type,
    sql: `(${a.map((x) => x.sql).join(' || ')})`,
  }));
  to.add('concat_ws', ['text', 'text*'], (a) => ({
    type: T.varchar,
    sql: `concat_ws(${a.map((x) => x.sql).join(', ')})`,
  }));
  to.add('concat_ws', ['text', 'array'], ([by, list]) => ({
    type: T.varchar,
    sql: `array_to_string(${list!.sql}, ${by!.sql})`,
  }));
  to.add('normalize', ['text'], ([s]) => ({ type: T.varchar, sql: `nfc_normalize(${s!.sql})` }));
  to.add('format', ['text', 'any*'], (a) => ({
    type: T.varchar,
    sql: `printf(${a.map((x) => (x.type.kind === 'decimal' ? `CAST(${x.sql} AS DOUBLE)` : x.sql)).join(', ')})`,
  }));
}

/** A piece of a text is no longer than the text; a piece of a `char` is a varchar. */
function plain(type: Type): Type {
  return type.kind === 'char' ? varchar(type.length) : isText(type) ? type : T.varchar;
}
