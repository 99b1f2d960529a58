import { coerced } from '../bind/cast';
import { array, isText, T, varchar } from '../types/typeRules';
import type { Type } from '../types/types';
import { checked } from './check';
import { common } from './conditional';
import { assertFormat } from './format';
import { MOST_BYTES, MOST_ENTRIES } from './limits';
import type { Rule, Signatures } from './signature';

const bigint = (sql: string): string => `CAST(${sql} AS BIGINT)`;
/** A place or a count of characters that DuckDB takes: no text is longer. */
const within = (n: string): string => `CAST(greatest(least(${n}, 4294967295), -4294967295) AS BIGINT)`;

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
      sql: `CASE WHEN ${from!.sql} = 0 OR ${count?.sql ?? 1} < 0 THEN '' ELSE substring(${s!.sql}, ${within(from!.sql)}${count ? `, ${within(count.sql)}` : ''}) END`,
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
      sql: checked(
        `${n!.sql} NOT BETWEEN 0 AND 2147483647`,
        'Target length must be in the range [0..2147483647]',
        checked(
          `${by!.sql} = ''`,
          'Padding string must not be empty',
          `t_check(${n!.sql} > ${MOST_BYTES}, 'EXCEEDED_LOCAL_MEMORY_LIMIT: Query exhausted resources at this scale factor', ${name}(${s!.sql}, CAST(least(greatest(${n!.sql}, 0), ${MOST_BYTES}) AS INTEGER), ${by!.sql}))`,
        ),
      ),
    }));
  to.add('split', ['text', 'text'], ([s, by]) => ({
    type: array(plain(s!.type)),
    sql: checked(
      `${by!.sql} = ''`,
      'The delimiter may not be the empty string',
      `string_split(${s!.sql}, ${by!.sql})`,
    ),
  }));
  to.add('split_part', ['text', 'text', 'integer'], ([s, by, n]) => ({
    type: plain(s!.type),
    sql: `t_split_part(${s!.sql}, ${by!.sql}, ${n!.sql})`,
  }));
  to.add('chr', ['integer'], ([n]) => ({
    type: varchar(1),
    sql: checked(
      `${n!.sql} NOT BETWEEN 0 AND 1114111 OR ${n!.sql} BETWEEN 55296 AND 57343`,
      { sql: `'Not a valid Unicode code point: ' || ${n!.sql}` },
      `chr(CAST(${n!.sql} AS INTEGER))`,
    ),
  }));
  to.add('codepoint', ['text'], ([s]) => ({
    type: T.integer,
    sql: checked(
      `length(${s!.sql}) <> 1`,
      'Input string must be a single character string',
      `unicode(${s!.sql})`,
    ),
  }));
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
    sql: checked(
      `${n!.sql} < 0`,
      'count argument of repeat function must be greater than or equal to 0',
      checked(
        `${n!.sql} > ${MOST_ENTRIES}`,
        `count argument of repeat function must be less than or equal to ${MOST_ENTRIES}`,
        `list_transform(range(least(${n!.sql}, ${MOST_ENTRIES})), lambda i_: ${x!.sql})`,
      ),
    ),
  }));
  to.add('levenshtein_distance', ['text', 'text'], ([a, b]) => ({
    type: T.bigint,
    sql: checked(
      `length(${a!.sql})::BIGINT * length(${b!.sql}) > 1000000`,
      'The combined inputs for Levenshtein distance are too large',
      bigint(`levenshtein(${a!.sql}, ${b!.sql})`),
    ),
  }));
  to.add('hamming_distance', ['text', 'text'], ([a, b]) => ({
    type: T.bigint,
    sql: checked(
      `length(${a!.sql}) <> length(${b!.sql})`,
      'The input strings to hamming_distance function must have the same length',
      bigint(
        `len(list_filter(list_zip(string_split(${a!.sql}, ''), string_split(${b!.sql}, '')), lambda p_: struct_extract_at(p_, 1) <> struct_extract_at(p_, 2)))`,
      ),
    ),
  }));
  to.add('concat', ['text', 'text', 'text*'], (a) => ({
    type: T.varchar,
    sql: `(${a.map((x) => x.sql).join(' || ')})`,
  }));
  to.add('concat', ['array', 'sameArray', 'sameArray*'], (a) => {
    const type = common(a, 'All CONCAT operands');
    return { type, sql: `(${a.map((x) => coerced(x, type)).join(' || ')})` };
  });
  to.add('concat_ws', ['text', 'text', 'text*'], (a) => ({
    type: T.varchar,
    sql: `concat_ws(${a.map((x) => x.sql).join(', ')})`,
  }));
  to.add('concat_ws', ['text', 'array'], ([by, list]) => ({
    type: T.varchar,
    sql: `array_to_string(${list!.sql}, ${by!.sql})`,
  }));
  to.add('normalize', ['text'], ([s]) => ({ type: T.varchar, sql: `nfc_normalize(${s!.sql})` }));
  to.add('format', ['text', 'any', 'any*'], (a) => {
    assertFormat(a[0]!, a.slice(1));
    return {
      type: T.varchar,
      sql: `printf(${a.map((x) => (x.type.kind === 'decimal' ? `CAST(${x.sql} AS DOUBLE)` : x.sql)).join(', ')})`,
    };
  });
}

/** A piece of a text is no longer than the text; a piece of a `char` is a varchar. */
function plain(type: Type): Type {
  return type.kind === 'char' ? varchar(type.length) : isText(type) ? type : T.varchar;
}
