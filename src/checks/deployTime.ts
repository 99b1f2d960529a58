import { type ExitCheck, fail, notYet, pass } from './check';
import { formatDuration, readStopwatch } from './stopwatch';

const LIMIT_MS = 30 * 60_000;

/** Exit check 1: the stopwatch of the last start from an empty account. */
export const deployTime: ExitCheck = {
  id: 1,
  name: '30-min deploy',
  async run({ target }) {
    const stopwatch = await readStopwatch(target);
    if (!stopwatch?.fromEmpty) return notYet('no `make up` from an empty account has been timed yet');
    const took = `make up from an empty account took ${formatDuration(stopwatch.totalMs)} (limit 30 min; ${stopwatch.startedAt})`;
    return stopwatch.totalMs <= LIMIT_MS ? pass(took) : fail(took);
  },
};
