import type { Typed } from '../bind/typed';
import { literal } from '../duckdb/text';
import { array, T, varchar } from '../types/typeRules';
import type { Type } from '../types/types';
import type { Rule, Signatures } from './signature';

/** Trino's `$1` for a group is RE2's `\1`. */
function replacement(by: Typed | undefined): string {
  if (!by) return "''";
  return typeof by.constant === 'string'
    ? literal(
        by.constant
          .replace(/\\(?!\$)/g, '\\\\')
          .replace(/\\\$/g, '\u0002')
          .replace(/\$(\d)/g, '\\$1')
          .replaceAll('\u0002', '$'),
      )
    : `regexp_replace(${by.sql}, '\\$([0-9])', '\\\\\\1', 'g')`;
}

/** A replacement may come before each character and at the end, and each of its characters may be a group of the whole text. Source: Trino's signature, `x + (y * z) + z`-bounded. */
function replacedType(text: Type, by: Typed | undefined): Type {
  if (text.kind !== 'varchar' || text.length === undefined) return T.varchar;
  if (by?.type.kind !== 'varchar') return by ? T.varchar : text;
  return by.type.length === undefined
    ? T.varchar
    : varchar(
        Math.min(
          2 ** 31 - 1,
          text.length + by.type.length * Math.ceil(((text.length + 1) * text.length) / 2),
        ),
      );
}

/** Regular expressions. Source: Trino, "Regular expression functions". */
export function addRegexp(to: Signatures<Rule>): void {
  to.add('regexp_like', ['text', 'text'], ([s, p]) => ({
    type: T.boolean,
    sql: `regexp_matches(${s!.sql}, ${p!.sql})`,
  }));
  to.add('regexp_extract', ['text', 'text', 'integer?'], ([s, p, n]) => ({
    type: s!.type,
    sql: `CASE WHEN regexp_matches(${s!.sql}, ${p!.sql}) THEN regexp_extract(${s!.sql}, ${p!.sql}${n ? `, CAST(${n.sql} AS INTEGER)` : ''}) END`,
  }));
  to.add('regexp_extract_all', ['text', 'text', 'integer?'], ([s, p, n]) => ({
    type: array(s!.type),
    sql: `regexp_extract_all(${s!.sql}, ${p!.sql}${n ? `, CAST(${n.sql} AS INTEGER)` : ''})`,
  }));
  to.add('regexp_replace', ['text', 'text', 'text?'], ([s, p, by]) => ({
    type: replacedType(s!.type, by),
    sql: `regexp_replace(${s!.sql}, ${p!.sql}, ${replacement(by)}, 'g')`,
  }));
  to.add('regexp_count', ['text', 'text'], ([s, p]) => ({
    type: T.bigint,
    sql: `CAST(len(regexp_extract_all(${s!.sql}, ${p!.sql})) AS BIGINT)`,
  }));
  to.add('regexp_split', ['text', 'text'], ([s, p]) => ({
    type: array(s!.type),
    sql: `regexp_split_to_array(${s!.sql}, ${p!.sql})`,
  }));
  to.add('regexp_position', ['text', 'text'], ([s, p]) => ({
    type: T.integer,
    sql: `CAST(CASE WHEN regexp_matches(${s!.sql}, ${p!.sql}) THEN strpos(${s!.sql}, regexp_extract(${s!.sql}, ${p!.sql})) ELSE -1 END AS INTEGER)`,
  }));
}
