import Table from 'cli-table3';
import pc from 'picocolors';
import type { CellResult, NotebookResult } from './runNotebook';

/** Where the time of a notebook went, in seconds. */
export interface Times {
  /** From sending each cell to the kernel's reply. */
  own: number;
  /** The rest: the kernel's start and end, and what lies between the cells. */
  added: number;
}

export function timesOf({ cells, seconds }: Pick<NotebookResult, 'cells' | 'seconds'>): Times {
  const own = cells.reduce((sum, cell) => sum + cell.seconds, 0);
  return { own, added: seconds - own };
}

const count = (cells: readonly CellResult[], status: CellResult['status']): number =>
  cells.filter((cell) => cell.status === status).length;

/** A run at its end: a line a notebook, then each failure again in one line, then all in one sentence. */
export function runSummary(results: readonly NotebookResult[]): string {
  const table = new Table({
    head: ['', 'notebook', 'cells', 'their time', 'kernel', 'added', ''],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
    chars: EMPTY_FRAME,
  });
  for (const result of results) {
    const { own, added } = timesOf(result);
    const passed = count(result.cells, 'passed');
    const isRed = result.cells.some(({ status }) => status === 'failed' || status === 'not run');
    table.push([
      isRed ? pc.red('✗') : pc.green('✓'),
      result.name,
      passed === result.cells.length ? `${passed}` : `${passed} of ${result.cells.length}`,
      inSeconds(own),
      inSeconds(result.startSeconds),
      inSeconds(added),
      part(added, own),
    ]);
  }
  return [table.toString(), ...results.flatMap(failures), '', sentence(results)].join('\n');
}

function failures({ name, cells }: NotebookResult): string[] {
  return cells.flatMap(({ number, failure }) =>
    failure
      ? [`${pc.red('✗')} ${name}, cell ${number}: ${failure.name}: ${failure.message.split('\n')[0]}`]
      : [],
  );
}

function sentence(results: readonly NotebookResult[]): string {
  const cells = results.flatMap((result) => result.cells);
  const failed = count(cells, 'failed');
  const numbers = [
    `${count(cells, 'passed')} passed`,
    failed > 0 ? pc.red(`${failed} failed`) : '0 failed',
    ...(['skipped', 'not run'] as const).flatMap((status) =>
      count(cells, status) > 0 ? [`${count(cells, status)} ${status}`] : [],
    ),
  ];
  const times = results.map(timesOf);
  const own = times.reduce((sum, one) => sum + one.own, 0);
  const added = times.reduce((sum, one) => sum + one.added, 0);
  return `${results.length} ${results.length === 1 ? 'notebook' : 'notebooks'}, ${cells.length} cells: ${numbers.join(', ')} in ${inSeconds(own + added)}; the runner added ${inSeconds(added)} (${part(added, own)}) to the cells' own ${inSeconds(own)}.`;
}

const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`;
const part = (added: number, own: number): string => (own > 0 ? `${Math.round((added / own) * 100)} %` : '-');

const EMPTY_FRAME = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, '']),
);
