import type { AlterAction, Statement } from '../../ast/statement';
import { parseColumn } from './column';
import type { HiveCursor } from './hiveCursor';
import { parseTableName } from './name';
import { parseHiveProperties, parseKeys, parsePartition } from './property';

/** `ALTER TABLE name action` */
export function parseAlterTable(c: HiveCursor): Statement {
  const { at } = c.expect('ALTER');
  c.expect('TABLE');
  const name = parseTableName(c, 'alter');
  return { at, type: 'alterTable', name, action: parseAction(c) };
}

function parseAction(c: HiveCursor): AlterAction {
  switch (c.token.key) {
    case 'ADD':
      return parseAdd(c);
    case 'REPLACE':
      c.expect('REPLACE', 'COLUMNS');
      return { action: 'replaceColumns', columns: c.parenthesized(() => parseColumn(c)) };
    case 'DROP':
      return parseDrop(c);
    case 'CHANGE':
      return parseChange(c);
    case 'RENAME':
      c.expect('RENAME');
      if (!c.accept('TO')) c.refuse(`missing 'TO' at '${c.token.text}'`);
      return { action: 'renameTo', name: parseTableName(c, 'alter') };
    case 'SET':
      c.expect('SET');
      if (c.accept('LOCATION')) return { action: 'setLocation', location: c.string() };
      c.expect('TBLPROPERTIES');
      return { action: 'setProperties', properties: parseHiveProperties(c) };
    case 'UNSET':
      c.expect('UNSET', 'TBLPROPERTIES');
      c.acceptAll('IF', 'EXISTS');
      return { action: 'unsetProperties', keys: parseKeys(c) };
    case 'PARTITION': {
      const partition = parsePartition(c);
      c.expect('SET', 'LOCATION');
      return { action: 'setLocation', partition, location: c.string() };
    }
    default:
      return c.fail();
  }
}

function parseAdd(c: HiveCursor): AlterAction {
  c.expect('ADD');
  if (c.accept('COLUMNS')) return { action: 'addColumns', columns: c.parenthesized(() => parseColumn(c)) };
  const ifNotExists = c.acceptAll('IF', 'NOT', 'EXISTS');
  const partitions: Extract<AlterAction, { action: 'addPartitions' }>['partitions'] = [];
  do {
    const values = parsePartition(c);
    partitions.push({ values, ...(c.accept('LOCATION') ? { location: c.string() } : {}) });
  } while (c.is('PARTITION'));
  return { action: 'addPartitions', ifNotExists, partitions };
}

function parseDrop(c: HiveCursor): AlterAction {
  c.expect('DROP');
  if (c.accept('COLUMN')) {
    const column = c.identifier();
    if (column.name === 'if' && c.token.key === 'EXISTS') c.failExpecting("{<EOF>, '.'}");
    return { action: 'dropColumn', column };
  }
  const ifExists = c.acceptAll('IF', 'EXISTS');
  const partitions = c.list(() => parsePartition(c));
  c.accept('PURGE');
  return { action: 'dropPartitions', ifExists, partitions };
}

/** `CHANGE [COLUMN] old new type [COMMENT '…'] [FIRST | AFTER column]` */
function parseChange(c: HiveCursor): AlterAction {
  c.expect('CHANGE');
  c.accept('COLUMN');
  const column = c.identifier();
  const to = parseColumn(c);
  if (c.accept('FIRST')) return { action: 'changeColumn', column, to, position: 'first' };
  if (!c.accept('AFTER')) return { action: 'changeColumn', column, to };
  return { action: 'changeColumn', column, to, position: { after: c.identifier() } };
}
