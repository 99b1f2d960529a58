import { T } from '../types/typeRules';
import type { Rule, Signatures } from './signature';

/** URL functions. Source: Trino, "URL functions". */
export function addUrls(to: Signatures<Rule>): void {
  const part = (name: string, pattern: string, group: number) =>
    to.add(name, ['text'], ([u]) => ({
      type: u!.type,
      sql: `regexp_extract(${u!.sql}, '${pattern}', ${group})`,
    }));
  part('url_extract_protocol', '^([a-zA-Z][a-zA-Z0-9+.-]*):', 1);
  part('url_extract_host', '^[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]*)', 1);
  part('url_extract_path', '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*([^?#]*)', 1);
  part('url_extract_query', '[?]([^#]*)', 1);
  part('url_extract_fragment', '#(.*)$', 1);
  to.add('url_extract_port', ['text'], ([u]) => ({
    type: T.bigint,
    sql: `TRY_CAST(nullif(regexp_extract(${u!.sql}, '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#:]*:([0-9]+)', 1), '') AS BIGINT)`,
  }));
  to.add('url_extract_parameter', ['text', 'text'], ([u, n]) => ({
    type: u!.type,
    sql: `nullif(regexp_extract(${u!.sql}, '[?&]' || regexp_escape(${n!.sql}) || '=([^&#]*)', 1), '')`,
  }));
  to.add('url_encode', ['text'], ([s]) => ({ type: T.varchar, sql: `url_encode(${s!.sql})` }));
  to.add('url_decode', ['text'], ([s]) => ({ type: T.varchar, sql: `url_decode(${s!.sql})` }));
}
