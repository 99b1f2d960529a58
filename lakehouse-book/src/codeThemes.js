// @ts-check
/**
 * Colours of code. Each reads on its background with a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3).
 * @param {Record<'plain' | 'background' | 'comment' | 'string' | 'keyword' | 'name' | 'number' | 'added' | 'removed', string>} colours
 * @returns {import('prism-react-renderer').PrismTheme}
 */
const theme = ({ plain, background, comment, string, keyword, name, number, added, removed }) => ({
  plain: { color: plain, backgroundColor: background },
  styles: [
    { types: ['comment', 'prolog', 'cdata'], style: { color: comment, fontStyle: 'italic' } },
    { types: ['string', 'char', 'attr-value', 'template-string', 'regex'], style: { color: string } },
    { types: ['keyword', 'tag', 'selector', 'atrule', 'important'], style: { color: keyword } },
    {
      types: ['function', 'class-name', 'attr-name', 'property', 'maybe-class-name'],
      style: { color: name },
    },
    { types: ['number', 'boolean', 'constant', 'symbol', 'builtin'], style: { color: number } },
    { types: ['inserted'], style: { color: added } },
    { types: ['deleted'], style: { color: removed } },
  ],
});

export const light = theme({
  plain: '#24343a',
  background: '#f3f7f7',
  comment: '#556970',
  string: '#1b6a3d',
  keyword: '#8a2a68',
  name: '#0b5c86',
  number: '#844700',
  added: '#1b6a3d',
  removed: '#a3232b',
});

export const dark = theme({
  plain: '#d9e5e7',
  background: '#18252a',
  comment: '#94aab1',
  string: '#93d3a2',
  keyword: '#e3a9d3',
  name: '#8ccbf2',
  number: '#ebbd80',
  added: '#93d3a2',
  removed: '#f2a0a0',
});
