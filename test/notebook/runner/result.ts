import type { CellResult, NotebookResult } from '../../../src/notebook/runner/runNotebook';
import { notebookOf } from './fixtures';

/** A cell that passed in half a second, and what is said of it instead. */
export const cellResult = (number: number, said: Partial<CellResult> = {}): CellResult => {
  const source = said.source ?? `const a${number} = ${number};`;
  return {
    number,
    source,
    line: source.split('\n')[0]!,
    status: 'passed',
    seconds: 0.5,
    outputs: [],
    ...said,
  };
};

/** A run of these cells, which took a second more than they did. */
export const notebookResult = (cells: CellResult[], said: Partial<NotebookResult> = {}): NotebookResult => ({
  file: '/course/00-first.ipynb',
  name: '00-first',
  cells,
  startedAt: '2026-03-01T08:00:00.250Z',
  seconds: cells.reduce((sum, { seconds }) => sum + seconds, 1),
  startSeconds: 0.75,
  leftovers: [],
  executed: notebookOf(cells.map(({ source }) => source)),
  ...said,
});

export const failed: Partial<CellResult> = {
  status: 'failed',
  failure: {
    name: 'QueryFailed',
    message: 'line 1:8: no column <a> & "b"\nsecond line',
    stack: 'the\u0007stack',
  },
  outputs: [{ output_type: 'stream', name: 'stdout', text: 'before it failed\n' }],
};
