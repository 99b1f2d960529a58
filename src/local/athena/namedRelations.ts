import type { Name } from '../../sql/ast/node';
import type { CommonTable, Query } from '../../sql/ast/query';
import type { Statement } from '../../sql/ast/statement';
import { type AnyNode, walk } from './walk';

/** Every name that stands where a relation may stand in a statement, common table expressions included. */
export function namedRelations(root: Statement | Query): Name[] {
  const names: Name[] = [];
  walk(root, (node: AnyNode) => {
    if (node.type === 'table' || node.type === 'tableQuery') names.push(node.name as Name);
    if (node.type === 'insert') names.push(node.target as Name);
  });
  return names;
}

/** Names that `WITH` gives to queries anywhere in a statement: such a bare name need not be a table. */
export function commonTableNames(root: Statement | Query): Set<string> {
  const names = new Set<string>();
  walk(root, (node: AnyNode) => {
    if (node.type === 'query') for (const table of node.with as CommonTable[]) names.add(table.name.name);
  });
  return names;
}
