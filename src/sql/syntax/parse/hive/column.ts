import type { ColumnDefinition } from '../../ast/statement';
import type { HiveCursor } from './hiveCursor';
import { parseHiveType } from './type';

/** `name type [COMMENT '…']` */
export function parseColumn(c: HiveCursor): ColumnDefinition {
  const name = c.identifier();
  const columnType = parseHiveType(c);
  return { at: name.at, name, columnType, ...parseComment(c) };
}

/** `[COMMENT '…']` */
export function parseComment(c: HiveCursor): { comment?: string } {
  return c.accept('COMMENT') ? { comment: c.string() } : {};
}
