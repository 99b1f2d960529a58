import type { Typed } from '../bind/typed';
import { literal } from '../duckdb/text';
import { SqlError } from '../errors';
import { array, T, varchar } from '../types/typeRules';
import type { Type } from '../types/types';
import { checked } from './check';
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

/** A value that needs a group of the pattern, which must be there. DuckDB knows nine groups. */
const ofGroup = (pattern: Typed, group: Typed | undefined, value: (group: string) => string): string =>
  group
    ? checked(
        `${group.sql} < 0`,
        'Group cannot be negative',
        checked(
          `${group.sql} > t_groups(${pattern.sql})`,
          {
            sql: `'Pattern has ' || t_groups(${pattern.sql}) || ' groups. Cannot access group ' || ${group.sql}`,
          },
          `t_check(${group.sql} > 9, 'NOT_SUPPORTED: Groups above 9 are not supported', ${value(`, CAST(${group.constant === undefined ? `least(greatest(${group.sql}, 0), 9)` : Math.min(Math.max(Number(group.constant), 0), 9)} AS INTEGER)`)})`,
        ),
      )
    : value('');

/** @throws SqlError INVALID_FUNCTION_ARGUMENT for a replacement with a group that no pattern has, or a `$` alone */
function assertReplacement(by: Typed | undefined, pattern: Typed): void {
  if (typeof by?.constant !== 'string') return;
  const bad = /^(?:[^\\$]|\\.|\$\d|\$\{\w+\})*(\$.?|\\)?/s.exec(by.constant)?.[1];
  const refuse = (what: string) =>
    new SqlError('INVALID_FUNCTION_ARGUMENT', `Illegal replacement sequence: ${what}`);
  if (bad !== undefined) throw refuse(bad);
  if (/\$\{/.test(by.constant))
    throw new SqlError('NOT_SUPPORTED', 'Groups by name are not supported in a replacement', by.at);
  if (typeof pattern.constant !== 'string') return;
  const groups = groupsOf(pattern.constant);
  const unknown = [...by.constant.replace(/\\./gs, '').matchAll(/\$(\d)/g)].find(
    ([, n]) => Number(n) > groups,
  );
  if (unknown) throw refuse(`unknown group ${unknown[1]}`);
}

/** Opening parentheses of groups: neither escaped, nor in a class, nor special. */
const groupsOf = (pattern: string): number =>
  pattern
    .replace(/\\./gs, '')
    .replace(/\[[^\]]*\]/g, '')
    .match(/\((?:[^?]|$|\?P?<[^=!])/g)?.length ?? 0;

/** Regular expressions. Source: Trino, "Regular expression functions". */
export function addRegexp(to: Signatures<Rule>): void {
  to.add('regexp_like', ['text', 'text'], ([s, p]) => ({
    type: T.boolean,
    sql: `regexp_matches(${s!.sql}, ${p!.sql})`,
  }));
  to.add('regexp_extract', ['text', 'text', 'integer?'], ([s, p, n]) => ({
    type: s!.type,
    sql: ofGroup(
      p!,
      n,
      (group) =>
        `CASE WHEN regexp_matches(${s!.sql}, ${p!.sql}) THEN regexp_extract(${s!.sql}, ${p!.sql}${group}) END`,
    ),
  }));
  to.add('regexp_extract_all', ['text', 'text', 'integer?'], ([s, p, n]) => ({
    type: array(s!.type),
    sql: ofGroup(p!, n, (group) => `regexp_extract_all(${s!.sql}, ${p!.sql}${group})`),
  }));
  to.add('regexp_replace', ['text', 'text', 'text?'], ([s, p, by]) => {
    assertReplacement(by, p!);
    return {
      type: replacedType(s!.type, by),
      sql: `regexp_replace(${s!.sql}, ${p!.sql}, ${replacement(by)}, 'g')`,
    };
  });
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
