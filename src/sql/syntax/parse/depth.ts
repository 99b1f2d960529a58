import type { Statement } from '../ast/statement';
import { tooLarge } from './cursor';

/** How deep a tree may be, so that those who walk it by recursion do not run off the end of their stack. */
const DEEPEST_TREE = 1000;

/**
 * Refuses a tree that is too deep: `a || b || c …` and `UNION` chains nest without any parentheses. It walks without
 * recursion itself.
 *
 * @throws SqlError with Trino's text
 */
export function checkDepth(root: Statement | object): void {
  let level: object[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST_TREE) throw tooLarge();
    const next: object[] = [];
    for (const node of level) {
      for (const value of Object.values(node)) {
        for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) next.push(child);
      }
    }
    level = next;
  }
}

function isNode(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !('line' in value);
}
