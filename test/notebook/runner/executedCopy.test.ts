import { expect, test } from 'vitest';
import { executedCopy } from '../../../src/notebook/runner/executedCopy';
import { cellResult, failed, notebookResult } from './result';

const origin = { commit: 'abc', target: 'local' };

test('says what it was run on, how long it took, and that all went well', () => {
  const { metadata, cells } = executedCopy(notebookResult([cellResult(1), cellResult(2)]), origin);
  expect(metadata.lakehouse).toEqual({
    executedAt: '2026-03-01T08:00:00.250Z',
    commit: 'abc',
    target: 'local',
    seconds: 2,
    passed: true,
  });
  expect(metadata.kernelspec).toBeDefined();
  expect(cells.map((cell) => cell.metadata)).toEqual([
    { lakehouse: { seconds: 0.5 } },
    { lakehouse: { seconds: 0.5 } },
  ]);
});

test.each([
  ['a failure', failed],
  ['a cell that was left out', { status: 'skipped' as const, seconds: 0 }],
  ['a cell that was not run', { status: 'not run' as const, seconds: 0 }],
])('is not passed with %s', (_, said) => {
  const { metadata } = executedCopy(notebookResult([cellResult(1), cellResult(2, said)]), origin);
  expect(metadata.lakehouse).toMatchObject({ passed: false });
});

test('cells of text stay as they are', () => {
  const result = notebookResult([cellResult(1)]);
  const text = { cell_type: 'markdown', metadata: {}, source: '# Title' };
  result.executed.cells.unshift(text);
  const { cells } = executedCopy(result, origin);
  expect(cells[0]).toEqual(text);
  expect(cells[1]!.metadata).toEqual({ lakehouse: { seconds: 0.5 } });
});
