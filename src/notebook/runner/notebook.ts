import fs from 'node:fs';
import path from 'node:path';
import { CliError } from '../../cliError';

/** A notebook as it is on disk (nbformat 4). What is not named here is kept as it is. */
export interface Notebook {
  nbformat: number;
  nbformat_minor: number;
  metadata: Record<string, unknown>;
  cells: Cell[];
}

interface Cell {
  cell_type: string;
  metadata: Record<string, unknown> & { tags?: string[] };
  source: string | string[];
  outputs?: Output[];
  execution_count?: number | null;
}

/** What a cell has printed or shown (nbformat 4, "Cell outputs"). */
export type Output =
  | { output_type: 'stream'; name: string; text: string }
  | {
      output_type: 'display_data' | 'execute_result';
      data: Record<string, unknown>;
      metadata: Record<string, unknown>;
      execution_count?: number | null;
    }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] };

export type CodeCell = Cell & { cell_type: 'code' };

/** @throws CliError for a file that is no notebook of format 4 */
export function readNotebook(file: string): Notebook {
  const bad = (why: string) => new CliError(`${file} is not a notebook: ${why}.`);
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError(`${file} cannot be read: ${(error as Error).message}.`);
  }
  let notebook: Partial<Notebook> | null;
  try {
    notebook = JSON.parse(text) as Partial<Notebook> | null;
  } catch (error) {
    throw bad((error as Error).message);
  }
  if (notebook?.nbformat !== 4) throw bad(`its nbformat is ${notebook?.nbformat}, not 4`);
  if (!Array.isArray(notebook.cells)) throw bad('it has no cells');
  return { ...notebook, metadata: notebook.metadata ?? {} } as Notebook;
}

/** With one space, as Jupyter writes it; whole or not at all. The folder is made. */
export function writeNotebook(file: string, notebook: Notebook): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, `${JSON.stringify(notebook, undefined, 1)}\n`);
  fs.renameSync(temporary, file);
}

export const isCode = (cell: Cell): cell is CodeCell => cell.cell_type === 'code';

export const sourceOf = ({ source }: Cell): string => (Array.isArray(source) ? source.join('') : source);

/** How a cell is named in a log: its first line with code in it. */
export function firstLine(cell: Cell, width = 80): string {
  const lines = sourceOf(cell)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const line = lines.find((one) => !one.startsWith('//')) ?? lines[0] ?? '(empty)';
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
