import fs from 'node:fs';
import { writeFileAtomically } from './writeFileAtomically';

/** Something that was found damaged and could not be restored. */
export interface Loss {
  /** When it was found, ISO 8601. */
  at: string;
  text: string;
}

/** What a database has lost, told at every start until `lakehouse account repair` has dealt with it. */
export class Losses {
  readonly all: Loss[];

  constructor(readonly file: string) {
    this.all = read(file);
  }

  /** Remembers losses. A disk that refuses the list does not stop the start: they are then told this time only. */
  add(texts: string[]): void {
    if (texts.length === 0) return;
    this.all.push(...texts.map((text) => ({ at: new Date().toISOString(), text })));
    try {
      this.#write();
    } catch (error) {
      console.error(`${this.file} cannot be written:`, error);
    }
  }

  /** Forgets all of them. @throws Error of the file system */
  clear(): void {
    if (this.all.length === 0) return;
    this.all.length = 0;
    fs.rmSync(this.file, { force: true });
  }

  #write(): void {
    writeFileAtomically(this.file, `${JSON.stringify(this.all, undefined, 2)}\n`);
  }
}

const isLoss = (one: unknown): one is Loss =>
  typeof one === 'object' && one !== null && 'text' in one && typeof one.text === 'string' && 'at' in one;

function read(file: string): Loss[] {
  if (!fs.existsSync(file)) return [];
  try {
    const content: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    if (Array.isArray(content) && content.every(isLoss)) return content;
  } catch {
    // Told below.
  }
  return [{ at: fs.statSync(file).mtime.toISOString(), text: `the list of losses ${file} cannot be read` }];
}
