import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { type LessonPage, lessonPage } from '../../../src/book/page/lesson';
import type { Notebook } from '../../../src/notebook/runner/notebook';
import { GOLDEN, goldenFile, goldenNotebook, LESSON } from '../golden';

const pageOf = (executed: Notebook | undefined, source = executed ?? goldenNotebook('text')): LessonPage =>
  lessonPage({ lesson: LESSON, source, executed, addressOf: ({ name }) => `/outputs/${name}` });

describe('each kind of output', () => {
  test.each(GOLDEN)('%s', async (name) => {
    const { mdx, assets } = pageOf(goldenNotebook(name));
    await expect(mdx).toMatchFileSnapshot(goldenFile(`${name}.mdx`));
    for (const asset of assets)
      if (asset.name.endsWith('.svg')) {
        await expect(asset.content).toMatchFileSnapshot(goldenFile(asset.name));
        expect(XMLValidator.validate(String(asset.content))).toBe(true);
      }
  });
  test('a picture of points is kept byte for byte, under a name that tells its content', () => {
    const [, picture] = pageOf(goldenNotebook('pictures')).assets;
    expect(picture!.name).toMatch(/^00-first-win-2-[0-9a-f]{8}\.png$/);
    expect((picture!.content as Buffer).subarray(1, 4).toString()).toBe('PNG');
  });
});

describe('whether the answers are those of the notebook', () => {
  const executed = goldenNotebook('text');
  const facts = ({ mdx }: LessonPage) => /<LessonFacts .*\/>/.exec(mdx)![0];

  test('executed as it is: when, where, at which commit, how long', () => {
    const page = pageOf(executed);
    expect(page.stale).toBeUndefined();
    expect(facts(page)).toContain('executedAt={"2026-11-25T18:23:51.728Z"}');
    expect(facts(page)).toContain('commit={"b05bb2e7370ea58460b36fa0463125352e1aca91"}');
    expect(facts(page)).toContain('seconds={7.8}');
  });
  test('never executed: the page has code and says that it has no answers', () => {
    const page = pageOf(undefined, goldenNotebook('text'));
    expect(page.stale).toBe('never executed');
    expect(facts(page)).toContain('stale={"never executed"}');
    expect(page.mdx).toContain('console.log("one")');
  });
  test('outputs that nobody vouches for are none', () => {
    const unmarked = { ...executed, metadata: {} };
    expect(pageOf(unmarked, executed).stale).toBe('never executed');
  });
  test('a changed cell makes all answers old: none is shown', () => {
    const source = structuredClone(executed);
    source.cells[1]!.source = 'console.log("changed");';
    for (const cell of source.cells) cell.outputs = [];
    const page = pageOf(executed, source);
    expect(page.stale).toBe('executed before its last change');
    expect(page.mdx).toContain('console.log("changed")');
    expect(page.mdx).not.toContain('TextOutput');
  });
  test('a tag that was changed is a change too', () => {
    const source = structuredClone(executed);
    source.cells[1]!.metadata.tags = ['raises-exception'];
    expect(pageOf(executed, source).stale).toBe('executed before its last change');
  });
  test('the same text in lines or in one piece is the same', () => {
    const source = structuredClone(executed);
    for (const cell of source.cells) cell.source = [cell.source].flat().join('');
    expect(pageOf(executed, source).stale).toBeUndefined();
  });
  test('a failed run is shown up to its failure, and said to be one', () => {
    const page = pageOf(goldenNotebook('errors'));
    expect(page.stale).toBe('failed');
    expect(page.mdx).toContain('nothing is not a function');
  });
});

describe('the page as a whole', () => {
  test('its title is the first heading, which is not repeated', () => {
    const { mdx } = pageOf(goldenNotebook('text'));
    expect(mdx).toContain('title: "Text"');
    expect(mdx).not.toMatch(/^# /m);
  });
  test('a planned failure is shown with name and message; what else was printed is folded', () => {
    const { mdx } = pageOf(goldenNotebook('errors'));
    expect(mdx).toContain('name={"QueryFailed"}');
    expect(mdx).toContain('planned={true}');
    expect(mdx).toContain('planned={false}');
  });
  test('another error than the planned one is not a planned one', () => {
    const notebook = goldenNotebook('errors');
    notebook.cells[1]!.metadata.tags = ['raises-exception', 'raises=AccessDenied'];
    expect(pageOf(notebook).mdx).toMatch(/name=\{"QueryFailed"\}.*planned=\{false\}/);
  });
  test('an exercise is followed by its hints and its solution, folded', () => {
    const { mdx } = pageOf(goldenNotebook('exercises'));
    expect(mdx).toContain('<Folded summary={"00.1: hint 1"}>');
    expect(mdx).toContain('<Folded summary={"00.1: a solution"}>');
  });
  test('links from notebook to notebook lead from page to page, others into the clone lead nowhere', () => {
    const { mdx } = pageOf(goldenNotebook('exercises'));
    expect(mdx).toContain('(./01-foundation.mdx)');
    expect(mdx).toContain('(./01-foundation.mdx#the-layer)');
    expect(mdx).not.toContain('99-none');
    expect(mdx).not.toContain('orders.csv');
  });
});
