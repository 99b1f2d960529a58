import Table from 'cli-table3';
import pc from 'picocolors';
import type { CaseResult, SuiteReport } from './suite';

const PAINT: Record<CaseResult['outcome'], (text: string) => string> = {
  same: pc.green,
  differs: pc.red,
  'not recorded': pc.yellow,
  'could not run': pc.red,
};

/** Lines of a difference that are shown of one case. */
const MOST_LINES = 40;

/** The cases in a table; below it what differs, line by line, and why a case could not run. */
export function renderSuite({ results, left }: SuiteReport): string {
  const table = new Table({
    head: ['case', 'outcome', 'time', 'what is asked'],
    colAligns: ['left', 'left', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const { id, outcome, ms, title } of results)
    table.push([id, PAINT[outcome](outcome), `${(ms / 1000).toFixed(1)} s`, title]);
  return [table.toString(), ...results.flatMap(details), ...leftovers(left), summary(results)].join('\n');
}

function details(result: CaseResult): string[] {
  if (result.outcome === 'could not run')
    return [
      '',
      `${pc.bold(result.id)} could not run: ${result.why}`,
      ...(result.needs.length > 0 ? [`  It needs rights in ${result.needs.join(', ')}.`] : []),
    ];
  if (result.outcome !== 'differs') return [];
  const more = result.lines.length - MOST_LINES;
  return [
    '',
    `${pc.bold(result.id)} (- recorded, + now)`,
    ...result.lines
      .slice(0, MOST_LINES)
      .map((line) => `  ${line.startsWith('-') ? pc.red(line) : pc.green(line)}`),
    ...(more > 0 ? [`  … and ${more} more lines`] : []),
  ];
}

const leftovers = (left: string[]): string[] =>
  left.length === 0
    ? []
    : ['', `${pc.red('!')} Could not be removed; remove it by hand:`, ...left.map((what) => `  ${what}`)];

function summary(results: CaseResult[]): string {
  if (results.length === 0) return '\nNo case was asked.';
  const count = (outcome: CaseResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).length;
  const parts = (['same', 'differs', 'not recorded', 'could not run'] as const)
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `${count(outcome)} ${outcome}`);
  return `\n${results.length} case${results.length === 1 ? '' : 's'}: ${parts.join(', ')}.`;
}
