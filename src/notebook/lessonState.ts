import { EXERCISES } from './exercises';
import { LESSONS, type Lesson } from './lessons';
import type { LessonProgress, Progress } from './progress';

/** How far a learner is with a lesson. */
export interface LessonState {
  lesson: Lesson;
  state: 'not begun' | 'begun' | 'done';
  /** Of `exercises` so many are solved. */
  solved: number;
  exercises: number;
}

/** Every lesson with what is done of it: done is a lesson whose exercises are all solved. */
export function lessonStates(progress: Progress): LessonState[] {
  return LESSONS.map((lesson) => {
    const own: LessonProgress | undefined = progress[lesson.id];
    const exercises = EXERCISES.filter(({ id }) => id.startsWith(`${lesson.id}.`));
    const solved = exercises.filter(({ id }) => own?.exercises[id]?.solvedAt !== undefined).length;
    const state = !own ? 'not begun' : solved === exercises.length ? 'done' : 'begun';
    return { lesson, state, solved, exercises: exercises.length };
  });
}
