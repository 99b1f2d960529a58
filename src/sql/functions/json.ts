import type { Typed } from '../bind/typed';
import { literal } from '../duckdb/text';
import { SqlError } from '../errors';
import { isText, T } from '../types/typeRules';
import type { Rule, Signatures } from './signature';

/** Fields by name or in brackets, and places of arrays. Source: Trino, JsonPathTokenizer. */
const PATH = /^\$(?:\.[\p{L}\p{N}_:$-]+|\[\d+\]|\["[^"\\]*"\]|\['[^'\\]*'\]|\[[\p{L}_][\p{L}\p{N}_:-]*\])*$/u;

/** A path of SQL/JSON (`lax $.a`) as DuckDB's. @throws SqlError INVALID_FUNCTION_ARGUMENT */
function path(p: Typed): string {
  if (typeof p.constant !== 'string') return p.sql;
  const plain = p.constant.replace(/^(lax|strict)\s+/, '');
  if (!PATH.test(plain))
    throw new SqlError('INVALID_FUNCTION_ARGUMENT', `Invalid JSON path: '${p.constant}'`);
  return literal(
    plain.replace(/\[(?:"([^"]*)"|'([^']*)'|([\p{L}_][^\]]*))\]/gu, (_, a, b, c) => `."${a ?? b ?? c}"`),
  );
}

/** A document, or NULL where a text is none: all functions but json_parse take that for no answer. */
const document = (j: Typed): string => (j.type.kind === 'json' ? j.sql : `t_json(${j.sql})`);

/** JSON functions. Source: Trino, "JSON functions and operators". */
export function addJson(to: Signatures<Rule>): void {
  to.add('json_extract_scalar', ['json', 'text'], ([j, p]) => ({
    type: isText(j!.type) ? j!.type : T.varchar,
    sql: `CASE WHEN json_type(${document(j!)}, ${path(p!)}) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string(${document(j!)}, ${path(p!)}) END`,
  }));
  to.add('json_extract', ['json', 'text'], ([j, p]) => ({
    type: T.json,
    sql: `json_extract(${document(j!)}, ${path(p!)})`,
  }));
  to.add('json_array_length', ['json'], ([j]) => ({
    type: T.bigint,
    sql: `CASE WHEN json_type(${document(j!)}) = 'ARRAY' THEN CAST(json_array_length(${document(j!)}) AS BIGINT) END`,
  }));
  to.add('json_array_get', ['json', 'integer'], ([j, n]) => ({
    type: T.json,
    sql: `CASE WHEN ${n!.sql} >= -2147483648 AND ${n!.sql} <= 2147483647 THEN json_extract(${document(j!)}, CASE WHEN ${n!.sql} < 0 THEN '$[#' || ${n!.sql} || ']' ELSE '$[' || ${n!.sql} || ']' END) END`,
  }));
  to.add('json_array_contains', ['json', 'any'], ([j, x]) => ({
    type: T.boolean,
    sql: `json_contains(${document(j!)}, to_json(${x!.sql}))`,
  }));
  to.add('json_format', ['json'], ([j]) => ({ type: T.varchar, sql: `CAST(${j!.sql} AS VARCHAR)` }));
  to.add('json_parse', ['text'], ([s]) => ({ type: T.json, sql: `t_json_parse(${s!.sql})` }));
  to.add('json_size', ['json', 'text'], ([j, p]) => ({
    type: T.bigint,
    sql: `t_json_size(${document(j!)}, ${path(p!)})`,
  }));
  to.add('json_query', ['json', 'text'], ([j, p]) => ({
    type: T.varchar,
    sql: `CAST(json_extract(${document(j!)}, ${path(p!)}) AS VARCHAR)`,
  }));
  to.add('json_value', ['json', 'text'], ([j, p]) => ({
    type: T.varchar,
    sql: `json_extract_string(${document(j!)}, ${path(p!)})`,
  }));
  to.add('json_exists', ['json', 'text'], ([j, p]) => ({
    type: T.boolean,
    sql: `json_exists(${document(j!)}, ${path(p!)})`,
  }));
  to.add('is_json_scalar', ['json'], ([j]) => ({
    type: T.boolean,
    sql: `t_json_scalar(${j!.sql})`,
  }));
}
