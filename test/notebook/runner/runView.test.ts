import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { NotebookResult } from '../../../src/notebook/runner/runNotebook';
import { runSummary, timesOf } from '../../../src/notebook/runner/runSummary';
import { RunView } from '../../../src/notebook/runner/runView';
import { cellResult, failed, notebookResult } from './result';

/** What a run's events become in a log. */
function log(...results: NotebookResult[]): string {
  let text = '';
  const write = (part: string) => {
    text += part;
    return true;
  };
  const view = new RunView({ write, isTTY: false, columns: 80 } as unknown as NodeJS.WriteStream);
  for (const result of results) {
    for (const cell of result.cells) {
      const named = { ...cell, name: result.name, file: result.file, of: result.cells.length };
      view.onCellStart(named);
      view.onCell(named);
    }
    view.onNotebook(result);
  }
  return stripVTControlCharacters(text);
}

test('a line a cell: which of how many, its seconds, its first line', () => {
  expect(log(notebookResult([cellResult(1), cellResult(2, { status: 'skipped' })]))).toBe(`00-first
  ✓ 1/2   0.50 s  const a1 = 1;
  - 2/2           const a2 = 2;
`);
});

test('a failure tells the notebook, the cell, its source, why, and what it had printed', () => {
  const source = 'const b = 2;\nconst c: string = b;';
  const failure = {
    name: 'CompileError',
    message: "2:7 - Type 'number' is not assignable to type 'string'.",
  };
  const run = notebookResult([
    cellResult(1, { ...failed, source, failure }),
    cellResult(2, { status: 'not run' }),
  ]);
  expect(log(run)).toBe(`00-first
  ✗ 1/2   0.50 s  const b = 2;
      CompileError: 2:7 - Type 'number' is not assignable to type 'string'.
      in 00-first.ipynb, code cell 1 of 2:
        1 │ const b = 2;
      > 2 │ const c: string = b;
      it had printed:
        before it failed
  · 2/2           const a2 = 2;
      1 cell was not run.
`);
});

test('the line that failed is marked where it is known', () => {
  const source = 'const a = 1;\nthrow new RangeError("gone")';
  const stack =
    'evalmachine.<anonymous>:5\nthrow new RangeError("gone");\n^\n\nRangeError: gone\n    at mine';
  const failure = { name: 'RangeError', message: 'gone', stack };
  expect(log(notebookResult([cellResult(1, { ...failed, source, failure, outputs: [] })]))).toBe(`00-first
  ✗ 1/1   0.50 s  const a = 1;
      RangeError: gone
          at mine
      in 00-first.ipynb, code cell 1 of 1:
        1 │ const a = 1;
      > 2 │ throw new RangeError("gone")
`);
});

test('processes that were left running are named', () => {
  expect(log(notebookResult([], { leftovers: ['sleep 100'] }))).toContain('stopped now: sleep 100');
});

test('what the runner adds is all but the time of the cells', () => {
  expect(timesOf(notebookResult([cellResult(1), cellResult(2)]))).toEqual({ own: 1, added: 1 });
});

test('a summary: a line a notebook, each failure once more, all in one sentence', () => {
  const text = runSummary([
    notebookResult([cellResult(1, { seconds: 10 })]),
    notebookResult([cellResult(1, failed), cellResult(2, { status: 'not run', seconds: 0 })], {
      name: '01-second',
    }),
  ]);
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trim().replace(/ {2,}/g, '  '));
  expect(lines).toContain('✓  00-first  1  10.0 s  0.8 s  1.0 s  10 %');
  expect(lines).toContain('✗  01-second  0 of 2  0.5 s  0.8 s  1.0 s  200 %');
  expect(lines).toContain('✗ 01-second, cell 1: QueryFailed: line 1:8: no column <a> & "b"');
  expect(lines.at(-1)).toBe(
    "2 notebooks, 3 cells: 1 passed, 1 failed, 1 not run in 12.5 s; the runner added 2.0 s (19 %) to the cells' own 10.5 s.",
  );
});
