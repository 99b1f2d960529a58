import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lessonPage } from '../../../src/book/page/lesson';
import { safeMarkdown } from '../../../src/book/page/markdown';
import { code, component, page } from '../../../src/book/page/mdx';
import { safeHtml } from '../../../src/book/page/safeHtml';
import { safeSvg } from '../../../src/book/page/safeSvg';
import type { Notebook } from '../../../src/notebook/runner/notebook';
import { GOLDEN, goldenNotebook, LESSON } from '../golden';
import { dangers, render, textIn } from './render';

/** What has broken pages of others, in pieces that are put together at random. */
const PIECES = [
  ...[
    '{',
    '}',
    '{{',
    '${',
    '<',
    '>',
    '</',
    '/>',
    '<>',
    '`',
    '```',
    '~~~',
    '"',
    "'",
    '\\',
    '\n',
    '\n\n',
    ' ',
    '    ',
  ],
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)>',
    '<!--',
    '-->',
    ']]>',
  ],
  ...[
    'export const x = 1',
    'import x from "y"',
    '{alert(1)}',
    '{/* */}',
    '<CellOutput>',
    '</CellOutput>',
    '<b>',
    '</b>',
  ],
  ...[
    '[a](javascript:alert(1))',
    '[a]: javascript:x',
    '[a][a]',
    '![a](https://example.org/x)',
    '<javascript:alert(1)>',
  ],
  ...[
    ':::note',
    ':::',
    ':a[b]{c}',
    '::leaf{a}',
    '# ',
    '## a {#b}',
    '- ',
    '1. ',
    '> ',
    '| a |',
    '| - |',
    '---',
    '***',
  ],
  ...[
    '&lt;',
    '&#x7b;',
    '&amp',
    '<a href="java&#9;script:alert(1)">',
    '<style>',
    '<math><mi//xlink:href="data:x">',
  ],
  ...[
    '<table><td>',
    '<details open ontoggle=alert(1)>',
    '<iframe srcdoc="x">',
    '\u2028',
    '\u0000',
    'text',
    'é',
    '😀',
  ],
];
const nasty = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** HTML knows no NUL, no carriage return and no half of a character. */
const canBeWritten = (text: string): boolean => !/[\0\r]/.test(text) && Buffer.from(text).toString() === text;

const notebookOf = (markdown: string, source: string, printed: string, html: string): Notebook => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    lakehouse: { executedAt: '2026-11-25T18:23:51Z', commit: 'c', target: 'local', seconds: 1, passed: true },
  },
  cells: [
    { cell_type: 'markdown', metadata: {}, source: markdown },
    {
      cell_type: 'code',
      metadata: {},
      source,
      outputs: [
        { output_type: 'stream', name: 'stdout', text: printed },
        { output_type: 'display_data', data: { 'text/html': html }, metadata: {} },
        { output_type: 'display_data', data: { 'image/svg+xml': html }, metadata: {} },
        { output_type: 'display_data', data: { 'text/markdown': markdown }, metadata: {} },
        { output_type: 'error', ename: printed, evalue: printed, traceback: [printed] },
      ],
    },
  ],
});

describe('no text breaks a page, or scripts it', () => {
  test.each(GOLDEN)('the page of %s compiles, and holds nothing that runs', async (name) => {
    const executed = goldenNotebook(name);
    const { mdx } = lessonPage({
      lesson: LESSON,
      source: executed,
      executed,
      addressOf: (asset) => `/outputs/${asset.name}`,
    });
    expect(dangers(await render(mdx))).toEqual([]);
  });
  test('whatever stands in a notebook', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, nasty, async (markdown, source, printed, html) => {
        const executed = notebookOf(markdown, source, printed, html);
        const { mdx } = lessonPage({
          lesson: LESSON,
          source: executed,
          executed,
          addressOf: (asset) => `/outputs/${asset.name}`,
        });
        expect(dangers(await render(mdx))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
  test('Docusaurus takes fences with a name of its own away: they swallow nothing of the cells around', async () => {
    const executed = notebookOf('text', 'a\n```mdx-code-block\nb', 'printed', '<b>html</b>');
    const [markdown, cell] = executed.cells;
    for (const source of ['one();', 'two();']) executed.cells.push(markdown!, { ...cell!, source });
    const { mdx } = lessonPage({
      lesson: LESSON,
      source: executed,
      executed,
      addressOf: (asset) => `/outputs/${asset.name}`,
    });
    expect(textIn(await render(mdx))).not.toContain('<CellOutput');
  });
  test('values of components reach the page as they are', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        fc.pre(canBeWritten(text));
        const html = await render(page({ title: text }, [component('TextOutput', { text: `|${text}|` })]));
        expect(textIn(html)).toBe(`|${text}|`);
      }),
      { numRuns: 150 },
    );
  });
  test('code reaches the page as it is', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        // The lines that Docusaurus takes away are lost in code, too.
        fc.pre(canBeWritten(text) && text.trim() !== '' && !text.includes('mdx-code-block'));
        const html = await render(page({ title: 'code' }, [code('ts', `|${text}|`)]));
        expect(textIn(html)).toBe(`|${text}|\n`);
      }),
      { numRuns: 150 },
    );
  });
});

describe('what the cleaner leaves of HTML', () => {
  test('nothing that runs, loads or leads to a script, whatever is put in', () => {
    fc.assert(
      fc.property(nasty, (html) => {
        expect(dangers(safeHtml(html))).toEqual([]);
        expect(dangers(safeSvg(`<svg>${html}</svg>`))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
  test('what is clean stays as it is when it is cleaned again', () => {
    fc.assert(
      fc.property(nasty, (html) => {
        expect(safeHtml(safeHtml(html))).toBe(safeHtml(html));
      }),
    );
  });
  test('colours and sides become classes of the book', () => {
    expect(safeHtml('<td style="text-align:right">1</td>')).toBe('1');
    expect(safeHtml('<b style="color:#cf222e; position: fixed">no</b>')).toBe('<b class="is-bad">no</b>');
    expect(safeHtml('<b class="navbar">no</b>')).toBe('<b>no</b>');
  });
});

test('Markdown keeps what it says', async () => {
  const html = await render(
    page({ title: 't' }, safeMarkdown('A **bold** *word*, `code {x}`, 1 < 2 > 0, {x}.')),
  );
  expect(html).toBe(
    '<p>A <strong>bold</strong> <em>word</em>, <code>code {x}</code>, 1 &lt; 2 &gt; 0, {x}.</p>',
  );
});
