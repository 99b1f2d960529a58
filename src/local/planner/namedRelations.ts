import type { Name } from '../../sql/syntax/ast/node';
import type { Query, TableVersion } from '../../sql/syntax/ast/query';
import type { Statement } from '../../sql/syntax/ast/statement';
import { type AnyNode, walk } from './walk';

/** Statements with a target. */
const CHANGES = new Set(['insert', 'delete', 'update', 'merge']);

/** A name where a relation may stand, with the version of it that is asked for. */
export interface NamedRelation {
  name: Name;
  asOf?: TableVersion;
}

/** Every name that stands where a relation may stand in a statement, common table expressions included. */
export function namedRelations(root: Statement | Query): NamedRelation[] {
  const names: NamedRelation[] = [];
  walk(root, (node: AnyNode) => {
    if (node.type === 'table' || node.type === 'tableQuery')
      names.push({ name: node.name as Name, asOf: node.asOf as TableVersion | undefined });
    if (CHANGES.has(node.type ?? '')) names.push({ name: node.target as Name });
  });
  return names;
}
