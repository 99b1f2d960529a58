import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { READERS } from '../../src/book/sync';

export const BEGIN = '<!-- BEGIN EXIT_CRITERIA -->';
export const END = '<!-- END EXIT_CRITERIA -->';

/** A page with `block` between its markers and text around them. */
export const page = (block: string): string => `# Title\n\nBefore.\n\n${BEGIN}\n${block}\n${END}\n\nAfter.\n`;

/** A clone's pages in a temporary folder. */
export class Clone {
  readonly root = fs.mkdtempSync(path.join(os.tmpdir(), 'book-'));

  constructor(plan: string, readers: string) {
    this.write('plan.md', plan);
    for (const reader of READERS) this.write(reader, readers);
  }

  read = (name: string): string => fs.readFileSync(path.join(this.root, name), 'utf8');

  write(name: string, text: string): void {
    fs.mkdirSync(path.dirname(path.join(this.root, name)), { recursive: true });
    fs.writeFileSync(path.join(this.root, name), text);
  }

  /** Every page with its text. */
  pages = (): Record<string, string> =>
    Object.fromEntries(['plan.md', ...READERS].map((name) => [name, this.read(name)]));

  remove = (): void => fs.rmSync(this.root, { recursive: true });
}
