import fs from 'node:fs';
import path from 'node:path';

/** What a running accelerator says of itself, in `<folder>/accelerator.json`. */
export interface AcceleratorProcess {
  pid: number;
  providerPid: number;
  /** Where Terraform reaches it. */
  socket: string;
  /** With what it was started: an accelerator of another key is of no use. */
  key: string;
  /** ISO 8601. */
  startedAt: string;
}

const file = (folder: string): string => path.join(folder, 'accelerator.json');

export function readAccelerator(folder: string): AcceleratorProcess | undefined {
  try {
    return JSON.parse(fs.readFileSync(file(folder), 'utf8')) as AcceleratorProcess;
  } catch {
    return undefined;
  }
}

export function writeAccelerator(folder: string, found: AcceleratorProcess): void {
  const temporary = `${file(folder)}.${process.pid}`;
  fs.writeFileSync(temporary, JSON.stringify(found));
  fs.renameSync(temporary, file(folder));
}

/** Forgets an accelerator, unless another one has come since. */
export function forgetAccelerator(folder: string, pid: number): void {
  if (readAccelerator(folder)?.pid === pid) fs.rmSync(file(folder), { force: true });
}
