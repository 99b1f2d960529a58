import fs from 'node:fs';
import path from 'node:path';
import { CliError } from '../cliError';
import { writeApi } from './api';
import { type BuiltSite, type Chunks, lookAtSite } from './builtSite';
import { generatedFiles, writeGenerated } from './generated';
import type { Lessons } from './lessons';
import { readReports } from './reports';
import { buildSite } from './site';
import { check } from './sync';

export interface BookOptions {
  /** The folder of executed notebooks. */
  executed: string;
  /** A home, with a folder a target in it: what the checks and the stopwatch have left. */
  reports: string;
  target: string;
  /** For others to read: lessons without their present answers are refused. */
  publish: boolean;
  /** Where the site goes. */
  out: string;
  signal?: AbortSignal;
}

export interface Book extends BuiltSite {
  out: string;
  /** Lessons whose pages say that they are not up to date. */
  stale: Lessons['stale'];
  /** What took how long, in seconds. */
  phases: { name: string; seconds: number }[];
}

/** The book's folder in a clone, and where its site goes by default. */
const bookFolder = (root: string): string => path.join(root, 'lakehouse-book');
export const siteFolder = (root: string): string => path.join(bookFolder(root), 'build');

/**
 * Makes the whole book: generated pages, the library's reference, the site, and a look at each page of it.
 * @param root the clone
 * @param on told what is being done
 * @throws CliError for exit criteria that are out of step, lessons that cannot be published, a broken link, a page that
 *   is too heavy, loads something from another host or has a picture without a text
 */
export async function buildBook(
  root: string,
  options: BookOptions,
  on: (phase: string) => void = () => {},
): Promise<Book> {
  const book = bookFolder(root);
  const phases: Book['phases'] = [];
  const timed = async <T>(name: string, work: () => Promise<T> | T): Promise<T> => {
    on(name);
    const started = performance.now();
    const result = await work();
    phases.push({ name, seconds: (performance.now() - started) / 1000 });
    return result;
  };
  await timed('exit criteria', async () => refuseStaleCriteria(root));
  const { stale } = await timed('pages', async () => {
    const reports = await readReports(options.reports, options.target);
    const made = generatedFiles(root, options.executed, reports);
    if (options.publish) refuseStaleLessons(made.stale);
    writeGenerated(book, made.files);
    return made;
  });
  await timed('reference of the library', () => writeApi(root, book, options.signal));
  await timed('site', () => buildSite(root, options.out, options.signal));
  const site = await timed('look at each page', () => lookAtSite(options.out, ...siteFacts(book)));
  refuseProblems(site);
  return { ...site, out: options.out, stale, phases };
}

async function refuseStaleCriteria(root: string): Promise<void> {
  const problems = await check(root);
  if (problems.length > 0)
    throw new CliError(
      `The exit criteria are out of step:\n${problems.join('\n')}`,
      '`make sync` copies them from plan.md to the book.',
    );
}

function refuseStaleLessons(stale: Lessons['stale']): void {
  if (stale.length === 0) return;
  const names = stale.map(({ name, why }) => `  ${name}: ${why}`);
  throw new CliError(
    `These lessons cannot be published, because their pages would not show what their cells answer now:\n${names.join('\n')}`,
    'Run them with `make notebooks-run`, then build again; without --publish the pages say so instead.',
  );
}

function refuseProblems({ problems }: BuiltSite): void {
  if (problems.length === 0) return;
  throw new CliError(
    `The book is built, but not good enough:\n${problems.map(({ page, problem }) => `  /${page}: ${problem}`).join('\n')}`,
    'Mend the page, or what makes it, and build again.',
  );
}

/** What Docusaurus has noted of its last build: the site's base, and which page loads which scripts. */
function siteFacts(book: string): [baseUrl: string, chunks: Chunks] {
  const read = (name: string) => fs.readFileSync(path.join(book, '.docusaurus', name), 'utf8');
  const [, baseUrl = '/'] = /"baseUrl": "([^"]*)"/.exec(read('docusaurus.config.mjs')) ?? [];
  return [
    baseUrl,
    {
      routes: JSON.parse(read('routesChunkNames.json')) as Chunks['routes'],
      manifest: JSON.parse(read('client-manifest.json')) as Chunks['manifest'],
    },
  ];
}
