// @ts-check
import { execFileSync } from 'node:child_process';
import { dark, light } from './lakehouse-book/src/codeThemes.js';

/**
 * The book's site. Built by `make book` (`lakehouse book build`), which writes the generated pages first.
 * Where it is published comes from the environment: BOOK_URL (origin) and BOOK_BASE_URL (path), by default a local reader.
 */
const url = process.env.BOOK_URL || 'http://127.0.0.1:3000';
const baseUrl = `/${(process.env.BOOK_BASE_URL || '').replaceAll(/^\/+|\/+$/g, '')}/`.replace('//', '/');

/** The repository's page at its forge, where a reader can propose a change; undefined for a clone of nowhere. */
function repository() {
  if (process.env.BOOK_REPOSITORY) return process.env.BOOK_REPOSITORY;
  try {
    const remote = execFileSync('git', ['remote', 'get-url', 'origin'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    const [, host, path] =
      /^(?:https:\/\/|(?:ssh:\/\/)?git@)([\w.-]+)[:/](.+?)(?:\.git)?$/.exec(remote) ?? [];
    return host && `https://${host}/${path}`;
  } catch {
    return undefined;
  }
}

/** What a generated page is made from; a page that is not written by anybody has no such file. @param {string} page */
function sourceOf(page) {
  if (page.startsWith('lessons/'))
    return `notebooks/${page.slice('lessons/'.length).replace(/\.mdx$/, '.ipynb')}`;
  if (page === 'changelog.md') return 'CHANGELOG.md';
  if (page.startsWith('checks/')) return 'src/book/checkGuides.ts';
  return /^(api\/|proof|fidelity)/.test(page) ? undefined : `lakehouse-book/docs/${page}`;
}

const forge = repository();

/** @type {import('@docusaurus/types').Config} */
export default {
  title: 'lakehouse-code',
  tagline: 'A lakehouse of your own, in two commands',
  favicon: 'img/logo.svg',
  url,
  baseUrl,
  trailingSlash: true,
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  onDuplicateRoutes: 'throw',
  future: {
    v4: {
      removeLegacyPostBuildHeadAttribute: true,
      // Its layers come out in the wrong order: the theme's own rules would win over the book's.
      useCssCascadeLayers: false,
      siteStorageNamespacing: true,
      fasterByDefault: true,
      mdx1CompatDisabledByDefault: true,
    },
  },
  // `generated` is written by the build: notebooks to download, and the pictures of their outputs.
  staticDirectories: ['static', '.generated/static'],
  markdown: {
    emoji: false,
    // Comments only: rewriting by patterns what looks like a heading or a box would reach into code too.
    mdx1Compat: { comments: true, admonitions: false, headingIds: false },
    hooks: { onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw' },
  },
  presets: [
    [
      'classic',
      /** @type {import('@docusaurus/preset-classic').Options} */ ({
        docs: {
          routeBasePath: '/',
          sidebarPath: './sidebars.js',
          numberPrefixParser: false,
          editUrl: ({ docPath }) => {
            const source = sourceOf(docPath);
            return forge && source && `${forge}/edit/main/${source}`;
          },
        },
        blog: false,
        pages: false,
        sitemap: false,
        svgr: false,
        theme: { customCss: ['./src/css/frame.css', './src/css/lesson.css', './src/css/proof.css'] },
      }),
    ],
  ],
  themes: [
    [
      '@easyops-cn/docusaurus-search-local',
      {
        hashed: 'filename',
        indexBlog: false,
        docsRouteBasePath: '/',
        docsDir: 'docs',
        explicitSearchResultPath: true,
        highlightSearchTermsOnTargetPage: true,
        // Long dumps are found by what is written about them.
        ignoreCssSelectors: ['.cell-output'],
      },
    ],
  ],
  themeConfig: /** @type {import('@docusaurus/preset-classic').ThemeConfig} */ ({
    colorMode: { respectPrefersColorScheme: true },
    docs: { sidebar: { hideable: true, autoCollapseCategories: false } },
    tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
    navbar: {
      title: 'lakehouse-code',
      logo: { src: 'img/logo.svg', alt: '', width: 28, height: 28 },
      items: [
        { to: '/quick-start', label: 'Quick start', position: 'left' },
        { to: '/lessons-overview', label: 'Lessons', position: 'left' },
        { to: '/checks', label: 'Checks', position: 'left' },
        ...(forge ? [{ href: forge, label: 'Code', position: /** @type {'right'} */ ('right') }] : []),
      ],
    },
    footer: {
      copyright: 'Apache-2.0. This book loads nothing from elsewhere and follows nobody.',
    },
    prism: { theme: light, darkTheme: dark, additionalLanguages: ['bash', 'sql', 'hcl', 'csv'] },
  }),
};
