import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from '../kernelSpec';
import type { Ask, Report, UnderWay } from './problem';

/** How a kernel's process came to its end. */
export interface Death {
  /** As `exit status 1` or `signal SIGKILL`. */
  how: string;
  /** The end of what it wrote past the notebook. */
  log: string;
}

export interface KernelOptions {
  command: Command;
  /** The bundle of `guard.ts`. */
  guard: string;
  /** Where the notebook is. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  on: (report: Report) => void;
}

const LOG_LIMIT = 64 * 1024;
const TAIL_LINES = 20;
const END_MS = 2000;

/** A kernel as a process: with the guard in it, in a process group of its own, its log kept. */
export class KernelProcess {
  readonly pid: number;
  /** Resolves, never rejects, when the process is no more. */
  readonly ended: Promise<Death>;
  #log = '';
  readonly #child: ChildProcess;
  readonly #pongs: ((underWay: UnderWay) => void)[] = [];

  private constructor(child: ChildProcess, on: KernelOptions['on']) {
    this.#child = child;
    this.pid = child.pid!;
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#log = (this.#log + text).slice(-LOG_LIMIT);
      });
    child.on('message', (report: Report) => {
      if (report.kind === 'pong') this.#pongs.shift()?.(report);
      else on(report);
    });
    this.ended = new Promise((resolve) => {
      child.once('exit', (status, signal) => {
        running.delete(this.pid);
        // What it wrote last may still be on its way.
        setImmediate(() =>
          resolve({ how: signal ? `signal ${signal}` : `exit status ${status}`, log: this.log }),
        );
      });
    });
    running.add(this.pid);
  }

  /** @throws Error when the program cannot be started */
  static async start({ command, guard, cwd, env, on }: KernelOptions): Promise<KernelProcess> {
    const child = spawn(command.file, ['--require', guard, ...command.args], {
      cwd,
      env: { ...env, ...command.env },
      // Not in this process's group: Ctrl-C at the terminal is for the runner, which stops the kernel in its own way.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    await once(child, 'spawn');
    return new KernelProcess(child, on);
  }

  get log(): string {
    return this.#log.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  }

  /**
   * A round trip to the guard: all it had to tell before has arrived when this resolves.
   * @returns what goes on in the kernel; never resolves when it dies
   */
  ping(): Promise<UnderWay> {
    return new Promise((resolve) => {
      this.#pongs.push(resolve);
      this.#ask('ping');
    });
  }

  /** As the stop button: the running cell ends, the kernel goes on. */
  interrupt(): void {
    signalGroup(this.pid, 'SIGINT');
  }

  /** For the kernel alone: what it has started takes a second signal for an order to drop everything. */
  interruptAgain(): void {
    this.#child.kill('SIGINT');
  }

  /** Ends the kernel and all processes of its group. */
  async end(): Promise<void> {
    this.#ask('end');
    await Promise.race([this.ended, pause(END_MS, undefined, { ref: false })]);
    signalGroup(this.pid, 'SIGKILL');
    await this.ended;
  }

  #ask(what: Ask): void {
    // A kernel that is gone is told of by `ended`.
    if (this.#child.connected) this.#child.send(what, () => {});
  }
}

/** A runner that ends in whatever way leaves no kernel behind. */
const running = new Set<number>();
process.on('exit', () => {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
});

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
