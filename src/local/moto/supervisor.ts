import { setTimeout as pause } from 'node:timers/promises';
import { ServiceModels } from '../claim/serviceModel';
import { AwsError } from '../errors';
import type { PartHealth } from '../health';
import type { AsideCalls } from './asideCalls';
import type { Checkpoints } from './checkpoints';
import type { Journal } from './journal';
import { type MotoAnswer, MotoGone, MotoProcess, type MotoSetup } from './process';
import { Replay } from './replay';

/** Pauses before moto is started again, the more often it ended, the longer. Milliseconds. */
const PAUSES = [0, 100, 500, 2_000, 5_000];
/** A moto that lived so long begins anew with the first pause. Milliseconds. */
const LONG_LIFE = 60_000;
/** A process that does not answer is given so long to end by itself. Milliseconds. */
const GONE_MS = 2_000;
/** How long the launcher's functions wait for a moto that is being started. Milliseconds. */
const READY_MS = 5_000;
/** Progress of a replay is told so often. Milliseconds. */
const TELL_MS = 5_000;

type State = Pick<PartHealth, 'status' | 'detail'>;

/** Keeps moto running: starts it, restores and replays its state, and does so again whenever it ends. */
export class Supervisor {
  #process: MotoProcess | undefined;
  #state: State = { status: 'starting' };
  #closing = false;
  #ended: Promise<void> = Promise.resolve();
  #wake: (() => void)[] = [];
  /** The process that runs, ready or not. */
  #child: MotoProcess | undefined;
  #models: ServiceModels | undefined;
  #replayed: { sequence: number; answer: MotoAnswer | undefined } | undefined;
  readonly #replay: Replay;
  readonly #warnings: string[] = [];

  constructor(
    private readonly setup: MotoSetup,
    private readonly journal: Journal,
    aside: AsideCalls,
    private readonly checkpoints: Checkpoints,
    private readonly started: () => void,
  ) {
    this.#replay = new Replay(journal, aside, setup.seed);
  }

  get state(): State {
    return this.#state;
  }

  /** What was wrong with checkpoints, in sentences. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** Of the process that was started last. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get models(): ServiceModels {
    if (!this.#models) throw new Error('moto has not been started');
    return this.#models;
  }

  /**
   * Starts moto for the first time, and keeps it running from then on.
   * @param patience milliseconds to wait for a long replay
   * @throws Error when it does not start, or the journal cannot be read
   */
  async start(patience: number): Promise<void> {
    const process = await this.#launch();
    this.#ended = this.#keepRunning(process);
    await Promise.race([this.#readyOrClosing(), pause(patience, undefined, { ref: false })]);
  }

  /** The moto that answers. @param limit milliseconds @throws AwsError ServiceUnavailable (503) when there is none in time */
  async available(limit: number): Promise<MotoProcess> {
    if (this.#process) return this.#process;
    const timer = new AbortController();
    await Promise.race([
      this.#readyOrClosing(),
      pause(limit, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
    timer.abort();
    if (this.#process) return this.#process;
    throw unavailable(this.#state.detail ?? 'it is still starting');
  }

  /** After a call without an answer: waits until the process has ended, and ends it if need be. */
  async confirmGone(process: MotoProcess, { hung, message }: MotoGone): Promise<void> {
    if (hung) {
      console.error(`${message}; it is killed`);
      process.kill();
    }
    const timer = setTimeout(() => process.kill(), GONE_MS);
    await process.exited;
    clearTimeout(timer);
    if (this.#process === process) this.#process = undefined;
  }

  /** What the last replay answered to a call. */
  replayedAnswer(sequence: number): MotoAnswer | undefined {
    return this.#replayed?.sequence === sequence ? this.#replayed.answer : undefined;
  }

  /**
   * Calls one of the launcher's own functions; once more, when moto ends meanwhile.
   * @param limit milliseconds
   * @throws AwsError ServiceUnavailable (503), Error with what the launcher failed at
   */
  async control<T>(name: string, input: unknown, limit: number): Promise<T> {
    for (let again = false; ; again = true) {
      const process = await this.available(READY_MS);
      try {
        const { status, body } = await process.call(name, input, limit);
        if (status !== 200) throw new Error(`moto's launcher failed at ${name}: ${body.toString('utf8')}`);
        return JSON.parse(body.toString('utf8')) as T;
      } catch (error) {
        if (!(error instanceof MotoGone)) throw error;
        await this.confirmGone(process, error);
        if (again) throw unavailable(error.message);
      }
    }
  }

  /** From now on, moto is not started again. */
  closing(): void {
    this.#closing = true;
  }

  async stop(): Promise<void> {
    this.#closing = true;
    await this.#child?.stop();
    this.#wakeAll();
    await this.#ended;
  }

  async #keepRunning(first: MotoProcess): Promise<void> {
    let deaths = 0;
    for (let process: MotoProcess | undefined = first; ; process = await this.#launchAgain(deaths)) {
      if (process) {
        if (await this.#bringUp(process)) await process.exited;
        this.#process = undefined;
        if (Date.now() - process.startedAt > LONG_LIFE) deaths = 0;
      }
      if (this.#closing) return;
      this.#state = {
        status: deaths >= PAUSES.length ? 'down' : 'starting',
        detail: `moto ended unexpectedly and is being restarted (attempt ${deaths + 1})`,
      };
      console.error(this.#state.detail);
      await pause(PAUSES[Math.min(deaths, PAUSES.length - 1)]);
      deaths++;
      if (this.#closing) return;
    }
  }

  async #launchAgain(deaths: number): Promise<MotoProcess | undefined> {
    try {
      return await this.#launch();
    } catch (error) {
      console.error(`moto cannot be started (attempt ${deaths}):`, error);
      return undefined;
    }
  }

  /** Starts a process, with the state of the best checkpoint. @throws Error when it ends before it is ready */
  async #launch(): Promise<MotoProcess> {
    const process = await MotoProcess.start(this.setup, this.checkpoints.files());
    this.#child = process;
    // It was stopped meanwhile.
    if (this.#closing) process.kill();
    this.#models ??= new ServiceModels(process.ready.models);
    try {
      this.journal.migrate(this.#models);
    } catch (error) {
      process.kill();
      throw error;
    }
    for (const { file, reason } of process.ready.unreadable) {
      this.#warn(
        `The checkpoint ${file} of moto cannot be used: ${reason}. All calls are replayed once, so this start takes longer.`,
      );
      this.checkpoints.setAside(file);
    }
    return process;
  }

  /** Replays what the process does not know yet. @returns whether it answers now */
  async #bringUp(process: MotoProcess): Promise<boolean> {
    const from = process.ready.restored?.entry ?? 0;
    this.journal.knows(from);
    const count = this.journal.countAfter(from);
    let told = Date.now();
    try {
      const answer = await this.#replay.run(process, from, (done, all) => {
        const detail = `replaying ${done.toLocaleString('en')} of ${all.toLocaleString('en')} calls`;
        this.#state = { status: 'starting', detail };
        if (Date.now() - told < TELL_MS) return;
        told = Date.now();
        console.error(`moto: ${detail}`);
      });
      this.#replayed = { sequence: this.journal.last, answer };
    } catch (error) {
      if (!this.#closing) console.error('the replay of moto was interrupted:', error);
      process.kill();
      await process.exited;
      return false;
    }
    this.#process = process;
    this.#state = { status: 'ok' };
    this.checkpoints.replayed(count);
    this.#wakeAll();
    this.started();
    return true;
  }

  #readyOrClosing(): Promise<void> {
    return this.#process || this.#closing
      ? Promise.resolve()
      : new Promise((resolve) => this.#wake.push(resolve));
  }

  #wakeAll(): void {
    for (const resolve of this.#wake.splice(0)) resolve();
  }

  #warn(warning: string): void {
    if (this.#warnings.includes(warning)) return;
    this.#warnings.push(warning);
    console.error(warning);
  }
}

/** The answer while moto cannot be asked; clients try again by themselves. */
const unavailable = (detail: string): AwsError =>
  new AwsError(
    'ServiceUnavailable',
    `The part of the local account that answers for IAM, KMS, SNS and others is starting (${detail}). Try again in a moment.`,
    503,
  );
