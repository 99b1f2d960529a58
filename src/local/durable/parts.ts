import fs from 'node:fs';
import path from 'node:path';
import { writeFileAtomically } from './writeFileAtomically';

/**
 * The list of an account's parts, in `<account>/parts.json`: what is named there has been on disk once. A part of it that
 * is missing is damage, and never the beginning of a new account.
 */
export class Parts {
  readonly #file: string;
  readonly #since: Record<string, string>;

  /** @param existed whether something else says that the account is not new */
  constructor(
    folder: string,
    private readonly existed = false,
  ) {
    this.#file = path.join(folder, 'parts.json');
    this.#since = read(this.#file);
  }

  /** Whether a part has been there before. */
  knows(part: string): boolean {
    return this.existed || this.#since[part] !== undefined;
  }

  /** Whether a part is known to have been there in its present form, with a log. */
  lists(part: string): boolean {
    return this.#since[part] !== undefined;
  }

  /** Remembers, durably, that a part is there now. On a full disk it is tried again at the next start. */
  remember(part: string): void {
    if (this.#since[part] !== undefined) return;
    this.#since[part] = new Date().toISOString();
    try {
      writeFileAtomically(this.#file, `${JSON.stringify(this.#since, undefined, 2)}\n`);
    } catch (error) {
      console.error(`${this.#file} cannot be written:`, error);
    }
  }
}

function read(file: string): Record<string, string> {
  try {
    const content: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    return typeof content === 'object' && content !== null ? { ...(content as Record<string, string>) } : {};
  } catch {
    return {};
  }
}
