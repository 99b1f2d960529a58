import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/target/project';

/** The command `lakehouse`, run as people run it, with a home of its own. */
export class CommandRun {
  readonly child: ChildProcess;
  /** All that it has printed. */
  output = '';
  readonly #ended: Promise<unknown>;

  constructor(home: string, ...args: string[]) {
    this.child = spawn(process.execPath, [path.join(projectRoot(), 'src/bin/lakehouse.js'), ...args], {
      env: { ...process.env, LAKEHOUSE_HOME: home, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (data: Buffer) => {
        this.output += data.toString('utf8');
      });
    this.#ended = once(this.child, 'close');
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits until it has printed this. @throws Error with all that it printed when it ends before */
  async prints(text: string | RegExp): Promise<void> {
    const has = () => (typeof text === 'string' ? this.output.includes(text) : text.test(this.output));
    while (!has()) {
      if (this.hasEnded) throw new Error(`it ended without ${text}:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** @returns the exit status; null when it was killed */
  async status(): Promise<number | null> {
    await this.#ended;
    return this.child.exitCode;
  }

  /** Sends a signal. @returns the exit status, and after how many ms it ended */
  async stop(signal: NodeJS.Signals): Promise<{ status: number | null; ms: number }> {
    const sent = Date.now();
    this.child.kill(signal);
    return { status: await this.status(), ms: Date.now() - sent };
  }
}

/** The processes that belong to a home and that nobody could find again: all but the account's and the accelerator's. */
export function orphansOf(home: string): string[] {
  const read = (file: string): Record<string, unknown> => {
    try {
      return JSON.parse(fs.readFileSync(path.join(home, file), 'utf8')) as Record<string, unknown>;
    } catch {
      return {};
    }
  };
  const known = new Set(
    [read('account/gateway.json'), read('local/accelerator/accelerator.json')].flatMap(({ pid, motoPid }) => [
      pid,
      motoPid,
    ]),
  );
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const folder = fs.readlinkSync(`/proc/${pid}/cwd`);
        const parent = Number(/^PPid:\s*(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
        const belongs = command.includes(home) || folder.startsWith(home);
        return belongs && !known.has(Number(pid)) && !known.has(parent) ? [`${pid} ${command}`] : [];
      } catch {
        return [];
      }
    });
}
