import useBaseUrl from '@docusaurus/useBaseUrl';
import { duration, moment, shortCommit } from './moment';

interface Facts {
  /** File name. */
  notebook: string;
  /** That a learner takes, about. */
  minutes: number;
  stale?: 'never executed' | 'executed before its last change' | 'failed';
  executedAt?: string;
  commit?: string;
  target?: string;
  seconds?: number;
}

/** When and where a lesson's outputs came to be, or that there are none; and the notebook to take home. */
export function LessonFacts({ notebook, minutes, ...facts }: Facts) {
  return (
    <aside className={facts.stale ? 'lesson-facts is-stale' : 'lesson-facts'} aria-label="About this page">
      <p>{words(facts)}</p>
      <p>
        By hand it takes about {minutes} minutes.{' '}
        <a href={useBaseUrl(`/notebooks/${notebook}`)} download>
          Download the notebook
        </a>
        , or run <code>make notebooks</code> in your clone.
      </p>
    </aside>
  );
}

function words({ stale, executedAt, commit, target, seconds }: Omit<Facts, 'notebook' | 'minutes'>): string {
  if (stale === 'never executed' || executedAt === undefined)
    return 'This lesson has not been executed for this book: its code is here, its answers are not.';
  const how = `on ${moment(executedAt)}, at commit ${shortCommit(commit ?? 'unknown')}, on the ${target === 'aws' ? 'AWS' : 'local'} account, in ${duration(seconds ?? 0)}`;
  if (stale === 'failed')
    return `This lesson failed when it was executed ${how}: what you see ends where it failed.`;
  if (stale) return `This lesson has been changed since it was executed ${how}: its answers are left out.`;
  return `Executed ${how}. All answers below are real.`;
}
