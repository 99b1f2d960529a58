import fs from 'node:fs';
import path from 'node:path';

/** What the running gateway says of itself, in `<account>/gateway.json`. The port stays after it ends: it is chosen once. */
export interface ProcessFile {
  port: number;
  /** Absent when it has ended in an orderly way. */
  pid?: number;
  motoPid?: number;
  /** ISO 8601. */
  startedAt?: string;
  /** The bundle that runs: another one means that the code has changed. */
  version?: string;
}

const file = (folder: string) => path.join(folder, 'gateway.json');

export function readProcessFile(folder: string): ProcessFile | undefined {
  try {
    return JSON.parse(fs.readFileSync(file(folder), 'utf8')) as ProcessFile;
  } catch {
    return undefined;
  }
}

export function writeProcessFile(folder: string, content: ProcessFile): void {
  const temporary = `${file(folder)}.${process.pid}`;
  fs.writeFileSync(temporary, `${JSON.stringify(content, undefined, 2)}\n`);
  fs.renameSync(temporary, file(folder));
}
