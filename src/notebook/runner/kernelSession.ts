import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from '../kernelSpec';
import { KernelClient } from './client';
import { type Connection, newConnection } from './connection';
import { KernelProcess } from './kernelProcess';
import type { Message } from './message';
import { Outputs } from './outputs';
import type { Report } from './problem';
import type { CellEnd } from './verdict';

export interface SessionOptions {
  /** For the connection file. */
  command: (connectionFile: string) => Command;
  /** The bundle of `guard.ts`. */
  guard: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** What became of one cell. */
export interface CellRun {
  end: CellEnd;
  reports: Report[];
  outputs: Outputs['all'];
  executionCount: number | null;
  /** Until the kernel's reply. */
  seconds: number;
}

export interface CellOptions {
  timeoutSeconds: number;
  /** After the last cell it is waited for what is still under way, within limits. */
  last: boolean;
  signal?: AbortSignal;
}

const START_MS = 60_000;
/** How long an interrupted cell may take to stop: a deployment finishes what it has begun. */
const GRACE_MS = 20_000;
/** So long it is waited, at a notebook's end, for what is still under way. */
const SETTLE_MS = 2000;
const ABORT_MS = 10_000;
const ABORT_PAUSE_MS = 10;
const POLL_MS = 50;
const AGAIN_MS = 500;
/** After a reply; errors in callbacks that were due come with them. */
const ROUND_TRIPS = 3;

/** A running kernel with the line to it. */
export class KernelSession {
  readonly pid: number;
  #reports: Report[] = [];
  #idle = 0;
  readonly #over: Promise<CellEnd>;
  #client!: KernelClient;
  readonly #displays = new Map<string, { data: Record<string, unknown> }>();

  private constructor(
    private readonly connection: Connection,
    private readonly process: KernelProcess,
    over: Promise<CellEnd>,
  ) {
    this.pid = process.pid;
    this.#over = over;
  }

  /** @throws Error with the end of its log when the kernel does not start @throws CliError when zeromq is not there */
  static async start({ command, guard, cwd, env }: SessionOptions): Promise<KernelSession> {
    const connection = newConnection();
    let session: KernelSession | undefined;
    try {
      const on = (report: Report) => {
        if (session) session.#reports.push(report);
      };
      const process = await KernelProcess.start({ command: command(connection.file), guard, cwd, env, on });
      let broken = (_: Error) => {};
      const over = Promise.race([
        process.ended.then((death): CellEnd => ({ kind: 'died', death })),
        new Promise<CellEnd>((resolve) => {
          broken = (error) => resolve({ kind: 'broken', error });
        }),
      ]);
      session = new KernelSession(connection, process, over);
      session.#client = await KernelClient.connect(connection, (error) => broken(error));
      await session.#ready();
      return session;
    } catch (error) {
      await session?.end();
      connection.remove();
      throw error;
    }
  }

  async #ready(): Promise<void> {
    const giveUp = new AbortController();
    try {
      const late = pause(START_MS, 'late' as const, { signal: giveUp.signal });
      const end = await Promise.race([this.#client.ready(), this.#over, late]);
      if (end !== undefined)
        throw new Error(
          `the kernel did not start${end === 'late' ? ` within ${START_MS / 1000} s` : ''}; the end of its log:\n${this.process.log}`,
        );
      this.#idle = (await this.process.ping()).pending;
    } finally {
      giveUp.abort();
    }
  }

  /** Runs a cell, and waits until all that came of it has arrived. Never throws: what goes wrong is how the cell ended. */
  async run(code: string, options: CellOptions): Promise<CellRun> {
    const outputs = new Outputs(this.#displays);
    const reports: Report[] = [];
    this.#reports = reports;
    const started = performance.now();
    let replied: { content: Message['content']; seconds: number } | undefined;
    const work = async (): Promise<CellEnd> => {
      const content = await this.#execute(code, outputs);
      replied = { content, seconds: (performance.now() - started) / 1000 };
      await this.#drain();
      return { kind: 'replied', status: String(content.status) };
    };
    let end = await this.#limited(
      work().catch((error: Error): CellEnd => ({ kind: 'broken', error })),
      options,
    );
    if (end.kind === 'replied' && options.last)
      end = await Promise.race([this.#settle().then(() => end), this.#over]);
    return {
      end,
      reports,
      outputs: outputs.all,
      executionCount: (replied?.content.execution_count as number | undefined) ?? null,
      seconds: replied?.seconds ?? (performance.now() - started) / 1000,
    };
  }

  /** Ends the kernel and what it has started. */
  async end(): Promise<void> {
    await this.process.end();
    this.#client?.close();
    this.connection.remove();
  }

  async #limited(work: Promise<CellEnd>, { timeoutSeconds, signal }: CellOptions): Promise<CellEnd> {
    const done = new AbortController();
    const either = signal ? AbortSignal.any([signal, done.signal]) : done.signal;
    const limit = pause(timeoutSeconds * 1000, { kind: 'timeout' } as CellEnd, { signal: either }).catch(
      (): CellEnd => ({ kind: 'stopped' }),
    );
    let again: NodeJS.Timeout | undefined;
    try {
      const end = await Promise.race([work, this.#over, limit]);
      if (end.kind === 'timeout' || end.kind === 'stopped') {
        // What the cell has under way, such as a deployment, gets the chance to stop in good order.
        this.process.interrupt();
        // While it compiles a cell, the kernel lets the signal pass.
        again = setInterval(() => this.process.interruptAgain(), AGAIN_MS);
        const stopped = work.then(() => this.#childrenEnded());
        await Promise.race([stopped, this.#over, pause(GRACE_MS, undefined, { signal: done.signal })]);
      }
      return end;
    } finally {
      clearInterval(again);
      done.abort();
    }
  }

  /** For a while after a failure tslab answers `aborted` to everything, without running it: so it is asked again. */
  async #execute(code: string, outputs: Outputs): Promise<Message['content']> {
    for (const deadline = Date.now() + ABORT_MS; ; await pause(ABORT_PAUSE_MS)) {
      const content = await this.#client.execute(code, (message) => outputs.take(message));
      if (!/^abort/.test(String(content.status)) || Date.now() > deadline) return content;
    }
  }

  async #drain(): Promise<void> {
    for (let i = 0; i < ROUND_TRIPS; i++) await this.#client.roundTrip();
    await this.process.ping();
  }

  /** The kernel answers as soon as a cell is interrupted; what the cell has started may still be at its end. */
  async #childrenEnded(): Promise<void> {
    while ((await this.process.ping()).children > 0) await pause(POLL_MS);
  }

  /** Until nothing more is under way than when the kernel started: a promise or a timer may still end in an error. */
  async #settle(): Promise<void> {
    for (const deadline = Date.now() + SETTLE_MS; Date.now() < deadline; )
      if ((await this.process.ping()).pending <= this.#idle) break;
    await this.#drain();
  }
}
