import fs from 'node:fs';
import path from 'node:path';
import { writeFileAtomically } from './durable/writeFileAtomically';

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

/** @returns undefined when there is none, or it is damaged */
export function readProcessFile(folder: string): ProcessFile | undefined {
  try {
    const content = JSON.parse(fs.readFileSync(file(folder), 'utf8')) as Partial<ProcessFile> | null;
    return typeof content?.port === 'number' ? { ...content, port: content.port } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the file is there and cannot be read: the port that was chosen is then forgotten. */
export const processFileIsDamaged = (folder: string): boolean =>
  fs.existsSync(file(folder)) && readProcessFile(folder) === undefined;

export function writeProcessFile(folder: string, content: ProcessFile): void {
  writeFileAtomically(file(folder), `${JSON.stringify(content, undefined, 2)}\n`);
}
