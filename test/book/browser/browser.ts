import fs from 'node:fs';
import path from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { projectRoot } from '../../../src/target/project';
import type { Site } from './site';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A Chromium on this machine; CHROMIUM names one. Undefined where there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.CHROMIUM) return env.CHROMIUM;
  const folders = (env.PATH ?? '').split(path.delimiter);
  return PROGRAMS.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) =>
    fs.existsSync(file),
  );
}

export const openBrowser = (program: string): Promise<Browser> =>
  chromium.launch({ executablePath: program, args: ['--no-sandbox'] });

/** A reader's window on the book, with all that it asks for and complains about. */
export interface Window {
  page: Page;
  /** Goes to a page, and waits until it is alive. */
  visit(address: string): Promise<void>;
  /** Addresses at other hosts that were asked for. */
  foreign: string[];
  /** Errors of the page's scripts, and what was asked for and is not there. */
  complaints: string[];
  /**
   * Of all that was loaded since the last visit, by its path; without what a browser fetches ahead, in its idle time, for
   * pages that the reader may go to next.
   */
  bytes: Map<string, number>;
  close(): Promise<void>;
}

export async function openWindow(
  browser: Browser,
  site: Site,
  options: BrowserContextOptions = {},
): Promise<Window> {
  const context = await browser.newContext({ ...options, baseURL: site.origin });
  const page = await context.newPage();
  const foreign: string[] = [];
  const complaints: string[] = [];
  const bytes = new Map<string, number>();
  await context.route(
    (url) => url.origin !== site.origin && !['data:', 'blob:'].includes(url.protocol),
    (route) => {
      foreign.push(route.request().url());
      return route.abort();
    },
  );
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('response', (response) => {
    if (/prefetch/.test(response.request().headers()['sec-purpose'] ?? '')) return;
    bytes.set(new URL(response.url()).pathname, Number(response.headers()['content-length'] ?? 0));
  });
  return {
    page,
    foreign,
    complaints,
    bytes,
    async visit(address) {
      bytes.clear();
      await page.goto(address, { waitUntil: 'networkidle' });
      await page.locator('html[data-has-hydrated="true"]').waitFor({ state: 'attached' });
    },
    close: () => context.close(),
  };
}

/** What axe finds serious or worse, one line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    "axe.run(document, { resultTypes: ['violations'] })",
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    );
}

/** Keeps a picture of what the reader sees. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = path.join(
    process.env.ARTIFACTS ?? path.join(projectRoot(), '.lakehouse', 'artifacts'),
    'book',
  );
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
