import fs from 'node:fs/promises';
import path from 'node:path';
import { assertSame, ExitCriteriaError, findBlock, withBlock } from './exitCriteria';

/** The pages that repeat plan.md's exit criteria. */
export const READERS = ['README.md', 'lakehouse-book/docs/00-project-plan.md'];

const SOURCE = 'plan.md';

/**
 * Copies the exit criteria from plan.md to the pages that repeat them.
 * @param root the clone
 * @param past earlier texts of plan.md: a copy that holds one of their blocks is stale, any other was edited
 * @returns the pages that changed. Nothing is written when any page cannot take the block.
 * @throws ExitCriteriaError when a block is missing, doubled or unclosed, or when a copy was edited (unless `force`)
 */
export async function sync(
  root: string,
  past: string[],
  options: { force?: boolean } = {},
): Promise<string[]> {
  const read = (page: string) => fs.readFile(path.join(root, page), 'utf8');
  const { text: block } = findBlock(SOURCE, await read(SOURCE));
  const known = new Set([block, '', ...past.flatMap(blockOf)]);
  const pages = await Promise.all(READERS.map(async (page) => ({ page, markdown: await read(page) })));
  for (const { page, markdown } of pages) {
    if (!options.force && !known.has(findBlock(page, markdown).text)) assertSame(page, markdown, block);
  }
  const changed = pages
    .map(({ page, markdown }) => ({ page, markdown, next: withBlock(page, markdown, block) }))
    .filter(({ markdown, next }) => next !== markdown);
  for (const { page, next } of changed) await fs.writeFile(path.join(root, page), next);
  return changed.map(({ page }) => page);
}

/** The block of an earlier plan.md; none where that text had no proper one. */
function blockOf(plan: string): string[] {
  try {
    return [findBlock(SOURCE, plan).text];
  } catch {
    return [];
  }
}

/** @returns one message for each page whose block is not plan.md's; empty when all are in step */
export async function check(root: string): Promise<string[]> {
  const read = (page: string) => fs.readFile(path.join(root, page), 'utf8');
  const problems: string[] = [];
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ExitCriteriaError)) throw error;
      problems.push(error.message);
    }
  };
  await attempt(async () => {
    const { text } = findBlock(SOURCE, await read(SOURCE));
    for (const page of READERS) await attempt(async () => assertSame(page, await read(page), text));
  });
  return problems;
}
