import type { Table } from 'mdast';
import { findBlock } from './exitCriteria';
import { parseMarkdown, textOf } from './page/mdx';

/** One row of the plan's exit criteria. */
export interface Criterion {
  id: number;
  name: string;
  condition: string;
  verifier: string;
}

/**
 * The exit criteria as the plan tells them.
 * @param plan the text of plan.md
 * @throws ExitCriteriaError when the plan has no proper block
 */
export function criteriaOf(plan: string): Criterion[] {
  const { children } = parseMarkdown(findBlock('plan.md', plan).text);
  const rows = children.find((node): node is Table => node.type === 'table')?.children.slice(1) ?? [];
  return rows.map((row) => {
    const [id = '', name = '', condition = '', verifier = ''] = row.children.map((cell) => textOf(cell));
    return { id: Number(id), name, condition, verifier };
  });
}
