import { afterEach, describe, expect, test } from 'vitest';
import { ExitCriteriaError } from '../../src/book/exitCriteria';
import { check, READERS, sync } from '../../src/book/sync';
import { projectRoot } from '../../src/target/project';
import { BEGIN, Clone, page } from './clone';

let clone: Clone | undefined;
afterEach(() => {
  clone?.remove();
  clone = undefined;
});

async function refusal(work: Promise<unknown>): Promise<ExitCriteriaError> {
  const error = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ExitCriteriaError);
  return error as ExitCriteriaError;
}

describe('sync', () => {
  test('brings the plan to every page, and then there is nothing to do', async () => {
    clone = new Clone(page('new'), page('old'));
    expect(await sync(clone.root, [page('old')])).toEqual(READERS);
    for (const reader of READERS) expect(clone.read(reader)).toBe(page('new'));
    expect(await sync(clone.root, [])).toEqual([]);
    expect(await check(clone.root)).toEqual([]);
  });
  test('fills a page whose block is empty', async () => {
    clone = new Clone(page('new'), page('new'));
    clone.write(READERS[1]!, `${BEGIN}\n<!-- END EXIT_CRITERIA -->\n`);
    expect(await sync(clone.root, [])).toEqual([READERS[1]]);
  });
  test('refuses a copy that was edited, with its page and the difference, and writes nothing', async () => {
    clone = new Clone(page('new'), page('old'));
    clone.write(READERS[1]!, page('edited by hand'));
    const before = clone.pages();
    const error = await refusal(sync(clone.root, [page('old')]));
    expect(error.page).toBe(READERS[1]);
    expect(error.diff).toContain('- edited by hand');
    expect(error.diff).toContain('+ new');
    expect(clone.pages()).toEqual(before);
  });
  test('writes over an edited copy when it is forced to', async () => {
    clone = new Clone(page('new'), page('edited by hand'));
    expect(await sync(clone.root, [], { force: true })).toEqual(READERS);
    expect(clone.read(READERS[0]!)).toBe(page('new'));
  });
  test.each([
    ['missing', '# Title\n'],
    ['doubled', page('old') + page('old')],
    ['unclosed', `${BEGIN}\nold\n`],
  ])('writes nothing, forced or not, when one page has its block %s', async (_what, text) => {
    clone = new Clone(page('new'), page('old'));
    clone.write(READERS[1]!, text);
    const before = clone.pages();
    for (const force of [false, true]) {
      const error = await refusal(sync(clone.root, [page('old')], { force }));
      expect(error.page).toBe(READERS[1]);
    }
    expect(clone.pages()).toEqual(before);
  });
  test('names the plan when its own block is broken', async () => {
    clone = new Clone('# Plan\n', page('old'));
    expect((await refusal(sync(clone.root, [], { force: true }))).page).toBe('plan.md');
  });
  test('an earlier plan without a block excuses no copy', async () => {
    clone = new Clone(page('new'), page('old'));
    await refusal(sync(clone.root, ['# An early plan\n']));
  });
  test('takes a second at the most', async () => {
    clone = new Clone(page('new'), page('old'));
    const started = performance.now();
    await sync(clone.root, [page('old')]);
    await check(clone.root);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('check', () => {
  test('tells of every page that is out of step, and changes none', async () => {
    clone = new Clone(page('new'), page('old'));
    clone.write(READERS[1]!, '# Title\n');
    const before = clone.pages();
    const problems = await check(clone.root);
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/^README\.md: the block differs from plan\.md[\s\S]*- old[\s\S]*\+ new/);
    expect(problems[1]).toMatch(/^lakehouse-book\/docs\/00-project-plan\.md: the block is missing/);
    expect(clone.pages()).toEqual(before);
  });
  test('a broken plan is one problem, not one a page', async () => {
    clone = new Clone(page('a') + page('b'), page('a'));
    expect(await check(clone.root)).toEqual(['plan.md: the block is there 2 times (lines 5, 14)']);
  });
  test('a page that cannot be read is no matter of exit criteria', async () => {
    clone = new Clone(page('a'), page('a'));
    await expect(check(`${clone.root}/nowhere`)).rejects.toThrow('ENOENT');
  });
  test('the pages of this repository are in step', async () => {
    expect(await check(projectRoot())).toEqual([]);
  });
});
