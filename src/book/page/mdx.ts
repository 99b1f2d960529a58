import type { Root, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';

export { textOf };

/** A piece of a page: paragraphs, headings, code, tables, and the book's own components. */
export type Block = RootContent;
type Component = Extract<Block, { type: 'mdxJsxFlowElement' }>;

/** What a component is given; `undefined` is left out. */
export type Props = Record<string, unknown>;

/** What Docusaurus knows of a page before its text (front matter). */
export interface FrontMatter {
  title: string;
  description?: string;
  [field: string]: unknown;
}

/**
 * What the writer would leave as it is, and readers of MDX would not. Colons with which Docusaurus begins directives:
 * three at a line's start, or one before a name (remark-directive, "Syntax"). And the words with which a line of
 * JavaScript begins (MDX, "ESM").
 */
const NOT_TEXT = [
  { atBreak: true, character: ':', after: ':' },
  { character: ':', before: '[^:]', after: '[A-Za-z]', inConstruct: 'phrasing' as const },
  { atBreak: true, character: 'e', after: 'xport\\b' },
  { atBreak: true, character: 'i', after: 'mport\\b' },
];

/**
 * Code stands between tildes: Docusaurus takes fences named `mdx-code-block` away, by a pattern that would find the end of
 * one that stands in code at the end of another cell, were that made of backticks too.
 */
const FENCE = '~';

const writer = unified()
  .use(remarkGfm)
  .use(remarkMdx)
  .use(remarkStringify, { bullet: '-', rule: '-', fences: true, fence: FENCE, unsafe: NOT_TEXT })
  .freeze();

const reader = unified().use(remarkParse).use(remarkGfm).freeze();

/** Markdown as a tree. HTML is in it as it stands: see `safeMarkdown`. */
export const parseMarkdown = (markdown: string): Root => reader.parse(markdown);

/**
 * A page as MDX. All that is put in by `blocks` is escaped where MDX would take it for code, so no text can break the page.
 * @returns front matter and body, with a line end behind it
 */
export function page(frontMatter: FrontMatter, blocks: readonly Block[]): string {
  // JSON is YAML too, and a text in quotes cannot be taken for anything else.
  const fields = Object.entries(frontMatter)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => `${field}: ${JSON.stringify(value)}`);
  const body = writer.stringify({ type: 'root', children: [...blocks] });
  return `---\n${fields.join('\n')}\n---\n\n${body}`;
}

/** One of the book's components (`lakehouse-book/src/components`) with values that JSON can tell. */
export function component(name: string, props: Props = {}, children: readonly Block[] = []): Component {
  return {
    type: 'mdxJsxFlowElement',
    name,
    attributes: Object.entries(props)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => ({
        type: 'mdxJsxAttribute',
        name: key,
        // Always an expression: in a quoted attribute MDX would read entities.
        value: { type: 'mdxJsxAttributeValueExpression', value: JSON.stringify(value) },
      })),
    children: [...children] as Component['children'],
  };
}

export const heading = (depth: 1 | 2 | 3 | 4, text: string): Block => ({
  type: 'heading',
  depth,
  children: [{ type: 'text', value: text }],
});

export const paragraph = (text: string): Block => ({
  type: 'paragraph',
  children: [{ type: 'text', value: text }],
});

/** Code with the reader's copy button. */
export const code = (lang: string, value: string): Block => ({ type: 'code', lang, value });
