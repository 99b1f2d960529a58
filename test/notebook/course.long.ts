import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as library from '../../src/index';
import { stopAccelerator } from '../../src/layers';
import { stopAccount } from '../../src/local/control';
import { lakehouse } from '../../src/notebook/exercise';
import { EXERCISES } from '../../src/notebook/exercises';
import { LESSONS, type Lesson } from '../../src/notebook/lessons';
import { projectRoot } from '../../src/target/project';
import { Cells, cellsOf } from './lessonScript';
import { AFTERWARDS, WRONG_ANSWERS } from './wrongAnswers';

/**
 * The lessons in their order, from an empty account, without a kernel: each cell does what its tag says, and each
 * exercise takes its own solution and none of the wrong answers, in the very state that the lesson has then.
 */
const NOTEBOOKS = path.join(projectRoot(), 'notebooks');
const fileOf = ({ id, slug }: Lesson): string => `${id}-${slug}.ipynb`;

describe('the course', () => {
  let home: string;
  const before = process.cwd();

  beforeAll(() => {
    home = fs.mkdtempSync(path.join(fs.realpathSync('/tmp'), 'lakehouse-course-'));
    vi.stubEnv('LAKEHOUSE_HOME', home);
    process.chdir(NOTEBOOKS);
  });
  afterAll(async () => {
    const target = await library.target();
    await stopAccelerator(target);
    await stopAccount({ home });
    process.chdir(before);
    vi.unstubAllEnvs();
    fs.rmSync(home, { recursive: true, force: true });
  });

  test.each(LESSONS)('$id: $title', { timeout: 180_000 }, async (lesson) => {
    const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
    try {
      const cells = new Cells(library);
      for (const { source, raises } of cellsOf(fileOf(lesson))) {
        const failure = await cells.run(source).then(
          () => undefined,
          (error: Error) => error,
        );
        expect(failure?.name, `${source}\n${failure?.stack}`).toBe(raises);
        const id = /^await exercise\("([\d.]+)"\);$/.exec(source)?.[1];
        if (id) await answer(id, cells);
      }
    } finally {
      printed.mockRestore();
    }
  });

  async function answer(id: string, cells: Cells): Promise<void> {
    const { check, solution } = EXERCISES.find((exercise) => exercise.id === id)!;
    const living = lakehouse(await library.target());
    for (const wrong of WRONG_ANSWERS[id]!) {
      const verdict = await check(await cells.run(wrong), living);
      expect(verdict, `${id} takes ${wrong}`).not.toBe(true);
    }
    if (AFTERWARDS[id]) await cells.run(AFTERWARDS[id]);
    expect(await check(await cells.run(solution), living), `${id} by its solution`).toBe(true);
  }
});
