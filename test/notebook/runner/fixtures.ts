import path from 'node:path';
import { type Notebook, writeNotebook } from '../../../src/notebook/runner/notebook';

/** A code cell: its source, or its source and its tags. */
export type CellFixture = string | { code: string; tags: string[] };

/** The notebook of these cells. */
export const notebookOf = (cells: readonly CellFixture[]): Notebook => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' } },
  cells: cells.map((cell, i) => ({
    id: `cell-${i + 1}`,
    cell_type: 'code',
    metadata: typeof cell === 'string' ? {} : { tags: cell.tags },
    source: typeof cell === 'string' ? cell : cell.code,
    outputs: [],
    execution_count: null,
  })),
});

/** Writes a notebook of these cells. @returns the file */
export function writeFixture(folder: string, name: string, cells: readonly CellFixture[]): string {
  const file = path.join(folder, `${name.replaceAll(' ', '-')}.ipynb`);
  writeNotebook(file, notebookOf(cells));
  return file;
}

const raises = (name: string, code: string): CellFixture => ({
  code,
  tags: ['raises-exception', `raises=${name}`],
});

export interface Trap {
  name: string;
  cells: CellFixture[];
  /** The number of the cell that must fail and the failure's name; `passed` when all is well. */
  ours: 'passed' | `${number} ${string}`;
  /** What nbclient makes of the same notebook. */
  nbclient: 'passed' | 'failed';
  /** What the failure's message must say. */
  says?: RegExp;
}

const after = 'console.log("after")';

/** One notebook for each way to fail, and for what looks like a failure and is none. */
export const TRAPS: Trap[] = [
  { name: 'all well', cells: ['const a = 1;', 'console.log(a + 1)'], ours: 'passed', nbclient: 'passed' },
  {
    name: 'type error',
    cells: ['const a: number = "one";', after],
    ours: '1 CompileError',
    nbclient: 'failed',
    says: /not assignable to type 'number'/,
  },
  {
    name: 'syntax error of joined lines',
    cells: ['const a = 1const b = 2', after],
    ours: '1 CompileError',
    nbclient: 'failed',
  },
  {
    name: 'type error in a module cell',
    cells: ['/** @module half */\nexport const a: number = "one";', after],
    ours: '1 CompileError',
    nbclient: 'passed',
  },
  {
    name: 'throw',
    cells: ['class Broken extends Error { name = "Broken" }\nthrow new Broken("now");', after],
    ours: '1 Broken',
    nbclient: 'failed',
    says: /^now$/,
  },
  {
    name: 'throw after await',
    cells: ['await null;\nthrow new RangeError("later");', after],
    ours: '1 RangeError',
    nbclient: 'failed',
  },
  {
    name: 'throw of a string',
    cells: ['throw "words";'],
    ours: '1 string',
    nbclient: 'failed',
    says: /words/,
  },
  {
    name: 'rejected promise that nobody awaits',
    cells: ['void Promise.reject(new Error("lost"));', after],
    ours: '1 UnhandledRejection',
    nbclient: 'passed',
    says: /Error: lost/,
  },
  {
    name: 'promise as the last expression',
    cells: ['const work = async () => { await null; throw new TypeError("lost"); };\nwork()', after],
    ours: '1 UnhandledRejection',
    nbclient: 'passed',
    says: /TypeError: lost/,
  },
  {
    name: 'rejection while a later cell runs',
    cells: [
      'void new Promise((_, reject) => setTimeout(() => reject(new Error("lost")), 100));',
      'await new Promise((go) => setTimeout(go, 300));',
      after,
    ],
    ours: '2 UnhandledRejection',
    nbclient: 'passed',
  },
  {
    name: 'rejection after the last cell',
    cells: ['void new Promise((_, reject) => setTimeout(() => reject(new Error("lost")), 300));'],
    ours: '1 UnhandledRejection',
    nbclient: 'passed',
  },
  {
    name: 'throw in a timer that is due',
    cells: ['setTimeout(() => { throw new Error("lost"); }, 0);', after],
    ours: '1 UncaughtException',
    nbclient: 'passed',
    says: /Error: lost/,
  },
  {
    name: 'throw in a timer after the last cell',
    cells: [after, 'setTimeout(() => { throw new Error("lost"); }, 400);'],
    ours: '2 UncaughtException',
    nbclient: 'passed',
  },
  {
    name: 'process exit',
    cells: [after, 'process.exit(3);', after],
    ours: '2 KernelDied',
    nbclient: 'failed',
    says: /exit status 3/,
  },
  {
    name: 'process exit with status 0',
    cells: ['process.exit(0);', after],
    ours: '1 KernelDied',
    nbclient: 'failed',
    says: /exit status 0/,
  },
  {
    name: 'process exit after the last reply',
    cells: [after, 'setTimeout(() => process.exit(0), 300);'],
    ours: '2 KernelDied',
    nbclient: 'passed',
  },
  {
    name: 'killed by itself',
    cells: ['process.kill(process.pid, "SIGKILL");', after],
    ours: '1 KernelDied',
    nbclient: 'failed',
    says: /signal SIGKILL/,
  },
  {
    name: 'endless loop',
    cells: [{ code: 'for (;;);', tags: ['timeout=1'] }, after],
    ours: '1 Timeout',
    nbclient: 'failed',
    says: /1 s/,
  },
  {
    name: 'promise that never ends',
    cells: [{ code: 'await new Promise(() => setInterval(() => {}, 50));', tags: ['timeout=1'] }],
    ours: '1 Timeout',
    nbclient: 'failed',
  },
  {
    name: 'planned failure',
    cells: [raises('RangeError', 'throw new RangeError("planned");'), after],
    ours: 'passed',
    nbclient: 'passed',
  },
  {
    name: 'planned failure of the compiler',
    cells: [raises('CompileError', 'const a: number = "one";'), after],
    ours: 'passed',
    nbclient: 'passed',
  },
  {
    name: 'planned failure with another error',
    cells: [raises('RangeError', 'throw new TypeError("not that");'), after],
    ours: '1 WrongError',
    nbclient: 'passed',
    says: /RangeError.*TypeError: not that/,
  },
  {
    name: 'planned failure that does not come',
    cells: [raises('RangeError', 'const fine = 1;'), after],
    ours: '1 NotRaised',
    nbclient: 'passed',
  },
  {
    name: 'failure just after a planned one',
    cells: [raises('Error', 'throw new Error("planned");'), 'throw new Error("not skipped");'],
    ours: '2 Error',
    nbclient: 'failed',
  },
  {
    name: 'await of a parenthesis',
    cells: ['const a = await (Promise.resolve(1));', 'console.log(a + 1)'],
    ours: 'passed',
    nbclient: 'passed',
  },
  {
    name: 'planned failure beside a lost promise',
    cells: [raises('Error', 'void Promise.reject(new Error("lost"));\nthrow new Error("planned");'), after],
    ours: '1 UnhandledRejection',
    nbclient: 'passed',
  },
  {
    name: 'name declared again',
    cells: ['const a = 1;', 'const a = "two";', 'console.log(a.length)'],
    ours: 'passed',
    nbclient: 'passed',
  },
  {
    name: 'name declared twice in a cell',
    cells: ['const a = 1;\nconst a = 2;'],
    ours: '1 CompileError',
    nbclient: 'failed',
  },
  {
    name: 'console error',
    cells: ['console.error(new Error("only printed"));\nconsole.warn("careful")', after],
    ours: 'passed',
    nbclient: 'passed',
  },
  {
    name: 'output after the reply',
    cells: ['setTimeout(() => console.log("late words"), 100);'],
    ours: 'passed',
    nbclient: 'passed',
  },
  {
    name: 'many lines',
    cells: ['for (let i = 0; i < 20_000; i++) console.log(`line ${i}`);', after],
    ours: 'passed',
    nbclient: 'passed',
  },
  {
    name: 'comment at the end without a newline',
    cells: ['const a = 1; // the end', 'console.log(a) // again'],
    ours: 'passed',
    nbclient: 'passed',
  },
];
