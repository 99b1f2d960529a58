import { setTimeout as pause } from 'node:timers/promises';
import { AwsError } from '../errors';
import { type CheckpointAnswer, CheckpointFiles } from './checkpointFiles';
import type { Journal } from './journal';

/** A checkpoint is written after so many changes. */
const EVERY = 200;
/** The longest that writing one may take. Milliseconds. */
const WRITE_MS = 125_000;
/** The longest for the last one, when the account ends. Milliseconds. */
const LAST_MS = 8_000;
/** A checkpoint waits for a moment between calls. */
const TRIES = 50;
const TRY_AGAIN_MS = 100;
/** Of large states, checkpoints are written less often: they take at most this share of the time. */
const SHARE = 0.4;
/** When nothing has changed for so long, a checkpoint needs only so many changes. Milliseconds, and their number. */
const QUIET_MS = 3_000;
const QUIET_CHANGES = 20;

type Control = <T>(name: string, input: unknown, limit: number) => Promise<T>;

/**
 * When checkpoints are written, and what follows: the two newest are kept, and the calls that the older one holds move
 * from the journal to its archive.
 */
export class Checkpoints {
  readonly #files: CheckpointFiles;
  /** Changes that no checkpoint has. */
  #changes = 0;
  #running: Promise<void> | undefined;
  /** Not before; milliseconds since 1970. */
  #notBefore = 0;
  #quiet: NodeJS.Timeout | undefined;
  #warning: string | undefined;

  constructor(
    motoFolder: string,
    private readonly journal: Journal,
    private readonly control: Control,
  ) {
    this.#files = new CheckpointFiles(motoFolder);
  }

  /** Why there are no new checkpoints, in a sentence. */
  get warning(): string | undefined {
    return this.#warning;
  }

  /** The files to restore from, the best first. */
  files(): string[] {
    return this.#files.list().map(({ file }) => file);
  }

  /** Puts a file out of the way that cannot be read. */
  setAside(file: string): void {
    this.#files.setAside(file);
  }

  /** After a replay: so many changes are in no checkpoint. */
  replayed(changes: number): void {
    this.#changes = changes;
    if (changes >= EVERY) void this.take();
  }

  /** After a change: writes a checkpoint in the background when it is time. */
  changed(): void {
    this.#changes++;
    this.#takeWhenDue(EVERY);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#takeWhenDue(QUIET_CHANGES), QUIET_MS).unref();
  }

  #takeWhenDue(changes: number): void {
    if (this.#changes >= changes && !this.#running && Date.now() >= this.#notBefore) void this.take();
  }

  /** Writes a checkpoint now; one that is being written already is waited for first. Never throws. */
  async take(limit = WRITE_MS): Promise<void> {
    while (this.#running) await this.#running;
    this.#running = this.#take(limit).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** When the account ends: writes what no checkpoint has. */
  async takeLast(): Promise<void> {
    clearTimeout(this.#quiet);
    await this.#running;
    if (this.#changes > 0) await this.take(LAST_MS);
  }

  async #take(limit: number): Promise<void> {
    const began = Date.now();
    const before = this.#changes;
    this.#changes = 0;
    try {
      const answer = await this.#write(limit);
      if (answer.unpicklable !== undefined)
        this.#warning = `moto's state cannot be written as a checkpoint because of ${answer.unpicklable}. Nothing is lost: its calls are replayed at each start, which takes longer and longer.`;
      else if (answer.file === undefined || answer.error !== undefined)
        this.#warning = `No checkpoint of moto could be written: ${answer.error ?? 'calls were running all the time'}. Nothing is lost: the journal has all calls.`;
      else {
        this.#warning = undefined;
        await this.#tidy();
        return;
      }
    } catch (error) {
      // moto ended meanwhile; it counts its changes anew when it is back.
      if (error instanceof AwsError && error.status === 503) return;
      this.#warning = `No checkpoint of moto could be written: ${(error as Error).message}. Nothing is lost: the journal has all calls.`;
    } finally {
      this.#notBefore = Date.now() + (Date.now() - began) / SHARE;
    }
    this.#changes += before;
    this.#notBefore = Math.max(this.#notBefore, Date.now() + 30_000);
    console.error(this.#warning);
  }

  async #write(limit: number): Promise<CheckpointAnswer> {
    for (let tries = 0; ; tries++) {
      const answer = await this.control<CheckpointAnswer>(
        'checkpoint',
        { folder: this.#files.folder },
        limit,
      );
      if (!answer.busy || tries >= TRIES) return answer;
      await pause(TRY_AGAIN_MS);
    }
  }

  async #tidy(): Promise<void> {
    try {
      const covered = this.#files.prune();
      if (covered !== undefined) await this.journal.archive(covered);
    } catch (error) {
      console.error('the journal of moto cannot be tidied up, and stays as it is:', error);
    }
  }
}
