import fs from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../target/project';
import type { Target } from '../target/target';
import type { Answer } from './answer';

/** What an account answered to a case, and on which day (`2026-01-31`, UTC). */
export interface Recorded {
  day: string;
  answer: Answer;
}

/** By the case's id. */
export type RecordedAnswers = Readonly<Record<string, Recorded>>;

const fileOf = (target: Target['name'], root: string): string =>
  path.join(root, 'test', 'conformance', 'answers', `${target}.json`);

/** The answers that were recorded on a target; none when nobody has done it yet. */
export function recordedAnswers(target: Target['name'], root = projectRoot()): RecordedAnswers | undefined {
  try {
    return JSON.parse(fs.readFileSync(fileOf(target, root), 'utf8')) as RecordedAnswers;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Keeps answers over those that are there; cases that were not asked keep theirs.
 * @returns the file's path
 */
export function recordAnswers(
  target: Target['name'],
  answers: Readonly<Record<string, Answer>>,
  day: string,
  root = projectRoot(),
): string {
  const before = recordedAnswers(target, root) ?? {};
  const next: Record<string, Recorded> = { ...before };
  for (const [id, answer] of Object.entries(answers)) {
    const same = JSON.stringify(before[id]?.answer) === JSON.stringify(answer);
    // On the local account the day says nothing: a new run with the old answer leaves the file as it is.
    if (!same || target === 'aws') next[id] = { day, answer };
  }
  const file = fileOf(target, root);
  const sorted = Object.fromEntries(Object.entries(next).sort(([a], [b]) => (a < b ? -1 : 1)));
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(sorted, undefined, 2)}\n`);
  return file;
}
