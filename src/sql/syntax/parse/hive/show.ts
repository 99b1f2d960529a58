import type { Identifier } from '../../ast/node';
import type { Statement } from '../../ast/statement';
import type { HiveCursor } from './hiveCursor';
import { parseDatabaseName, parseTableName } from './name';

/** The SHOW statements about databases and tables. */
export function parseHiveShow(c: HiveCursor): Statement {
  const { at } = c.expect('SHOW');
  switch (c.token.key) {
    case 'DATABASES':
    case 'SCHEMAS':
      c.advance();
      return { at, type: 'showDatabases', ...parsePattern(c) };
    case 'TABLES': {
      c.advance();
      const database = c.is('IN') || c.is('FROM') ? { database: parseDatabase(c) } : {};
      return { at, type: 'showTables', ...database, ...parsePattern(c) };
    }
    case 'COLUMNS':
      return { at, ...parseShowColumns(c) };
    case 'PARTITIONS':
      c.advance();
      return { at, type: 'showPartitions', name: parseTableName(c, 'other') };
    case 'TBLPROPERTIES': {
      c.advance();
      const name = parseTableName(c, 'other');
      if (!c.accept('(')) return { at, type: 'showTableProperties', name };
      const property = c.string();
      c.expect(')');
      return { at, type: 'showTableProperties', name, property };
    }
    default:
      c.expect('CREATE', 'TABLE');
      return { at, type: 'showCreateTable', name: parseTableName(c, 'showCreate') };
  }
}

/** `['pattern']` or `[LIKE 'pattern']` */
function parsePattern(c: HiveCursor): { like?: string } {
  return c.accept('LIKE') || c.isString() ? { like: c.string() } : {};
}

/** `IN [catalog.]database`; the catalog says nothing more, there is one. */
function parseDatabase(c: HiveCursor): Identifier {
  c.advance();
  const name = parseDatabaseName(c);
  if (c.token.key === '.') {
    // A string behind it would be the pattern: then only the dot is too much.
    const kind = c.isString(c.peek(1)) ? 'extraneous' : 'mismatched';
    c.refuse(`${kind} input '.' expecting {<EOF>, 'LIKE', STRING}`);
  }
  return name.parts.at(-1) as Identifier;
}

/** `SHOW COLUMNS {FROM | IN} table [{FROM | IN} database]` */
function parseShowColumns(
  c: HiveCursor,
): { type: 'showColumns' } & Pick<Extract<Statement, { type: 'showColumns' }>, 'name'> {
  c.expect('COLUMNS');
  c.oneOf('FROM', 'IN');
  const name = parseTableName(c, 'columns');
  if (c.is('FROM') || c.is('IN')) {
    c.advance();
    name.parts.unshift(c.identifier());
  }
  return { type: 'showColumns', name };
}
