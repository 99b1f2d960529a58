import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Element } from 'hast';
import rehypeParse from 'rehype-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';

/** Bytes, as a server that compresses sends them. */
export const PAGE_LIMIT = 300_000;

/** Which scripts a page loads after its HTML: Docusaurus's manifest of chunks. */
export interface Chunks {
  /** By the page's address and the parts of its route: names of chunks, in any depth. */
  routes: Record<string, unknown>;
  manifest: {
    origins: Record<string, (string | number)[]>;
    assets: Record<string, Record<string, { file: string }[]>>;
  };
}

export interface PageWeight {
  /** Address below the site's base, `lessons/00-first-win/`. */
  page: string;
  /** On the wire, with all that it loads. */
  bytes: number;
}

/** What a reader would stumble over. */
export interface SiteProblem {
  page: string;
  problem: string;
}

export interface BuiltSite {
  weights: PageWeight[];
  problems: SiteProblem[];
}

const parser = unified().use(rehypeParse).freeze();

/**
 * Looks at each page of a built site: what it weighs with all that it loads, whether it loads something from another host,
 * whether a picture has no text for who does not see it.
 * @param folder the site
 * @param baseUrl where it is to be read, `/` or `/book/`
 * @param limit bytes on the wire
 */
export function lookAtSite(folder: string, baseUrl: string, chunks: Chunks, limit = PAGE_LIMIT): BuiltSite {
  const weigh = weigher();
  const problems: SiteProblem[] = [];
  const weights: PageWeight[] = [];
  for (const file of pagesOf(folder)) {
    const page = path.relative(folder, file).replace(/index\.html$/, '');
    const html = fs.readFileSync(file, 'utf8');
    const { loads, pictures } = readPage(html);
    const own = new Set([file]);
    for (const url of loads) {
      const local = localFile(url, baseUrl, folder, path.dirname(file));
      if (local === 'elsewhere') problems.push({ page, problem: `it loads ${url} from another host` });
      else if (local && !fs.existsSync(local))
        problems.push({ page, problem: `it loads ${url}, which is not there` });
      else if (local) own.add(local);
    }
    for (const script of scriptsOf(page, baseUrl, chunks)) own.add(path.join(folder, script));
    for (const style of [...own].filter((one) => one.endsWith('.css')))
      for (const url of foreignUrls(fs.readFileSync(style, 'utf8')))
        problems.push({ page, problem: `its styles load ${url} from another host` });
    for (const src of pictures)
      problems.push({ page, problem: `the picture ${src} has no alternative text` });
    const bytes = [...own].reduce((sum, one) => sum + weigh(one), 0);
    weights.push({ page, bytes });
    if (bytes > limit)
      problems.push({ page, problem: `it weighs ${bytes} bytes on the wire, more than ${limit}` });
  }
  return { weights: weights.sort((a, b) => b.bytes - a.bytes), problems };
}

const pagesOf = (folder: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .map((name) => path.join(folder, name))
    .sort();

/** Sizes by file, each measured once. Pictures and fonts are compressed already. */
function weigher(): (file: string) => number {
  const known = new Map<string, number>();
  return (file) => {
    let bytes = known.get(file);
    if (bytes === undefined) {
      const content = fs.readFileSync(file);
      bytes = /\.(png|jpe?g|gif|webp|avif|woff2?)$/.test(file) ? content.length : gzipSync(content).length;
      known.set(file, bytes);
    }
    return bytes;
  };
}

/** Links that make a browser load something; others only tell of an address. */
const LOADING_RELS = [
  'stylesheet',
  'icon',
  'preload',
  'modulepreload',
  'manifest',
  'preconnect',
  'dns-prefetch',
];

/** What a page loads, and the pictures in it without a text. An empty text is one: it says that the picture adds nothing. */
function readPage(html: string): { loads: string[]; pictures: string[] } {
  const loads: string[] = [];
  const pictures: string[] = [];
  visit(parser.parse(html), 'element', ({ tagName, properties }: Element) => {
    const { src, href, srcSet, rel, poster, data } = properties;
    if (tagName === 'img' && typeof properties.alt !== 'string')
      pictures.push(String(src ?? 'without address'));
    if (tagName === 'link') {
      if ([rel].flat().some((one) => LOADING_RELS.includes(String(one)))) loads.push(String(href));
      return;
    }
    for (const url of [src, poster, tagName === 'object' ? data : undefined])
      if (url) loads.push(String(url));
    for (const candidate of [srcSet].flat())
      if (candidate) loads.push(String(candidate).trim().split(/\s+/)[0]!);
    for (const url of foreignUrls(String(properties.style ?? ''))) loads.push(url);
  });
  return { loads, pictures };
}

/** `url(…)` and `@import` of CSS that lead to another host. */
const foreignUrls = (css: string): string[] =>
  [...css.matchAll(/(?:url\(\s*|@import\s+)["']?((?:https?:)?\/\/[^"')\s]+)/gi)].map(([, url]) => url!);

/** @returns the file; `elsewhere` for another host; undefined for what is in the page itself */
function localFile(url: string, baseUrl: string, folder: string, beside: string): string | undefined {
  if (/^(data|blob|about):/i.test(url)) return undefined;
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(url)) return 'elsewhere';
  const [plain = ''] = url.split(/[?#]/);
  const named = decodeURIComponent(plain);
  if (!named.startsWith('/')) return path.join(beside, named);
  return path.join(folder, named.startsWith(baseUrl) ? named.slice(baseUrl.length) : named);
}

/** The chunks of a page's route, and of the routes around it. */
function scriptsOf(page: string, baseUrl: string, { routes, manifest }: Chunks): string[] {
  const address = `${baseUrl}${page}`;
  const names = Object.entries(routes)
    // A route is keyed by its address, a dash and a hash. The frames around all pages have the address of the start page,
    // whose own text is so counted with every page: a little too much, never too little.
    .filter(([key]) => {
      const route = key.replace(/-[0-9a-f]{3}$/, '');
      return route === address || route === baseUrl;
    })
    .flatMap(([, parts]) => textsIn(parts));
  const assets = names.flatMap((name) => manifest.origins[name] ?? []);
  return [...new Set(assets)].flatMap((id) => (manifest.assets[id]?.js ?? []).map(({ file }) => file));
}

const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap(textsIn)
      : [];
