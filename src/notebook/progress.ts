import fs from 'node:fs';
import path from 'node:path';
import type { Target } from '../target/target';

/** What a learner has done of one lesson. */
export interface LessonProgress {
  /** ISO 8601; of the lesson's first cell. */
  startedAt?: string;
  /** By exercise: how often answered wrong, and when solved. */
  exercises: Record<string, { wrong: number; solvedAt?: string }>;
}

export type Progress = Record<string, LessonProgress>;

type Home = Pick<Target, 'home'>;
const file = ({ home }: Home): string => path.join(home, 'course.json');

/** By lesson. @throws SyntaxError when the file is damaged */
export function readProgress(target: Home): Progress {
  try {
    return JSON.parse(fs.readFileSync(file(target), 'utf8')) as Progress;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** Changes one lesson's progress; undefined forgets it. Written whole or not at all. */
export function changeProgress(
  target: Home,
  lesson: string,
  change: (progress: LessonProgress) => LessonProgress | undefined,
): void {
  const { [lesson]: before = { exercises: {} }, ...others } = readProgress(target);
  const after = change(before);
  fs.mkdirSync(target.home, { recursive: true });
  const temporary = `${file(target)}.${process.pid}`;
  fs.writeFileSync(
    temporary,
    `${JSON.stringify(after ? { ...others, [lesson]: after } : others, undefined, 2)}\n`,
  );
  fs.renameSync(temporary, file(target));
}
