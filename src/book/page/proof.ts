import type { ExitCheck } from '../../checks/check';
import { formatDuration } from '../../checks/stopwatch';
import type { Reports } from '../reports';
import { checkBoard } from './checks';
import { safeMarkdown } from './markdown';
import { type Block, component, heading, page, paragraph } from './mdx';

const LINEAGE_CHECK = 4;

/** `proof.mdx`: what was measured last, each with its date; and plainly what was not. */
export function proofPage(checks: readonly Pick<ExitCheck, 'id' | 'name'>[], reports: Reports): string {
  return page(
    {
      title: 'The proof',
      sidebar_position: 9,
      description: 'The newest results of the checks, the stopwatch and the benchmarks, with their dates.',
    },
    [
      ...safeMarkdown(
        'This page is made from the newest reports when the book is built. Nothing on it is written by hand.',
      ),
      component('Badges', {}, badges(reports)),
      heading(2, 'The seven checks'),
      ...checkBoard(checks, reports.checks),
      heading(2, 'The stopwatch'),
      ...stopwatchBlocks(reports),
      heading(2, 'Cost and CO₂'),
      ...safeMarkdown(
        'Not yet: nothing in the project computes them so far. What it would cost on AWS, about, is told where [running it on AWS](./aws.md) is.',
        { link: (url) => url, picture: () => undefined },
      ),
      heading(2, 'Benchmarks'),
      ...benchmarkBlocks(reports),
      heading(2, 'The lineage graph'),
      ...lineageBlocks(reports),
    ],
  );
}

function badges({ checks, stopwatch }: Reports): Block[] {
  const green = checks?.checks.filter(({ status }) => status === 'pass').length;
  const red = checks?.checks.filter(({ status }) => status === 'fail').length;
  return [
    component('Badge', {
      label: 'Exit checks green',
      value: checks && `${green} of ${checks.checks.length}`,
      because: checks ? (red === 0 ? 'none is red' : `${red} red`) : 'no report',
    }),
    component('Badge', {
      label: 'Start, timed',
      value: stopwatch && formatDuration(stopwatch.totalMs),
      because: stopwatch
        ? stopwatch.fromEmpty
          ? 'from an empty account'
          : 'layers were there'
        : 'no stopwatch',
    }),
    component('Badge', { label: 'Cost a month', because: 'nothing computes it so far' }),
    component('Badge', { label: 'CO₂ a month', because: 'nothing computes it so far' }),
  ];
}

function stopwatchBlocks({ stopwatch }: Reports): Block[] {
  if (!stopwatch) return safeMarkdown('No `make up` has been timed for this book.');
  const { startedAt: at, commit, target, phases, totalMs, fromEmpty } = stopwatch;
  return [
    component('ReportFacts', { at, commit, target }),
    ...safeMarkdown(
      fromEmpty
        ? 'The last `make up` from an empty account:'
        : 'The last `make up`; layers were there already, so it does not count for check 1:',
    ),
    component('Stopwatch', { phases, totalMs }),
  ];
}

function benchmarkBlocks({ benchmarks }: Reports): Block[] {
  if (benchmarks.length === 0)
    return safeMarkdown('No benchmark has been run for this book: `make bench` runs them.');
  return [
    ...safeMarkdown(
      'Times depend on the machine, ratios hardly: ours and a peer do the same work in the same run. Below 1, ours is faster.',
    ),
    component('Ratios', { measurements: benchmarks }),
  ];
}

/** The graph comes from the collector, which check 4 is to ask. */
function lineageBlocks({ checks }: Reports): Block[] {
  const found = checks?.checks.find(({ id }) => id === LINEAGE_CHECK);
  const evidence = found?.evidence ?? 'there is no report of check 4';
  return [paragraph(found?.status === 'pass' ? evidence : `Not yet: ${evidence}.`)];
}
