import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { CliError } from '../../cliError';
import { cleanFacts } from './cleanText';
import { type CellRun, KernelSession, type SessionOptions } from './kernelSession';
import { stopLeftovers } from './leftovers';
import {
  type CodeCell,
  firstLine,
  isCode,
  type Notebook,
  type Output,
  readNotebook,
  sourceOf,
} from './notebook';
import { type Expectation, expectationOf } from './tags';
import { type Failure, failureOf } from './verdict';

export interface CellResult {
  /** Among the code cells, from 1: what Jupyter shows in brackets when they are run in order. */
  number: number;
  /** The cell's first line. */
  line: string;
  source: string;
  /** `skipped` by a tag; `not run` after a failure. */
  status: 'passed' | 'failed' | 'skipped' | 'not run';
  seconds: number;
  failure?: Failure;
  outputs: readonly Output[];
}

export interface NotebookResult {
  file: string;
  /** The file's name without `.ipynb`. */
  name: string;
  cells: CellResult[];
  /** ISO 8601 */
  startedAt: string;
  /** From the notebook's turn, which may begin with the start of its kernel, to the kernel's end. */
  seconds: number;
  /** From the start of the kernel until it was ready for a cell. */
  startSeconds: number;
  /** Processes that the notebook had left running. */
  leftovers: string[];
  /** The notebook with outputs. */
  executed: Notebook;
}

/** A cell and where it stands: `number` of `of` in the notebook `name`. */
export interface NotebookCell extends Pick<CellResult, 'number' | 'line'> {
  name: string;
  file: string;
  of: number;
}

/** What is told while a notebook runs. */
export interface NotebookEvents {
  onCellStart?(cell: NotebookCell): void;
  onCell?(cell: CellResult & NotebookCell): void;
  onNotebook?(notebook: NotebookResult): void;
}

export interface NotebookOptions extends Pick<SessionOptions, 'command' | 'guard' | 'env'>, NotebookEvents {
  /** The home of the account: its processes are not leftovers. */
  home: string;
  /** What is done to each text that a cell has printed or failed with, before anybody gets it. */
  clean?: (text: string) => string;
  signal?: AbortSignal;
}

/** A kernel for one notebook; it may have been started before the notebook's turn. */
export interface StartedKernel {
  /** Known to all processes that come of it, by `LAKEHOUSE_NOTEBOOK_RUN`. */
  marker: string;
  /** What comes of the start, with its seconds. */
  session: Promise<{ started: KernelSession | Error; seconds: number }>;
}

export function startKernel(file: string, options: NotebookOptions): StartedKernel {
  const marker = randomUUID();
  const env = { ...options.env, LAKEHOUSE_NOTEBOOK_RUN: marker };
  const begun = performance.now();
  return {
    marker,
    session: KernelSession.start({ ...options, env, cwd: path.dirname(file) })
      .catch((error: Error) => error)
      .then((started) => ({ started, seconds: (performance.now() - begun) / 1000 })),
  };
}

/** Ends a kernel whose notebook did not have its turn. */
export async function endKernel({ session }: StartedKernel): Promise<void> {
  const { started } = await session;
  if (started instanceof KernelSession) await started.end();
}

/**
 * Runs a notebook from top to bottom in a kernel of its own. After a failure that was not planned the other cells are
 * not run: they stand on the one that failed, and their errors would hide its own in the log.
 * @throws CliError for a file that is no notebook, a tag that makes no sense, or a set-up without zeromq
 */
export async function runNotebook(
  file: string,
  options: NotebookOptions,
  kernel?: StartedKernel,
): Promise<NotebookResult> {
  const notebook = readNotebook(file);
  const name = path.basename(file, '.ipynb');
  const cells = notebook.cells
    .filter(isCode)
    .map((cell, i) => ({ cell, expected: expectationOf(cell, `${path.basename(file)}, cell ${i + 1}`) }));
  const { clean = (text) => text } = options;
  const startedAt = new Date();
  const begun = performance.now();
  const { marker, session: starting } = kernel ?? startKernel(file, options);
  const { started, seconds: startSeconds } = await starting;
  if (started instanceof CliError) throw started;
  const session = started instanceof KernelSession ? started : undefined;
  const startFailure: Failure | undefined =
    started instanceof Error ? { name: 'KernelDied', message: clean(started.message) } : undefined;
  const results: CellResult[] = [];
  let leftovers: string[] = [];
  try {
    const last = cells.findLast(({ expected }) => !expected.skip)?.cell;
    let failed = false;
    for (const [i, { cell, expected }] of cells.entries()) {
      const head = { number: i + 1, line: firstLine(cell), source: sourceOf(cell) };
      options.onCellStart?.({ ...head, name, file, of: cells.length });
      let result: CellResult = { ...head, status: 'not run', seconds: 0, outputs: [] };
      if (expected.skip) result.status = 'skipped';
      else if (!failed && startFailure) result = { ...result, status: 'failed', failure: startFailure };
      else if (!failed && !options.signal?.aborted) {
        const { timeoutSeconds } = expected;
        const run = await session!.run(sourceOf(cell), {
          timeoutSeconds,
          last: cell === last,
          signal: options.signal,
        });
        cleanFacts(run, clean);
        result = { ...head, ...resultOf(run, expected) };
        note(cell, run, result);
      }
      failed ||= result.status === 'failed';
      results.push(result);
      options.onCell?.({ ...result, name, file, of: cells.length });
    }
  } finally {
    await session?.end();
    leftovers = (await stopLeftovers(marker, options.home)).map(clean);
  }
  for (const { outputs } of results) cleanFacts({ outputs, reports: [] }, clean);
  const result: NotebookResult = {
    file,
    name,
    cells: results,
    startedAt: startedAt.toISOString(),
    seconds: (performance.now() - begun) / 1000,
    startSeconds,
    leftovers,
    executed: notebook,
  };
  options.onNotebook?.(result);
  return result;
}

function resultOf(
  run: CellRun,
  expected: Expectation,
): Pick<CellResult, 'status' | 'seconds' | 'failure' | 'outputs'> {
  const failure = failureOf(run, expected);
  return { status: failure ? 'failed' : 'passed', seconds: run.seconds, failure, outputs: run.outputs };
}

/** Writes a run into its cell, with the failure as an error that Jupyter shows. */
function note(cell: CodeCell, { executionCount }: CellRun, { outputs, failure }: CellResult): void {
  cell.outputs = [...outputs];
  if (failure)
    cell.outputs.push({
      output_type: 'error',
      ename: failure.name,
      evalue: failure.message,
      traceback: (failure.stack ?? `${failure.name}: ${failure.message}`).split('\n'),
    });
  cell.execution_count = executionCount;
}
