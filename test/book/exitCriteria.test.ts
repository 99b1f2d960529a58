import { describe, expect, test } from 'vitest';
import { assertSame, ExitCriteriaError, findBlock, withBlock } from '../../src/book/exitCriteria';
import { BEGIN, END, page } from './clone';

/** What the page is refused with. */
function problem(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(ExitCriteriaError);
    return (error as Error).message;
  }
  throw new Error('the page was taken');
}

describe('the block of a page', () => {
  test('is what stands between the markers', () => {
    expect(findBlock('p.md', page('| a |\n| b |'))).toEqual({ start: 5, end: 7, text: '| a |\n| b |' });
  });
  test('may be empty', () => {
    expect(findBlock('p.md', `${BEGIN}\n${END}\n`).text).toBe('');
  });
  test('may hold a table with blank lines and fences around it', () => {
    const block = '\n| a |\n|---|\n\n```sh\nmake up\n```\n';
    expect(findBlock('p.md', page(block)).text).toBe(block);
  });
  test.each([
    ['fence', `\`\`\`md\n${BEGIN}\nexample\n${END}\n\`\`\``],
    ['indented code', `Text.\n\n    ${BEGIN}\n    example\n    ${END}`],
    ['code in a sentence', `Write \`${BEGIN}\` and \`${END}\`.`],
    ['sentence', `The marker is ${BEGIN} and ${END}.`],
  ])('is not the example in a %s', (_what, example) => {
    expect(findBlock('p.md', `${example}\n\n${page('real')}\n${example}\n`).text).toBe('real');
    expect(problem(() => findBlock('p.md', `${example}\n`))).toBe(
      `p.md: the block is missing: no line ${BEGIN}`,
    );
  });
});

describe('a page is refused that has', () => {
  test('no block', () => {
    expect(problem(() => findBlock('p.md', '# Title\n'))).toBe(
      `p.md: the block is missing: no line ${BEGIN}`,
    );
  });
  test('two blocks, with their lines', () => {
    expect(problem(() => findBlock('p.md', page('a') + page('b')))).toBe(
      'p.md: the block is there 2 times (lines 5, 14)',
    );
  });
  test('a block that is closed twice', () => {
    expect(problem(() => findBlock('p.md', `${page('a')}\n${END}\n`))).toBe(
      'p.md: the block is closed 2 times (lines 7, 11)',
    );
  });
  test.each([
    ['never', `x\n\n${BEGIN}\na\n`],
    ['before it begins', `${END}\n\n${BEGIN}\na\n`],
    ['only inside a fence', `x\n\n${BEGIN}\n\`\`\`\na\n${END}\n\`\`\`\n`],
  ])('a block that is closed %s', (_when, markdown) => {
    expect(problem(() => findBlock('p.md', markdown))).toBe(
      `p.md: the block is not closed: no line ${END} after line 3`,
    );
  });
});

describe('a copy of the block', () => {
  test('takes the place of the old one and of nothing else', () => {
    const before = page('old\nolder');
    expect(withBlock('p.md', before, 'new')).toBe(page('new'));
    expect(withBlock('p.md', withBlock('p.md', before, 'new'), 'old\nolder')).toBe(before);
  });
  test('may be empty', () => {
    expect(withBlock('p.md', page('a'), '')).toBe(`# Title\n\nBefore.\n\n${BEGIN}\n${END}\n\nAfter.\n`);
  });
  test('keeps the line ends of the page', () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    expect(withBlock('p.md', crlf(page('old')), 'new\nlines')).toBe(crlf(page('new\nlines')));
    expect(findBlock('p.md', crlf(page('a\nb'))).text).toBe('a\nb');
    assertSame('p.md', crlf(page('a\nb')), 'a\nb');
  });
  test('that differs is told line by line, with the lines of its page', () => {
    expect(problem(() => assertSame('p.md', page('same\nmine\nextra'), 'same\nplanned'))).toBe(
      [
        'p.md: the block differs from plan.md (edit plan.md, then run `make sync`)',
        '  line 7  - mine',
        '  plan.md + planned',
        '  line 8  - extra',
      ].join('\n'),
    );
  });
  test('that lacks lines is told the lines that it lacks', () => {
    expect(problem(() => assertSame('p.md', page('a'), 'a\nb'))).toMatch(/\n {2}plan\.md +\+ b$/);
  });
  test('that is the same is taken', () => {
    expect(() => assertSame('p.md', page('a\nb'), 'a\nb')).not.toThrow();
  });
});
