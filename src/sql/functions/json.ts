import type { Typed } from '../bind/typed';
import { literal } from '../duckdb/text';
import { isText, T } from '../types/typeRules';
import type { Rule, Signatures } from './signature';

/** A path of SQL/JSON (`lax $.a`) as DuckDB's. */
const path = (p: Typed): string =>
  typeof p.constant === 'string' ? literal(p.constant.replace(/^(lax|strict)\s+/, '')) : p.sql;

/** JSON functions. Source: Trino, "JSON functions and operators". */
export function addJson(to: Signatures<Rule>): void {
  to.add('json_extract_scalar', ['json', 'text'], ([j, p]) => ({
    type: isText(j!.type) ? j!.type : T.varchar,
    sql: `CASE WHEN json_type(${j!.sql}, ${path(p!)}) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string(${j!.sql}, ${path(p!)}) END`,
  }));
  to.add('json_extract', ['json', 'text'], ([j, p]) => ({
    type: T.json,
    sql: `json_extract(${j!.sql}, ${path(p!)})`,
  }));
  to.add('json_array_length', ['json'], ([j]) => ({
    type: T.bigint,
    sql: `CAST(json_array_length(${j!.sql}) AS BIGINT)`,
  }));
  to.add('json_array_get', ['json', 'integer'], ([j, n]) => ({
    type: T.json,
    sql: `json_extract(${j!.sql}, '$[' || ${n!.sql} || ']')`,
  }));
  to.add('json_array_contains', ['json', 'any'], ([j, x]) => ({
    type: T.boolean,
    sql: `json_contains(${j!.sql}, to_json(${x!.sql}))`,
  }));
  to.add('json_format', ['json'], ([j]) => ({ type: T.varchar, sql: `CAST(${j!.sql} AS VARCHAR)` }));
  to.add('json_parse', ['text'], ([s]) => ({ type: T.json, sql: `CAST(${s!.sql} AS JSON)` }));
  to.add('json_size', ['json', 'text'], ([j, p]) => ({
    type: T.bigint,
    sql: `t_json_size(${j!.sql}, ${path(p!)})`,
  }));
  to.add('json_query', ['json', 'text'], ([j, p]) => ({
    type: T.varchar,
    sql: `CAST(json_extract(${j!.sql}, ${path(p!)}) AS VARCHAR)`,
  }));
  to.add('json_value', ['json', 'text'], ([j, p]) => ({
    type: T.varchar,
    sql: `json_extract_string(${j!.sql}, ${path(p!)})`,
  }));
  to.add('json_exists', ['json', 'text'], ([j, p]) => ({
    type: T.boolean,
    sql: `json_exists(${j!.sql}, ${path(p!)})`,
  }));
  to.add('is_json_scalar', ['json'], ([j]) => ({
    type: T.boolean,
    sql: `(json_type(${j!.sql}) NOT IN ('OBJECT', 'ARRAY'))`,
  }));
}
