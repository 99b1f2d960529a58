import { unwrapMdxCodeBlocks } from '@docusaurus/utils';
import { evaluate } from '@mdx-js/mdx';
import type { Element } from 'hast';
import { createElement, type ReactNode } from 'react';
import * as runtime from 'react/jsx-runtime';
import { renderToStaticMarkup } from 'react-dom/server';
import rehypeParse from 'rehype-parse';
import remarkDirective from 'remark-directive';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';

type Props = {
  children?: ReactNode;
  text?: string;
  html?: string;
  message?: string;
  details?: string;
  src?: string;
};

/** The book's components without their looks: what reaches the reader's browser is the same. */
const show = ({ children, text, html, message, details, src }: Props) =>
  html === undefined
    ? createElement('div', null, text, message, details, src && createElement('img', { src }), children)
    : createElement('div', { dangerouslySetInnerHTML: { __html: html } });

const COMPONENTS = Object.fromEntries(
  [
    ...['CellOutput', 'ErrorOutput', 'Folded', 'HtmlOutput', 'LessonFacts', 'PictureOutput', 'TextOutput'],
    ...['Badge', 'Badges', 'CheckBoard', 'CheckResult', 'Ratios', 'ReportFacts', 'Stopwatch'],
  ].map((name) => [name, show]),
);

/** Compiles a page as Docusaurus does, runs it, and gives its HTML. @throws where the page is broken */
export async function render(mdx: string): Promise<string> {
  const { default: Page } = await evaluate(unwrapMdxCodeBlocks(mdx), {
    ...(runtime as Parameters<typeof evaluate>[1]),
    remarkPlugins: [remarkFrontmatter, remarkDirective, remarkGfm],
  });
  return renderToStaticMarkup(createElement(Page as never, { components: COMPONENTS } as never));
}

const FOREIGN = ['script', 'style', 'iframe', 'object', 'embed', 'form', 'link', 'meta', 'base'];
const isOwn = (url: unknown): boolean => String(url).startsWith('/outputs/');

/** All that in a page's HTML could run code, load something, or lead somewhere by a script. */
export function dangers(html: string): string[] {
  const found: string[] = [];
  const allowed = ['http:', 'https:', 'mailto:'];
  visit(unified().use(rehypeParse, { fragment: true }).parse(html), 'element', (element: Element) => {
    const { tagName, properties } = element;
    // React has the browser load pictures early.
    const ownPicture = tagName === 'link' && properties.as === 'image' && isOwn(properties.href);
    if (FOREIGN.includes(tagName) && !ownPicture) found.push(`<${tagName}>`);
    for (const [name, value] of Object.entries(properties)) {
      if (/^on/i.test(name)) found.push(name);
      if (/url\(/i.test(String(value)) && name === 'style') found.push(`style=${value}`);
      if (name === 'src' && !isOwn(value)) found.push(`src=${value}`);
      if (name === 'href') {
        const scheme = /^\s*([a-z][a-z0-9+.-]*:)/i.exec(String(value))?.[1]?.toLowerCase();
        if (scheme && !allowed.includes(scheme)) found.push(`href=${value}`);
      }
    }
  });
  return found;
}

/** The text that a reader sees. */
export function textIn(html: string): string {
  let text = '';
  visit(unified().use(rehypeParse, { fragment: true }).parse(html), 'text', (node) => {
    text += node.value;
  });
  return text;
}
