import type { Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import { type Block, parseMarkdown, textOf } from './mdx';

/** Where a link or a picture leads in the book; undefined: it leads nowhere, and only its text is kept. */
export interface Destinations {
  link(url: string): string | undefined;
  picture(url: string, alt: string): string | undefined;
}

/** Links to other sites alone: what a text calls its neighbour is none of the book. No pictures of another host. */
export const ELSEWHERE: Destinations = {
  link: (url) => (/^(https?:\/\/|mailto:)/i.test(url) ? url : undefined),
  picture: () => undefined,
};

/**
 * Markdown that somebody else wrote, as blocks of a page. HTML in it is shown as the text that it is, comments are left
 * out; links and pictures go where `destinations` says.
 */
export function safeMarkdown(markdown: string, destinations: Destinations = ELSEWHERE): Block[] {
  const root = parseMarkdown(markdown);
  htmlAsText(root);
  redirect(root, destinations);
  return root.children;
}

/** Nodes whose children are paragraphs and the like; in all others text can stand as it is. */
const HOLDS_BLOCKS = ['root', 'blockquote', 'listItem', 'footnoteDefinition'];

function htmlAsText(root: Root): void {
  visit(root, 'html', (node, index, parent) => {
    const value = node.value.replace(/<!--[\s\S]*?-->/g, '');
    const text: Block = { type: 'text', value };
    const block: Block = HOLDS_BLOCKS.includes(parent!.type) ? { type: 'paragraph', children: [text] } : text;
    const put = value === '' ? [] : [block];
    parent!.children.splice(index!, 1, ...put);
    return [SKIP, index! + put.length];
  });
}

/** What leads nowhere is replaced by its text; a reference without its definition is text anyway. */
function redirect(root: Root, { link, picture }: Destinations): void {
  visit(root, (node, index, parent) => {
    const replace = (blocks: readonly Block[]): [typeof SKIP, number] => {
      parent!.children.splice(index!, 1, ...blocks);
      return [SKIP, index!];
    };
    if (node.type === 'link' || node.type === 'definition') {
      const url = link(node.url);
      if (url === undefined) return replace(node.type === 'link' ? node.children : []);
      node.url = url;
    }
    if (node.type === 'image') {
      const url = picture(node.url, node.alt ?? '');
      if (url === undefined) return replace([{ type: 'text', value: node.alt ?? '' }]);
      node.url = url;
    }
    if (node.type === 'imageReference') return replace([{ type: 'text', value: node.alt ?? '' }]);
    return undefined;
  });
}

/** The text of the first heading of the first rank, and what stands beside it. */
export function withoutTitle(blocks: readonly Block[]): { title?: string; rest: Block[] } {
  const at = blocks.findIndex((block) => block.type === 'heading' && block.depth === 1);
  if (at < 0) return { rest: [...blocks] };
  return { title: textOf(blocks[at]), rest: blocks.toSpliced(at, 1) };
}
