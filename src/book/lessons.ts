import fs from 'node:fs';
import path from 'node:path';
import { LESSONS } from '../notebook/lessons';
import { type Notebook, readNotebook } from '../notebook/runner/notebook';
import { lessonPage, notebookName, type Staleness } from './page/lesson';
import type { Asset } from './page/outputs';

/** Files below the book's folder, by their path. */
export type Files = Map<string, string | Buffer>;

export interface Lessons {
  files: Files;
  /** Lessons whose pages are not to be published. */
  stale: { name: string; why: Staleness }[];
}

const STATIC = '.generated/static';

/**
 * The pages of all lessons, with what they show and what can be downloaded from them.
 * @param folder where executed copies lie: `<name>.ipynb`
 * @throws CliError for a notebook that cannot be read
 */
export function lessonFiles(root: string, folder: string): Lessons {
  const files: Files = new Map();
  const stale: Lessons['stale'] = [];
  for (const lesson of LESSONS) {
    const name = notebookName(lesson);
    const source = path.join(root, 'notebooks', `${name}.ipynb`);
    const { mdx, assets, ...made } = lessonPage({
      lesson,
      source: readNotebook(source),
      executed: executedCopy(path.join(folder, `${name}.ipynb`)),
      addressOf,
    });
    files.set(`docs/lessons/${name}.mdx`, mdx);
    for (const asset of assets) files.set(`${STATIC}${addressOf(asset)}`, asset.content);
    files.set(`${STATIC}/notebooks/${name}.ipynb`, fs.readFileSync(source));
    if (made.stale) stale.push({ name, why: made.stale });
  }
  return { files, stale };
}

const addressOf = ({ name }: Asset): string => `/outputs/${name}`;

function executedCopy(file: string): Notebook | undefined {
  return fs.existsSync(file) ? readNotebook(file) : undefined;
}
