import fs from 'node:fs';
import path from 'node:path';
import type { Lesson } from '../../src/notebook/lessons';
import { type Notebook, readNotebook } from '../../src/notebook/runner/notebook';
import { projectRoot } from '../../src/target/project';

const FOLDER = path.join(projectRoot(), 'test/book/golden');

/** Kinds of output: each a notebook with the page that comes of it, and the files that this page shows. */
export const GOLDEN: readonly string[] = fs
  .readdirSync(FOLDER)
  .filter((name) => name.endsWith('.ipynb'))
  .map((name) => path.basename(name, '.ipynb'));

export const goldenNotebook = (name: string): Notebook => readNotebook(path.join(FOLDER, `${name}.ipynb`));

/** The page's golden file. */
export const goldenFile = (name: string): string => path.join(FOLDER, name);

/** A lesson that these notebooks stand for. */
export const LESSON: Lesson = {
  id: '00',
  slug: 'first-win',
  title: 'First win',
  minutes: 5,
  layers: [],
  data: false,
  deploys: [],
};
