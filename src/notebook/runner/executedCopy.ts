import path from 'node:path';
import { isCode, type Notebook, writeNotebook } from './notebook';
import type { NotebookResult } from './runNotebook';

/** What an executed copy says about itself, in `metadata.lakehouse` of the notebook. */
export interface ExecutedMetadata {
  /** ISO 8601; when the run began. */
  executedAt: string;
  /** As in the report of the exit checks. */
  commit: string;
  target: string;
  /** From the start of the kernel to its end. */
  seconds: number;
  /** False too when a cell was left out. */
  passed: boolean;
}

/** Whether every cell has run and done what its tags say. */
const isPassed = ({ cells }: Pick<NotebookResult, 'cells'>): boolean =>
  cells.every(({ status }) => status === 'passed');

/** The notebook as it ran: with outputs, with the seconds of each cell, and with what it was run on. */
export function executedCopy(
  result: NotebookResult,
  { commit, target }: Pick<ExecutedMetadata, 'commit' | 'target'>,
): Notebook {
  const lakehouse: ExecutedMetadata = {
    executedAt: result.startedAt,
    commit,
    target,
    seconds: rounded(result.seconds),
    passed: isPassed(result),
  };
  const { executed } = result;
  const times = result.cells.map(({ seconds }) => rounded(seconds));
  return {
    ...executed,
    metadata: { ...executed.metadata, lakehouse },
    cells: executed.cells.map((cell) =>
      isCode(cell)
        ? { ...cell, metadata: { ...cell.metadata, lakehouse: { seconds: times.shift() ?? 0 } } }
        : cell,
    ),
  };
}

/** @returns the file */
export function writeExecutedCopy(
  folder: string,
  result: NotebookResult,
  origin: Pick<ExecutedMetadata, 'commit' | 'target'>,
): string {
  const file = path.join(folder, `${result.name}.ipynb`);
  writeNotebook(file, executedCopy(result, origin));
  return file;
}

const rounded = (seconds: number): number => Number(seconds.toFixed(3));
