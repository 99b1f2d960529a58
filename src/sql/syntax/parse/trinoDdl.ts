import { parseProperties } from './createTableAs';
import type { Cursor } from './cursor';
import { parseExpression } from './expression';
import { parseStatement } from './statement';
import { parseTypeName } from './type';

/**
 * Reads a statement by Trino's grammar only to see whether it can be read. The statements of the Hive side have forms of
 * their own there (`ALTER TABLE t ADD COLUMN c int`). Athena tries both grammars: where Trino's fails too, the user gets
 * its error and not the Hive side's.
 *
 * @throws SqlError where Trino's grammar cannot go on
 */
export function readTrinoStatement(c: Cursor): void {
  ruleFor(c)(c);
}

function ruleFor(c: Cursor): (c: Cursor) => void {
  const next = c.peek(1).key;
  switch (c.token.key) {
    case 'CREATE':
      if (next === 'TABLE') return readCreateTable;
      return next === 'SCHEMA' ? readCreateSchema : parseStatement;
    case 'DROP':
      return next === 'TABLE' || next === 'SCHEMA' ? readDrop : parseStatement;
    case 'ALTER':
      return readAlterTable;
    case 'DESC':
    case 'DESCRIBE':
      return readDescribe;
    case 'SHOW': {
      const tables = next === 'CREATE' && c.peek(2).key === 'TABLE';
      return tables || next === 'TABLES' || next === 'SCHEMAS' || next === 'COLUMNS'
        ? readShow
        : parseStatement;
    }
    default:
      return parseStatement;
  }
}

function readDescribe(c: Cursor): void {
  c.advance();
  c.qualifiedName();
}

function readCreateSchema(c: Cursor): void {
  c.expect('CREATE', 'SCHEMA');
  c.acceptAll('IF', 'NOT', 'EXISTS');
  c.qualifiedName();
  if (c.accept('AUTHORIZATION')) c.identifier();
  if (c.accept('WITH')) parseProperties(c);
}

function readCreateTable(c: Cursor): void {
  c.expect('CREATE', 'TABLE');
  c.acceptAll('IF', 'NOT', 'EXISTS');
  c.qualifiedName();
  for (const word of ['AS', 'COMMENT', 'WITH']) c.note(`'${word}'`);
  c.parenthesized(() => readElement(c));
  if (c.accept('COMMENT')) c.string();
  if (c.accept('WITH')) parseProperties(c);
}

function readElement(c: Cursor): void {
  if (c.accept('LIKE')) {
    c.qualifiedName();
    if (c.accept('INCLUDING') || c.accept('EXCLUDING')) c.expect('PROPERTIES');
    return;
  }
  c.identifier();
  parseTypeName(c);
  // A type that does not go on as Trino wants (`struct<`) is told by what may follow the column.
  if (!['NOT', 'COMMENT', 'WITH', ',', ')'].includes(c.token.key)) c.fail(["','", "')'"]);
  readColumnOptions(c);
}

function readColumnOptions(c: Cursor): void {
  if (c.accept('NOT')) c.expect('NULL');
  if (c.accept('COMMENT')) c.string();
  if (c.accept('WITH')) parseProperties(c);
}

function readDrop(c: Cursor): void {
  c.expect('DROP');
  const what = c.oneOf('SCHEMA', 'TABLE');
  c.acceptAll('IF', 'EXISTS');
  c.qualifiedName();
  if (what === 'SCHEMA' && !c.accept('CASCADE')) c.accept('RESTRICT');
}

function readAlterTable(c: Cursor): void {
  c.expect('ALTER', 'TABLE');
  const ifExists = c.acceptAll('IF', 'EXISTS');
  c.qualifiedName();
  if (c.accept('ADD')) {
    if (c.token.key !== 'COLUMN') c.fail(["'.'", "'ADD'"]);
    c.expect('COLUMN');
    c.acceptAll('IF', 'NOT', 'EXISTS');
    c.identifier();
    parseTypeName(c);
    readColumnOptions(c);
  } else if (c.accept('DROP')) {
    if (c.token.key !== 'COLUMN') c.fail(["'.'", "'DROP'"]);
    c.expect('COLUMN');
    c.acceptAll('IF', 'EXISTS');
    c.qualifiedName();
  } else if (c.accept('RENAME')) {
    if (c.accept('TO')) c.qualifiedName();
    else {
      c.expect('COLUMN');
      c.acceptAll('IF', 'EXISTS');
      c.identifier();
      c.expect('TO');
      c.identifier();
    }
  } else if (ifExists) c.fail();
  else if (c.accept('EXECUTE')) {
    c.identifier();
    if (c.is('(')) c.parenthesized(() => parseExpression(c));
    if (c.accept('WHERE')) parseExpression(c);
  } else {
    c.expect('SET');
    if (c.oneOf('AUTHORIZATION', 'PROPERTIES') === 'AUTHORIZATION') c.identifier();
    else {
      c.list(() => {
        c.identifier();
        c.expect('=');
        parseExpression(c);
      });
    }
  }
}

function readShow(c: Cursor): void {
  c.expect('SHOW');
  const what = c.oneOf('COLUMNS', 'CREATE', 'SCHEMAS', 'TABLES');
  if (what === 'CREATE') {
    c.expect('TABLE');
    c.qualifiedName();
    return;
  }
  if (what === 'COLUMNS') {
    c.oneOf('FROM', 'IN');
    c.qualifiedName();
  } else if (c.accept('FROM') || c.accept('IN')) c.qualifiedName();
  if (!c.accept('LIKE')) return;
  c.string();
  if (c.accept('ESCAPE')) c.string();
}
