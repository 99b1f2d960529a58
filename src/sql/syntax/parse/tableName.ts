import type { Name } from '../ast/node';
import type { Cursor } from './cursor';

/** `t`, `db.t` or `catalog.db.t`. */
export function parseTableName(c: Cursor): Name {
  const name = c.qualifiedName();
  if (name.parts.length > 3) {
    const parts = name.parts.map((part) => part.name.toLowerCase());
    c.blame(`Too many dots in table name: ${parts.join('.')}`, name.at);
  }
  return name;
}
