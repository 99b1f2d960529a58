import type { Statement } from '../../ast/statement';
import { Cursor } from '../cursor';
import { parseExpression } from '../expression';
import { tokenize } from '../lexer';
import type { Token } from '../token';
import { parseAlterTable } from './alterTable';
import { parseComment } from './column';
import { parseCreateTable } from './createTable';
import type { HiveCursor } from './hiveCursor';
import { parseDatabaseName, parseTableName } from './name';
import { parseHiveProperties } from './property';
import { parseHiveShow } from './show';

/** Whether a statement of these tokens (in either dialect) belongs to the Hive side. */
export function isHiveStatement(tokens: Token[]): boolean {
  const [first, second, third] = tokens.map((token) => token.key);
  switch (first) {
    case 'MSCK':
    case 'OPTIMIZE':
    case 'VACUUM':
    case 'DESC':
    case 'DESCRIBE':
      return true;
    case 'ALTER':
      return second === 'TABLE';
    case 'DROP':
      return second === 'TABLE' || second === 'DATABASE' || second === 'SCHEMA';
    case 'SHOW':
      return second !== 'FUNCTIONS' && second !== 'VIEWS' && !(second === 'CREATE' && third === 'VIEW');
    case 'CREATE':
      if (second === 'TABLE') return !storesQuery(tokens);
      return second === 'EXTERNAL' || second === 'DATABASE' || second === 'SCHEMA';
    default:
      return false;
  }
}

/** Whether CREATE TABLE has an AS outside of parentheses (that of STORED AS and DEFINED AS aside): then it is a CTAS. */
function storesQuery(tokens: Token[]): boolean {
  let depth = 0;
  return tokens.some(({ key }, index) => {
    if (key === '(') depth++;
    if (key === ')') depth--;
    const before = tokens[index - 1]?.key;
    return key === 'AS' && depth === 0 && before !== 'STORED' && before !== 'DEFINED';
  });
}

/** A statement of the Hive side: tables, databases, partitions, and what shows them. */
export function parseHiveStatement(c: HiveCursor): Statement {
  const { key, at } = c.token;
  const next = c.peek(1).key;
  switch (key) {
    case 'CREATE':
      return next === 'TABLE' || next === 'EXTERNAL' ? parseCreateTable(c) : parseCreateDatabase(c);
    case 'DROP':
      return parseDrop(c);
    case 'ALTER':
      return parseAlterTable(c);
    case 'SHOW':
      return parseHiveShow(c);
    case 'DESC':
    case 'DESCRIBE':
      return parseDescribe(c);
    case 'MSCK':
      c.expect('MSCK', 'REPAIR', 'TABLE');
      return { at, type: 'msckRepair', name: parseTableName(c, 'other') };
    case 'OPTIMIZE':
      return parseOptimize(c);
    default:
      c.expect('VACUUM');
      return { at, type: 'vacuum', name: parseTableName(c, 'other') };
  }
}

/** `CREATE {DATABASE | SCHEMA} [IF NOT EXISTS] name [COMMENT '…'] [LOCATION '…'] [WITH DBPROPERTIES (…)]` */
function parseCreateDatabase(c: HiveCursor): Statement {
  const { at } = c.expect('CREATE');
  c.oneOf('DATABASE', 'SCHEMA');
  const ifNotExists = c.acceptAll('IF', 'NOT', 'EXISTS');
  const name = parseDatabaseName(c);
  const comment = parseComment(c);
  const location = c.accept('LOCATION') ? { location: c.string() } : {};
  const properties = c.acceptAll('WITH', 'DBPROPERTIES') ? parseHiveProperties(c) : [];
  return { at, type: 'createDatabase', name, ifNotExists, ...comment, ...location, properties };
}

/** `DROP TABLE [IF EXISTS] name [PURGE]`, `DROP {DATABASE | SCHEMA} [IF EXISTS] name [RESTRICT | CASCADE]` */
function parseDrop(c: HiveCursor): Statement {
  const { at } = c.expect('DROP');
  if (c.oneOf('TABLE', 'DATABASE', 'SCHEMA') === 'TABLE') {
    const ifExists = c.acceptAll('IF', 'EXISTS');
    const name = parseTableName(c, 'drop');
    c.accept('PURGE');
    return { at, type: 'dropTable', name, ifExists };
  }
  const ifExists = c.acceptAll('IF', 'EXISTS');
  const name = parseDatabaseName(c);
  const cascade = c.accept('CASCADE');
  if (!cascade) c.accept('RESTRICT');
  return { at, type: 'dropDatabase', name, ifExists, cascade };
}

/** `{DESCRIBE | DESC} [EXTENDED | FORMATTED] name [column]` */
function parseDescribe(c: HiveCursor): Statement {
  const { at } = c.advance();
  const next = c.peek(1);
  const worded = next.kind === 'word' || next.kind === 'backquoted' || next.kind === 'digitWord';
  const extended = worded && (c.token.key === 'EXTENDED' || c.token.key === 'FORMATTED');
  const formatted = extended && c.advance().key === 'FORMATTED';
  const name = parseTableName(c, 'describe');
  const column = c.isName() ? { column: c.identifier() } : {};
  return {
    at,
    type: 'describe',
    name,
    formatted,
    ...(extended && !formatted ? { extended } : {}),
    ...column,
  };
}

/** `OPTIMIZE name REWRITE DATA USING BIN_PACK [WHERE …]`; the condition is in the engine's language. */
function parseOptimize(c: HiveCursor): Statement {
  const { at } = c.expect('OPTIMIZE');
  const name = parseTableName(c, 'other');
  c.expect('REWRITE', 'DATA', 'USING', 'BIN_PACK');
  if (!c.accept('WHERE')) return { at, type: 'optimize', name };
  const engine = new Cursor(c.text, tokenize(c.text), c.token.start);
  const where = parseExpression(engine);
  engine.end();
  while (c.token.kind !== 'end') c.advance();
  return { at, type: 'optimize', name, where };
}
