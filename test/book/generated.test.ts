import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepBenchmark, readBenchmarks } from '../../src/book/benchmarks';
import { type BookOptions, buildBook } from '../../src/book/build';
import { criteriaOf } from '../../src/book/criteria';
import { generatedFiles, writeGenerated } from '../../src/book/generated';
import { readReports } from '../../src/book/reports';
import { CliError } from '../../src/cliError';
import { LESSONS } from '../../src/notebook/lessons';
import { readNotebook, writeNotebook } from '../../src/notebook/runner/notebook';
import { projectRoot } from '../../src/target/project';
import { Clone, page } from './clone';

const root = projectRoot();
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-book-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Puts an executed copy of a lesson's notebook where the book looks for it. */
function execute(name: string, passed = true): void {
  const notebook = readNotebook(path.join(root, 'notebooks', `${name}.ipynb`));
  notebook.metadata.lakehouse = {
    executedAt: '2026-11-25T18:23:51.728Z',
    commit: 'c0ffee1',
    target: 'local',
    seconds: 5,
    passed,
  };
  writeNotebook(path.join(folder, `${name}.ipynb`), notebook);
}

describe('the pages that nobody writes', () => {
  test('each lesson, each check, the proof, the fidelity table and the changelog', () => {
    const { files } = generatedFiles(root, folder, { benchmarks: [] });
    const pages = [...files.keys()].filter((name) => name.startsWith('docs/'));
    for (const { id, slug } of LESSONS) {
      expect(pages).toContain(`docs/lessons/${id}-${slug}.mdx`);
      expect([...files.keys()]).toContain(`.generated/static/notebooks/${id}-${slug}.ipynb`);
    }
    expect(pages.filter((name) => name.startsWith('docs/checks/'))).toHaveLength(8);
    expect(pages).toEqual(
      expect.arrayContaining(['docs/proof.mdx', 'docs/fidelity.mdx', 'docs/changelog.md']),
    );
  });
  test('which lessons are not up to date is told', () => {
    execute('00-first-win');
    execute('01-foundation', false);
    const { stale } = generatedFiles(root, folder, { benchmarks: [] });
    expect(stale).toHaveLength(LESSONS.length - 1);
    expect(stale[0]).toEqual({ name: '01-foundation', why: 'failed' });
    expect(stale[1]).toEqual({ name: '02-catalog', why: 'never executed' });
  });
  test('a file that does not change is not written, one that no longer belongs is removed', () => {
    const files = new Map([['docs/lessons/00-a.mdx', 'a']]);
    fs.mkdirSync(path.join(folder, 'docs/lessons'), { recursive: true });
    fs.mkdirSync(path.join(folder, 'docs/concepts'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'docs/lessons/99-old.mdx'), 'old');
    fs.writeFileSync(path.join(folder, 'docs/concepts/by-hand.md'), 'by hand');
    writeGenerated(folder, files);
    const past = new Date(0);
    fs.utimesSync(path.join(folder, 'docs/lessons/00-a.mdx'), past, past);
    writeGenerated(folder, files);
    expect(fs.statSync(path.join(folder, 'docs/lessons/00-a.mdx')).mtimeMs).toBe(0);
    expect(fs.readdirSync(path.join(folder, 'docs/lessons'))).toEqual(['00-a.mdx']);
    expect(fs.readdirSync(path.join(folder, 'docs/concepts'))).toEqual(['by-hand.md']);
  });
});

describe('what stops a build before it begins', () => {
  const options = (more: Partial<BookOptions>): BookOptions => ({
    executed: folder,
    reports: folder,
    target: 'local',
    publish: false,
    out: path.join(folder, 'site'),
    ...more,
  });
  const refusal = async (work: Promise<unknown>): Promise<CliError> => {
    const error = await work.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CliError);
    return error as CliError;
  };

  test('exit criteria that are out of step', async () => {
    const clone = new Clone(page('new'), page('old'));
    const error = await refusal(buildBook(clone.root, options({})));
    expect(error.message).toContain('lakehouse-book/docs/00-project-plan.md');
    expect(error.hint).toContain('make sync');
    clone.remove();
  });
  test('publishing with lessons whose answers are not those of their cells', async () => {
    for (const { id, slug } of LESSONS.slice(0, -1)) execute(`${id}-${slug}`);
    execute('05-governance', false);
    const error = await refusal(buildBook(root, options({ publish: true })));
    expect(error.message).toMatch(/05-governance: failed\n {2}08-teardown: never executed$/);
    expect(error.hint).toContain('make notebooks-run');
  });
});

describe('the reports that are shown', () => {
  test('none where nothing was measured', async () => {
    expect(await readReports(folder, 'local')).toEqual({ benchmarks: [] });
  });
  test('a benchmark takes the place of the last of its name, and keeps it', () => {
    const first = {
      name: 'a',
      peer: 'p',
      seconds: 1,
      peerSeconds: 2,
      at: '2026-01-01T00:00:00Z',
      commit: 'c',
    };
    keepBenchmark(folder, first);
    keepBenchmark(folder, { ...first, name: 'b' });
    keepBenchmark(folder, { ...first, seconds: 3 });
    expect(readBenchmarks(folder).map(({ name, seconds }) => [name, seconds])).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
  });
  test('the criteria are read from the plan', () => {
    const criteria = criteriaOf(fs.readFileSync(path.join(root, 'plan.md'), 'utf8'));
    expect(criteria.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(criteria[0]).toEqual({
      id: 1,
      name: '30-min deploy',
      condition: 'make up completes in ≤ 30 min',
      verifier: 'CI stopwatch artifact',
    });
  });
});
