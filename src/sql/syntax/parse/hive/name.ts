import { SqlError } from '../../../errors';
import type { Identifier, Name } from '../../ast/node';
import type { Token } from '../token';
import type { HiveCursor } from './hiveCursor';

/** What ANTLR lists where the Hive side wants a name. */
const NAME_EXPECTED = `{'SELECT', 'FROM', 'ADD', 'AS', 'ALL', 'DISTINCT', 'WHERE', 'GROUP', 'BY', 'GROUPING', 'SETS', 'CUBE', 'ROLLUP', 'ORDER', 'HAVING', 'LIMIT', 'AT', 'OR', 'AND', 'IN', NOT, 'NO', 'EXISTS', 'BETWEEN', 'LIKE', RLIKE, 'IS', 'NULL', 'TRUE', 'FALSE', 'NULLS', 'ASC', 'DESC', 'FOR', 'INTERVAL', 'CASE', 'WHEN', 'THEN', 'ELSE', 'END', 'JOIN', 'CROSS', 'OUTER', 'INNER', 'LEFT', 'SEMI', 'RIGHT', 'FULL', 'NATURAL', 'ON', 'LATERAL', 'WINDOW', 'OVER', 'PARTITION', 'RANGE', 'ROWS', 'UNBOUNDED', 'PRECEDING', 'FOLLOWING', 'CURRENT', 'ROW', 'WITH', 'VALUES', 'CREATE', 'TABLE', 'VIEW', 'REPLACE', 'INSERT', 'DELETE', 'INTO', 'DESCRIBE', 'EXPLAIN', 'FORMAT', 'LOGICAL', 'CODEGEN', 'CAST', 'SHOW', 'TABLES', 'COLUMNS', 'COLUMN', 'USE', 'PARTITIONS', 'FUNCTIONS', 'DROP', 'UNION', 'EXCEPT', 'INTERSECT', 'TO', 'TABLESAMPLE', 'STRATIFY', 'ALTER', 'RENAME', 'ARRAY', 'MAP', 'STRUCT', 'COMMENT', 'SET', 'RESET', 'DATA', 'START', 'TRANSACTION', 'COMMIT', 'ROLLBACK', 'MACRO', 'FIRST', 'AFTER', 'IF', 'DIV', 'PERCENT', 'BUCKET', 'OUT', 'OF', 'SORT', 'CLUSTER', 'DISTRIBUTE', 'OVERWRITE', 'TRANSFORM', 'REDUCE', 'USING', 'SERDE', 'SERDEPROPERTIES', 'RECORDREADER', 'RECORDWRITER', 'DELIMITED', 'FIELDS', 'TERMINATED', 'COLLECTION', 'ITEMS', 'KEYS', 'ESCAPED', 'LINES', 'SEPARATED', 'FUNCTION', 'EXTENDED', 'REFRESH', 'CLEAR', 'CACHE', 'UNCACHE', 'LAZY', 'FORMATTED', TEMPORARY, 'OPTIONS', 'UNSET', 'TBLPROPERTIES', 'DBPROPERTIES', 'BUCKETS', 'SKEWED', 'STORED', 'DIRECTORIES', 'LOCATION', 'EXCHANGE', 'ARCHIVE', 'UNARCHIVE', 'FILEFORMAT', 'TOUCH', 'COMPACT', 'CONCATENATE', 'CHANGE', 'CASCADE', 'RESTRICT', 'CLUSTERED', 'SORTED', 'PURGE', 'INPUTFORMAT', 'OUTPUTFORMAT', DATABASE, DATABASES, 'DFS', 'TRUNCATE', 'ANALYZE', 'COMPUTE', 'LIST', 'STATISTICS', 'PARTITIONED', 'EXTERNAL', 'DEFINED', 'REVOKE', 'GRANT', 'LOCK', 'UNLOCK', 'MSCK', 'REPAIR', 'EXPORT', 'IMPORT', 'LOAD', 'ROLE', 'ROLES', 'COMPACTIONS', 'PRINCIPALS', 'TRANSACTIONS', 'INDEX', 'INDEXES', 'LOCKS', 'OPTION', 'ANTI', 'LOCAL', 'INPATH', IDENTIFIER, BACKQUOTED_IDENTIFIER}`;

const AFTER_CREATED_NAME =
  "{<EOF>, '(', 'SELECT', 'FROM', 'AS', 'ROW', 'WITH', 'VALUES', 'TABLE', 'INSERT', 'MAP', 'COMMENT', 'REDUCE', 'TBLPROPERTIES', 'SKEWED', 'STORED', 'LOCATION', 'CLUSTERED', 'PARTITIONED'}";

/** Whose name it is: Athena's text for a name in double quotes, or of too many parts, depends on it. */
export type Owner = 'create' | 'alter' | 'drop' | 'describe' | 'columns' | 'showCreate' | 'other';

/**
 * A table's name of one to three parts. Parts in double quotes are strings here, and refused.
 * The texts are measured ones of Athena.
 */
export function parseTableName(c: HiveCursor, owner: Owner): Name {
  const start = c.token;
  if (owner === 'describe' || owner === 'columns' || owner === 'showCreate') checkParts(c, owner);
  const parts: Identifier[] = [];
  do {
    if (parts.length === 3) refuseFourth(c, owner);
    if (c.isString()) refuseQuoted(c, owner, parts.length, start);
    parts.push(c.identifier());
  } while (acceptDot(c, parts.length, owner));
  return { at: start.at, parts };
}

function acceptDot(c: HiveCursor, parts: number, owner: Owner): boolean {
  if (c.token.key !== '.') return false;
  if (parts === 3) refuseFourth(c, owner);
  c.advance();
  return true;
}

function refuseFourth(c: HiveCursor, owner: Owner): never {
  if (owner === 'drop') return c.failExpecting("{<EOF>, 'PURGE'}");
  if (owner === 'create') return c.failExpecting(AFTER_CREATED_NAME);
  return c.fail();
}

function refuseQuoted(c: HiveCursor, owner: Owner, part: number, start: Token): never {
  if (owner === 'create' || owner === 'alter' || owner === 'other') return c.fail();
  if (part === 1) return c.failFrom(start);
  return part === 0 && owner === 'describe' ? c.fail() : c.failExpecting(NAME_EXPECTED);
}

/** Statements that ask the catalog at once: four parts are no name at all, whatever their quotes. */
function checkParts(c: HiveCursor, owner: Owner): void {
  const parts: Token[] = [];
  for (let ahead = 0; c.isName(c.peek(ahead)) || c.isString(c.peek(ahead)); ahead += 2) {
    parts.push(c.peek(ahead));
    if (c.peek(ahead + 1).key !== '.') break;
  }
  if (parts.length > 3) {
    const name = parts.map(({ kind, text }) => (kind === 'word' ? text : text.slice(1, -1)).toLowerCase());
    throw new SqlError('SYNTAX_ERROR', `Invalid table name ${name.join('.')}`);
  }
  if (owner === 'showCreate' && parts.some((part) => part.kind === 'string')) {
    throw new SqlError('SYNTAX_ERROR', 'Queries of this type are not supported');
  }
}

/** A database's name, with its catalog or without. */
export function parseDatabaseName(c: HiveCursor): Name {
  const { at } = c;
  const parts: Identifier[] = [];
  do {
    if (c.isString()) c.failExpecting(NAME_EXPECTED);
    parts.push(c.identifier());
  } while (parts.length < 2 && c.accept('.'));
  return { at, parts };
}
