import fs from 'node:fs';
import path from 'node:path';
import type { Claim } from '../claim/claim';
import { encodeInput } from '../claim/claimJson';
import type { ServiceModels } from '../claim/serviceModel';
import type { PartHealth } from '../health';
import { storageError } from '../storageError';
import { accountSecret } from './accountSecret';
import { AsideCalls, formatAsideCall } from './asideCalls';
import { Checkpoints } from './checkpoints';
import { Journal } from './journal';
import type { JournalEntry } from './journalEntry';
import { mutates } from './mutates';
import { type MotoAnswer, MotoGone, type MotoProcess, type MotoSetup } from './process';
import { determinedCall } from './replay';
import { Supervisor } from './supervisor';

export type { MotoAnswer } from './process';

/** The longest that one call may take. Milliseconds. */
const CALL_MS = 60_000;
/** How long a call waits for a moto that is being started. Milliseconds. */
const READY_MS = 5_000;
/** How long a change waits that is in the journal already, so that its effect will be there. Milliseconds. */
const JOURNALLED_MS = 60_000;
/** An account that has much to replay opens all the same; its calls wait or are told to come again. Milliseconds. */
const OPEN_MS = 10_000;
/** The launcher says by this header that a call drew keys from OpenSSL, which no replay draws again. */
const UNDETERMINED = 'x-lakehouse-undetermined';

export interface MotoOptions extends Pick<MotoSetup, 'python' | 'launcher' | 'folder'> {
  /** The longest that one call may take, if not a minute. Milliseconds. */
  callMs?: number;
  /** Called in the background after each start, for what is not journalled. */
  afterReplay?: (moto: Moto) => Promise<void>;
  /** Awaited before each call, for what a claim is to see. */
  beforeCall?: (claim: Claim) => Promise<void>;
}

/**
 * moto, made durable: every call that may change something is journalled before moto sees it, and sent again at the next
 * start with the same random numbers and the same clock, so that every id, key and date comes back. Checkpoints of the
 * whole state keep that short. Changes go one after the other.
 */
export class Moto {
  #last: Promise<unknown> = Promise.resolve();
  /** What hears of every change. */
  readonly #listeners: ((claim: Claim) => void)[] = [];
  /** The account's own address; known when it listens. */
  #host = 'localhost';
  readonly #journal: Journal;
  readonly #aside: AsideCalls;
  readonly #supervisor: Supervisor;
  readonly #checkpoints: Checkpoints;
  readonly #seed: string;
  readonly #secretWarning: string | undefined;
  readonly #callMs: number;

  private constructor(private readonly options: MotoOptions) {
    this.#journal = Journal.open(options.folder);
    const { secret, warning } = accountSecret(options.folder, this.#journal.last > 0);
    this.#secretWarning = warning;
    this.#seed = secret.seed;
    this.#callMs = options.callMs ?? CALL_MS;
    this.#aside = new AsideCalls(options.folder);
    this.#checkpoints = new Checkpoints(options.folder, this.#journal, (name, input, limit) =>
      this.#supervisor.control(name, input, limit),
    );
    this.#supervisor = new Supervisor(
      { ...options, ...secret },
      this.#journal,
      this.#aside,
      this.#checkpoints,
      () => this.#started(),
    );
  }

  /**
   * Opens the account's moto. It answers, or, when much is replayed, will answer after a while.
   * @throws Error when moto cannot be started at all, or the journal is of a later version
   */
  static async open(options: MotoOptions): Promise<Moto> {
    fs.mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    const moto = new Moto(options);
    await moto.#supervisor.start(OPEN_MS);
    return moto;
  }

  /** The process that runs, whether it answers already or is being brought up. */
  async pid(): Promise<number> {
    return this.#supervisor.pid;
  }

  /** The models of all services. They are moto's own, so that what is parsed is what it can be sent. */
  get models(): ServiceModels {
    return this.#supervisor.models;
  }

  /** Calls back after every change of moto's state, before its caller is answered. */
  onChange(listener: (claim: Claim) => void): void {
    this.#listeners.push(listener);
  }

  /** @param host `127.0.0.1:4566`, for addresses that moto hands out (queues) */
  listensAt(host: string): void {
    this.#host = host;
  }

  health(): PartHealth {
    const { status, detail } = this.#supervisor.state;
    if (status !== 'ok') return { name: 'moto', status, detail };
    const [first, ...others] = this.#damages();
    if (first === undefined)
      return {
        name: 'moto',
        status: 'ok',
        ...(this.#checkpoints.warning ? { detail: this.#checkpoints.warning } : {}),
      };
    return {
      name: 'moto',
      status: 'damaged',
      detail: others.length > 0 ? `${first} (${others.length} more: lakehouse doctor)` : first,
    };
  }

  /** What the owner of the account should know, in sentences: calls set aside, damage of files, checkpoints that fail. */
  warnings(): string[] {
    const { warning } = this.#checkpoints;
    return [...this.#damages(), ...this.#supervisor.warnings, ...(warning ? [warning] : [])];
  }

  /**
   * Carries a claim out. A change is on disk before moto sees it.
   * @throws AwsError ServiceUnavailable (503) while moto is started, InsufficientStorage (507) when the disk refuses
   */
  async call(claim: Claim): Promise<MotoAnswer> {
    await this.options.beforeCall?.(claim);
    const encoded = { ...claim, input: encodeInput(claim.input) as Claim['input'] };
    if (!mutates(claim)) return this.#read(encoded);
    const done = this.#last.then(async () => {
      const answer = await this.#change(encoded);
      for (const listener of this.#listeners) listener(claim);
      return answer;
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Calls one of the launcher's own functions. @throws AwsError ServiceUnavailable (503) while moto is started */
  control<T>(name: string, input: unknown): Promise<T> {
    return this.#supervisor.control<T>(name, input, this.#callMs);
  }

  /** Writes a checkpoint of the present state. Resolves when it is on disk, or cannot be (see `warnings`). */
  checkpoint(): Promise<void> {
    return this.#checkpoints.take();
  }

  async close(): Promise<void> {
    this.#supervisor.closing();
    await this.#last;
    if (this.#supervisor.state.status === 'ok') await this.#checkpoints.takeLast();
    await this.#supervisor.stop();
    this.#journal.close();
    this.#aside.close();
  }

  #damages(): string[] {
    return [
      ...(this.#secretWarning ? [this.#secretWarning] : []),
      ...this.#journal.warnings,
      ...this.#aside.list.map(formatAsideCall),
    ];
  }

  #started(): void {
    void this.options
      .afterReplay?.(this)
      .catch((error: unknown) => console.error('after the replay of moto:', error));
  }

  async #read(claim: Claim): Promise<MotoAnswer> {
    const process = await this.#supervisor.available(READY_MS);
    const input = { ...claim, host: this.#host };
    try {
      return await process.call('call', input, this.#callMs);
    } catch (error) {
      if (!(error instanceof MotoGone)) throw error;
      await this.#supervisor.confirmGone(process, error);
      if (error.hung) return noAnswer(error);
      return (await this.#supervisor.available(READY_MS)).call('call', input, this.#callMs);
    }
  }

  async #change(claim: Claim): Promise<MotoAnswer> {
    const process = await this.#supervisor.available(READY_MS);
    const entry = this.#append(claim);
    const answer = await this.#carryOut(process, entry);
    this.#journal.answered(entry.sequence, answer.status);
    if (answer.headers[UNDETERMINED]) await this.#checkpoints.take();
    else this.#checkpoints.changed();
    return answer;
  }

  /** @throws AwsError InsufficientStorage when the disk refuses */
  #append(claim: Claim): JournalEntry {
    try {
      return this.#journal.append({ at: Date.now(), host: this.#host, claim });
    } catch (error) {
      throw storageError(Object.assign(error as Error, { path: path.dirname(this.options.folder) })) ?? error;
    }
  }

  async #carryOut(process: MotoProcess, entry: JournalEntry): Promise<MotoAnswer> {
    try {
      return await process.call('call', determinedCall(this.#seed, entry), this.#callMs);
    } catch (error) {
      if (!(error instanceof MotoGone)) throw error;
      if (error.hung) this.#aside.add(entry, 'moto hung on it');
      await this.#supervisor.confirmGone(process, error);
      if (error.hung) return noAnswer(error);
      await this.#supervisor.available(JOURNALLED_MS);
      // The replay carried it out: what it answered then is the answer.
      return this.#supervisor.replayedAnswer(entry.sequence) ?? noAnswer(error);
    }
  }
}

/** The answer of a call that moto does not survive, in the form of the launcher's own failures. */
const noAnswer = ({ message }: MotoGone): MotoAnswer => ({
  status: 500,
  headers: { 'x-lakehouse-failed': 'MotoGone', 'content-type': 'text/plain' },
  body: Buffer.from(message, 'utf8'),
});
