import fs from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { siteFolder } from '../../../src/book/build';
import { PAGE_LIMIT } from '../../../src/book/builtSite';
import { projectRoot } from '../../../src/target/project';
import { findChromium, keepPicture, openBrowser, openWindow, seriousFindings, type Window } from './browser';
import { type Site, serveSite } from './site';

const folder = process.env.BOOK_SITE ?? siteFolder(projectRoot());
const program = findChromium();
if (!program)
  console.warn(
    'SKIPPED: there is no Chromium on this machine, so nobody has looked at the book in a browser. Install one, or name its program in CHROMIUM.',
  );
else if (!fs.existsSync(path.join(folder, 'index.html')))
  throw new Error(`There is no book in ${folder}: \`make book\` builds it.`);

/** One page of each kind. */
const KINDS: [kind: string, address: string][] = [
  ['home', '/'],
  ['quick start', '/quick-start/'],
  ['lesson', '/lessons/00-first-win/'],
  ['concept', '/concepts/iceberg/'],
  ['checks', '/checks/'],
  ['check', '/checks/5-100-iac/'],
  ['proof', '/proof/'],
  ['fidelity', '/fidelity/'],
  ['library', '/api/'],
  ['glossary', '/glossary/'],
  ['search', '/search/?q=snapshot'],
];
/** Run in the page, so told as text: this program knows no browser's types. */
const TEXT_ALIGN = new Function('element', 'return getComputedStyle(element).textAlign') as () => string;
const NATURAL_WIDTH = new Function('image', 'return image.naturalWidth') as () => number;

const PHONE = { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true };

describe.skipIf(!program)('the book in a browser', () => {
  let site: Site;
  let browser: Browser;
  let window: Window;
  beforeAll(async () => {
    site = await serveSite(folder);
    browser = await openBrowser(program!);
    window = await openWindow(browser, site, { permissions: ['clipboard-read', 'clipboard-write'] });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  test('the home page says what this is, and leads on', async () => {
    const { page, visit } = window;
    await visit('/');
    await keepPicture(page, 'home');
    expect(await page.title()).toContain('lakehouse-code');
    await page.locator('.theme-doc-markdown').getByRole('link', { name: 'Quick start' }).first().click();
    await page.waitForURL('**/quick-start/');
    expect(await page.locator('h1').textContent()).toBeTruthy();
  });

  test('a term is searched for, and found where it is explained', async () => {
    const { page, visit } = window;
    await visit('/');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('snapshot', { delay: 20 });
    const first = page.getByRole('option', { name: /snapshot/i }).first();
    await first.waitFor();
    await keepPicture(page, 'search');
    await first.click();
    await page.waitForURL((url) => url.pathname !== '/');
    const marked = page.locator('article mark').first();
    await marked.waitFor();
    expect((await marked.textContent())?.toLowerCase()).toContain('snapshot');
    expect(await page.locator('article').textContent()).toMatch(/snapshot/i);
  });

  test('a lesson shows what its cells answer', async () => {
    const { page, visit } = window;
    await visit('/lessons/00-first-win/');
    await keepPicture(page, 'lesson');
    expect(await page.locator('.lesson-facts').textContent()).toMatch(
      /^Executed on \d+ \w+ \d{4}, .* in .* s\./,
    );
    const table = page
      .locator('.html-output table')
      .filter({ has: page.locator('th', { hasText: 'revenue' }) });
    expect(await table.locator('tbody tr').count()).toBe(8);
    expect(await table.locator('td').last().evaluate(TEXT_ALIGN)).toBe('right');
    const chart = page.locator('.picture-output').first();
    await chart.scrollIntoViewIfNeeded();
    await expect.poll(() => chart.evaluate(NATURAL_WIDTH)).toBeGreaterThan(100);
    expect(await chart.getAttribute('alt')).toBe('Revenue by category, USD');
    const failure = page.locator('.error-output.is-planned');
    expect(await failure.textContent()).toMatch(
      /This cell is meant to fail\.\s*QueryFailed: COLUMN_NOT_FOUND/,
    );
    await keepPicture(page, 'lesson-chart');
  });

  test('a solution is folded until the reader opens it', async () => {
    const { page } = window;
    const solution = page.locator('.folded').filter({ hasText: '00.1: a solution' });
    expect(await solution.locator('code').isVisible()).toBe(false);
    await solution.locator('summary').click();
    expect(await solution.locator('code').textContent()).toContain('ORDER BY amount DESC');
  });

  test('code is copied by its button', async () => {
    const { page } = window;
    const block = page.locator('.theme-code-block').filter({ hasText: 'await start("00")' }).first();
    await block.hover();
    await block.getByRole('button', { name: /copy/i }).click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain('await start("00");');
  });

  test('the notebook can be taken home', async () => {
    const { page } = window;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the notebook' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('00-first-win.ipynb');
    const notebook = JSON.parse(fs.readFileSync(await download.path(), 'utf8')) as { nbformat: number };
    expect(notebook.nbformat).toBe(4);
  });

  test('lessons lead to the next and the one before', async () => {
    const { page, visit } = window;
    await visit('/lessons/01-foundation/');
    await page.locator('.pagination-nav__link--next').click();
    await page.waitForURL('**/lessons/02-catalog/');
    await page.locator('.pagination-nav__link--prev').click();
    await page.waitForURL('**/lessons/01-foundation/');
  });

  test('dark is a click away, and stays', async () => {
    const { page, visit } = window;
    await visit('/concepts/iceberg/');
    const theme = () => page.locator('html').getAttribute('data-theme');
    expect(await theme()).toBe('light');
    const button = page.locator('.navbar').getByRole('button', { name: /dark|light|system/i });
    for (let clicks = 0; clicks < 3 && (await theme()) !== 'dark'; clicks++) await button.click();
    expect(await theme()).toBe('dark');
    await visit('/proof/');
    expect(await theme()).toBe('dark');
    await keepPicture(page, 'proof-dark');
    for (let clicks = 0; clicks < 3 && (await theme()) !== 'light'; clicks++) await button.click();
  });

  test('the checks stand with their results, and lead to their pages', async () => {
    const { page, visit } = window;
    await visit('/checks/');
    await keepPicture(page, 'checks');
    const rows = page.locator('.check-board tbody tr');
    expect(await rows.count()).toBe(7);
    for (const row of await rows.all())
      expect(await row.locator('.status').textContent()).toMatch(/green|red|not yet|not run/);
    await rows.nth(5).getByRole('link').click();
    await page.waitForURL('**/checks/6-security-baseline/');
    expect(await page.locator('h1').textContent()).toBe('Check 6: Security baseline');
  });

  test('the keyboard leads past the menu to the text', async () => {
    const { page, visit } = window;
    await visit('/concepts/catalog/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to main content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest("nav.navbar")')).toBeNull();
  });

  test('on a phone nothing sticks out, and the menu opens', async () => {
    const phone = await openWindow(browser, site, PHONE);
    for (const [kind, address] of KINDS) {
      await phone.visit(address);
      const [page, screen] = await phone.page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, innerWidth]',
      );
      expect(page, `${kind} is wider than the phone`).toBeLessThanOrEqual(screen);
      await keepPicture(phone.page, `phone-${kind.replace(' ', '-')}`);
    }
    await phone.visit('/lessons/00-first-win/');
    await phone.page.getByRole('button', { name: /toggle navigation/i }).click();
    // Tried, not done: that waits until the menu has come to rest.
    await phone.page.locator('.navbar-sidebar').getByText('05 · Governance').click({ trial: true });
    await keepPicture(phone.page, 'phone-menu');
    await phone.close();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing serious in %s', async (colorScheme) => {
    const reader = await openWindow(browser, site, { colorScheme });
    for (const [kind, address] of KINDS) {
      await reader.visit(address);
      expect(await reader.page.locator('html').getAttribute('data-theme')).toBe(colorScheme);
      expect(await seriousFindings(reader.page), kind).toEqual([]);
      await keepPicture(reader.page, `${kind.replace(' ', '-')}-${colorScheme}`);
    }
    await reader.close();
  });

  test.each(KINDS)('%s is light enough on the wire', async (_kind, address) => {
    const reader = await openWindow(browser, site);
    await reader.visit(address);
    const loaded = [...reader.bytes].filter(([name]) => !name.startsWith('/search-index'));
    expect(loaded.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThanOrEqual(PAGE_LIMIT);
    await reader.close();
  });

  test('all that was asked for is of the book itself, and was there', () => {
    expect(window.foreign).toEqual([]);
    expect(window.complaints).toEqual([]);
  });
});
