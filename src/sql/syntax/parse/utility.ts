import type { Property, Statement } from '../ast/statement';
import { parseProperties } from './createTableAs';
import type { Cursor } from './cursor';
import { parseQuery } from './query';
import { parseStatement, unsupported } from './statement';
import { parseTableName } from './tableName';

const FORMATS = ['TEXT', 'GRAPHVIZ', 'JSON'] as const;
const TYPES = ['LOGICAL', 'DISTRIBUTED', 'VALIDATE', 'IO'] as const;

/** `EXPLAIN [(TYPE IO, FORMAT JSON)] statement`, `EXPLAIN ANALYZE [VERBOSE] statement` */
export function parseExplain(c: Cursor): Statement {
  const { at } = c.expect('EXPLAIN');
  const analyze = c.accept('ANALYZE');
  if (analyze) c.accept('VERBOSE');
  // `EXPLAIN (SELECT 1)` has no options.
  const next = c.peek(1).key;
  const hasOptions = !analyze && c.is('(') && (next === 'TYPE' || next === 'FORMAT');
  const options = hasOptions ? c.parenthesized(() => parseOption(c)) : [];
  return { at, type: 'explain', analyze, options, statement: c.nested(() => parseStatement(c)) };
}

function parseOption(c: Cursor): Property {
  const { at } = c;
  const key = c.oneOf('FORMAT', 'TYPE');
  const valueAt = c.at;
  const value = (key === 'FORMAT' ? c.oneOf(...FORMATS) : c.oneOf(...TYPES)).toLowerCase();
  return { at, key: key.toLowerCase(), value: { at: valueAt, type: 'literal', kind: 'string', value } };
}

/** `UNLOAD (query) TO 's3://…' [WITH (…)]` */
export function parseUnload(c: Cursor): Statement {
  const { at } = c.expect('UNLOAD');
  c.expect('(');
  const query = parseQuery(c);
  c.expect(')', 'TO');
  const to = c.string();
  return { at, type: 'unload', query, to, properties: c.accept('WITH') ? parseProperties(c) : [] };
}

/** The SHOW statements of the engine's side: views and functions. Tables and databases are on the Hive side. */
export function parseShow(c: Cursor): Statement {
  const { at } = c.expect('SHOW');
  if (c.accept('FUNCTIONS')) return { at, type: 'showFunctions', ...parseLike(c) };
  if (c.accept('VIEWS')) {
    const name = c.is('IN') || c.is('FROM') ? c.advance() && c.qualifiedName() : undefined;
    const database = name?.parts.at(-1);
    return { at, type: 'showViews', ...(database ? { database } : {}), ...parseLike(c) };
  }
  if (c.are('CREATE', 'VIEW')) {
    c.expect('CREATE', 'VIEW');
    return { at, type: 'showCreateView', name: parseTableName(c) };
  }
  for (const word of ['CATALOGS', 'CURRENT', 'GRANTS', 'ROLE', 'ROLES', 'SESSION', 'STATS']) {
    if (c.is(word)) throw unsupported();
  }
  for (const word of ['COLUMNS', 'SCHEMAS', 'TABLES']) c.note(`'${word}'`);
  return c.fail();
}

/** `[LIKE 'x']` */
function parseLike(c: Cursor): { like?: string } {
  return c.accept('LIKE') ? { like: c.string() } : {};
}
