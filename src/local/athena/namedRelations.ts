import type { Name } from '../../sql/ast/node';
import type { Query } from '../../sql/ast/query';
import type { Statement } from '../../sql/ast/statement';
import { type AnyNode, walk } from './walk';

/** Statements with a target. */
const CHANGES = new Set(['insert', 'delete', 'update', 'merge']);

/** Every name that stands where a relation may stand in a statement, common table expressions included. */
export function namedRelations(root: Statement | Query): Name[] {
  const names: Name[] = [];
  walk(root, (node: AnyNode) => {
    if (node.type === 'table' || node.type === 'tableQuery') names.push(node.name as Name);
    if (CHANGES.has(node.type ?? '')) names.push(node.target as Name);
  });
  return names;
}
