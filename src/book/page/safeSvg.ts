import type { Element, Root } from 'hast';
import rehypeParse from 'rehype-parse';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';

/** What draws. Nothing that scripts, animates, embeds HTML or refers to elsewhere. Source: SVG 2, "Element index". */
const SHAPES = [
  ...[
    'svg',
    'g',
    'defs',
    'title',
    'desc',
    'path',
    'rect',
    'circle',
    'ellipse',
    'line',
    'polyline',
    'polygon',
  ],
  ...['text', 'tspan', 'clipPath', 'linearGradient', 'radialGradient', 'stop', 'marker', 'pattern', 'mask'],
];

/** As hast names them (camel case). */
const ATTRIBUTES = [
  ...[
    'xmlns',
    'version',
    'viewBox',
    'width',
    'height',
    'x',
    'y',
    'x1',
    'y1',
    'x2',
    'y2',
    'cx',
    'cy',
    'r',
    'rx',
    'ry',
  ],
  ...[
    'd',
    'points',
    'transform',
    'id',
    'className',
    'role',
    'ariaLabel',
    'ariaHidden',
    'ariaRoleDescription',
  ],
  ...[
    'fill',
    'fillOpacity',
    'fillRule',
    'stroke',
    'strokeWidth',
    'strokeOpacity',
    'strokeDashArray',
    'strokeDashOffset',
  ],
  ...[
    'strokeLineCap',
    'strokeLineJoin',
    'strokeMiterLimit',
    'opacity',
    'clipPath',
    'clipRule',
    'clipPathUnits',
  ],
  ...[
    'fontFamily',
    'fontSize',
    'fontWeight',
    'fontStyle',
    'textAnchor',
    'dominantBaseline',
    'letterSpacing',
    'dx',
    'dy',
  ],
  ...[
    'display',
    'visibility',
    'offset',
    'stopColor',
    'stopOpacity',
    'gradientUnits',
    'gradientTransform',
    'preserveAspectRatio',
    'pointerEvents',
  ],
];

/** The first drawing alone: what stands beside it would make two of one file. */
function drawingOnly() {
  return (tree: Root) => {
    tree.children = tree.children
      .filter((node) => node.type === 'element' && node.tagName === 'svg')
      .slice(0, 1);
  };
}

/** `url(#here)` is a thing of the same picture, any other address is not. */
function ownReferences() {
  return (tree: Root) => {
    visit(tree, 'element', (element: Element) => {
      for (const [name, value] of Object.entries(element.properties))
        if (/url\(/i.test(String(value)) && !/^\s*url\(\s*["']?#[\w-]+["']?\s*\)\s*$/i.test(String(value)))
          delete element.properties[name];
    });
  };
}

const cleaner = unified()
  .use(rehypeParse, { fragment: true, space: 'svg' })
  .use(drawingOnly)
  .use(ownReferences)
  .use(rehypeSanitize, {
    tagNames: SHAPES,
    attributes: { '*': ATTRIBUTES },
    strip: ['script', 'style', 'foreignObject'],
    clobber: [],
    protocols: {},
  })
  .use(rehypeStringify, { space: 'svg', closeEmptyElements: true })
  .freeze();

/** A chart, with nothing in it but shapes and texts; as XML, for a file of its own. */
export const safeSvg = (svg: string): string => {
  const clean = String(cleaner.processSync(svg)).trim();
  return clean.includes('xmlns=') ? clean : clean.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
};

/** What the picture says of itself for who does not see it. */
export const labelOf = (svg: string): string | undefined => {
  const label = /<svg\b[^>]*?\saria-label="([^"]*)"/.exec(svg)?.[1];
  return label?.trim() || undefined;
};
