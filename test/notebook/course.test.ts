import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXERCISES } from '../../src/notebook/exercises';
import { LESSONS, type Lesson } from '../../src/notebook/lessons';
import { projectRoot } from '../../src/target/project';
import { cellsOf } from './lessonScript';
import { WRONG_ANSWERS } from './wrongAnswers';

const NOTEBOOKS = path.join(projectRoot(), 'notebooks');
const fileOf = ({ id, slug }: Lesson): string => `${id}-${slug}.ipynb`;

describe('notebooks', () => {
  test('one for each lesson, and no other', () => {
    const files = fs.readdirSync(NOTEBOOKS).filter((file) => file.endsWith('.ipynb'));
    expect(files.sort()).toEqual(LESSONS.map(fileOf));
  });

  test.each(LESSONS)('$id: without outputs, two exercises or more, a planned failure', (lesson) => {
    const notebook = JSON.parse(fs.readFileSync(path.join(NOTEBOOKS, fileOf(lesson)), 'utf8')) as {
      cells: { cell_type: string; outputs?: unknown[]; execution_count?: number | null }[];
    };
    const code = notebook.cells.filter(({ cell_type }) => cell_type === 'code');
    expect(
      code.filter(({ outputs, execution_count }) => outputs!.length > 0 || execution_count !== null),
    ).toEqual([]);
    const cells = cellsOf(fileOf(lesson));
    expect(cells.filter(({ raises }) => raises).length).toBeGreaterThan(0);
    const own = EXERCISES.filter(({ id }) => id.startsWith(`${lesson.id}.`));
    expect(own.length).toBeGreaterThan(1);
    for (const { id, hints } of own) {
      expect(cells.filter(({ source }) => source === `await exercise("${id}");`)).toHaveLength(1);
      expect(hints.length).toBeGreaterThan(0);
      expect(WRONG_ANSWERS[id]!.length, id).toBeGreaterThan(1);
    }
  });
});
