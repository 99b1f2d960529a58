/** Any node of the tree that the parser makes: an object with a position, mostly with a `type`. */
export interface AnyNode {
  type?: string;
  at: unknown;
  [member: string]: unknown;
}

/** Visits every node below (and with) the given one, parents first. */
export function walk(root: unknown, visit: (node: AnyNode) => void): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) open.push(value[i]);
    } else if (typeof value === 'object' && value !== null) {
      if ('at' in value) visit(value as AnyNode);
      for (const member of Object.values(value).reverse()) {
        if (typeof member === 'object' && member !== null) open.push(member);
      }
    }
  }
}
