import path from 'node:path';
import pc from 'picocolors';
import { textOf } from './outputs';
import type { CellResult, NotebookCell, NotebookEvents, NotebookResult } from './runNotebook';

const SIGN: Record<CellResult['status'], string> = {
  passed: pc.green('✓'),
  failed: pc.red('✗'),
  skipped: pc.yellow('-'),
  'not run': pc.dim('·'),
};
const EVERY_MS = 250;
/** Of what a failed cell has printed, so many lines from its end are told. */
const PRINTED_LINES = 30;
const INDENT = ' '.repeat(6);

/**
 * Tells of a run while it goes on: a line a cell as it ends; on a terminal the running cell too, in a line that is
 * rewritten. A failure is told in full at its place: who reads it needs no notebook.
 */
export class RunView implements NotebookEvents {
  #timer?: NodeJS.Timeout;

  constructor(
    private readonly out: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'> = process.stdout,
  ) {}

  onCellStart = (cell: NotebookCell): void => {
    if (cell.number === 1) this.out.write(`${pc.bold(cell.name)}\n`);
    if (!this.out.isTTY) return;
    const started = Date.now();
    const draw = () => {
      const seconds = Math.round((Date.now() - started) / 1000);
      const text = `  … ${place(cell)} ${`${seconds} s`.padStart(8)}  ${cell.line}`;
      this.out.write(`\r\x1b[2K${pc.dim(text.slice(0, (this.out.columns || 100) - 1))}`);
    };
    draw();
    this.#timer = setInterval(draw, EVERY_MS);
  };

  onCell = (cell: CellResult & NotebookCell): void => {
    this.#clear();
    const time = cell.status === 'passed' || cell.status === 'failed' ? `${cell.seconds.toFixed(2)} s` : '';
    this.out.write(`  ${SIGN[cell.status]} ${place(cell)} ${time.padStart(8)}  ${cell.line}\n`);
    if (cell.failure) this.out.write(`${failureText(cell)}\n`);
  };

  onNotebook = ({ cells, leftovers }: NotebookResult): void => {
    this.#clear();
    const notRun = cells.filter(({ status }) => status === 'not run').length;
    if (notRun > 0)
      this.out.write(`${INDENT}${notRun} ${notRun === 1 ? 'cell was' : 'cells were'} not run.\n`);
    for (const command of leftovers)
      this.out.write(`${INDENT}${pc.yellow('left running, and stopped now:')} ${command}\n`);
  };

  #clear(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.out.isTTY) this.out.write('\r\x1b[2K');
  }
}

const place = ({ number, of }: NotebookCell): string => `${`${number}`.padStart(`${of}`.length)}/${of}`;

/** Which cell of which notebook, its source, why it failed, and what it had printed. */
function failureText(cell: CellResult & NotebookCell): string {
  const failure = cell.failure!;
  const sourceLines = cell.source.trimEnd().split('\n');
  // The compiler names line and column of each of its complaints.
  const marked = new Set([...failure.message.matchAll(/^(\d+):\d+ - /gm)].map(([, line]) => Number(line)));
  // Of some errors Node tells the line of code itself.
  const told = /^evalmachine\.<anonymous>:\d+\n(.*)\n/.exec(failure.stack ?? '')?.[1];
  for (const [i, line] of sourceLines.entries()) if (told && bare(line) === bare(told)) marked.add(i + 1);
  const width = `${sourceLines.length}`.length;
  const printed = textOf(cell.outputs).trimEnd().split('\n').filter(Boolean);
  // Where in the code that a cell was compiled to says nothing about the cell.
  const stack = (failure.stack ?? '')
    .replace(/^evalmachine\..*\n.*\n.*\n/, '')
    .split('\n')
    .filter((line) => !/^\s*at .*evalmachine\./.test(line));
  const more = stack.filter((line) => line.trim() && !failure.message.includes(line.replace(/^\w+: /, '')));
  return [
    pc.red(`${failure.name}: ${failure.message}`),
    ...more.map((line) => pc.dim(line)),
    `in ${path.basename(cell.file)}, code cell ${cell.number} of ${cell.of}:`,
    ...sourceLines.map(
      (line, i) =>
        `${marked.has(i + 1) ? pc.red('>') : ' '} ${`${i + 1}`.padStart(width)} ${pc.dim('│')} ${line}`,
    ),
    ...(printed.length > 0
      ? ['it had printed:', ...printed.slice(-PRINTED_LINES).map((line) => `  ${line}`)]
      : []),
  ]
    .flatMap((text) => text.split('\n'))
    .map((line) => `${INDENT}${line}`)
    .join('\n');
}

const bare = (line: string): string => line.trim().replace(/;$/, '');
