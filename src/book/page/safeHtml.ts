import type { Element, Root } from 'hast';
import rehypeParse from 'rehype-parse';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';

/**
 * Inline styles of outputs, and the classes of the book that say the same: colours of the book are readable in both
 * themes, those of a notebook in one.
 */
const CLASS_OF: Record<string, (value: string) => string | undefined> = {
  'text-align': (value) => (['left', 'center', 'right'].includes(value) ? `is-${value}` : undefined),
  'font-style': (value) => (value === 'italic' ? 'is-italic' : undefined),
  'white-space': (value) => (value.startsWith('pre') ? 'is-pre' : undefined),
  opacity: (value) => (Number(value) < 1 ? 'is-dim' : undefined),
  color: (value) => COLOURS[value.toLowerCase()],
  'border-left': (value) =>
    COLOURS[/#[0-9a-f]{6}/i.exec(value)?.[0].toLowerCase() ?? '']?.replace('is-', 'has-'),
};

/** The colours that the library's views use. */
const COLOURS: Record<string, string> = {
  '#1a7f37': 'is-good',
  '#cf222e': 'is-bad',
  '#9a6700': 'is-changed',
  '#8250df': 'is-replaced',
  '#0969da': 'is-told',
};
const CLASSES = [
  ...['left', 'center', 'right', 'italic', 'pre', 'dim'].map((name) => `is-${name}`),
  ...Object.values(COLOURS).flatMap((name) => [name, name.replace('is-', 'has-')]),
];

const schema: typeof defaultSchema = {
  ...defaultSchema,
  // Inputs, pictures and what loads anything are not for an output: pictures come as pictures.
  tagNames: (defaultSchema.tagNames ?? []).filter(
    (name) => !['img', 'input', 'picture', 'source'].includes(name),
  ),
  attributes: {
    a: ['href'],
    details: ['open'],
    td: ['colSpan', 'rowSpan'],
    th: ['colSpan', 'rowSpan', 'scope'],
    '*': ['title', ['className', ...CLASSES]],
  },
  protocols: { href: ['http', 'https', 'mailto'] },
  required: {},
  strip: ['script', 'style', 'template', 'title'],
};

function stylesToClasses() {
  return (tree: Root) => {
    visit(tree, 'element', (element: Element) => {
      const style = String(element.properties.style ?? '');
      const classes = style.split(';').flatMap((declaration) => {
        const [name = '', ...value] = declaration.split(':');
        const found = Object.hasOwn(CLASS_OF, name.trim())
          ? CLASS_OF[name.trim()]!(value.join(':').trim())
          : undefined;
        return found ? [found] : [];
      });
      element.properties.className = classes.length > 0 ? classes : undefined;
    });
  };
}

/** A column of numbers is named on the right too; a heading without a scope is one of its column. */
function columnHeadings() {
  return (tree: Root) => {
    visit(tree, 'element', (element: Element, _index, parent) => {
      if (element.tagName === 'th' && parent && 'tagName' in parent) element.properties.scope ??= 'col';
    });
  };
}

const cleaner = unified()
  .use(rehypeParse, { fragment: true })
  .use(stylesToClasses)
  .use(columnHeadings)
  .use(rehypeSanitize, schema)
  .use(rehypeStringify)
  .freeze();

/** HTML of an output that cannot script, load, style or leave the page: only the tags of a text and its tables. */
export const safeHtml = (html: string): string => String(cleaner.processSync(html)).trim();
