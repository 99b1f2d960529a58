import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface MotoSetup {
  /** The Python of the clone's environment, and the folder of the launcher. */
  python: string;
  launcher: string;
  /** The account's folder for moto. */
  folder: string;
  /** Hexadecimal; seeds what moto makes on its own. */
  seed: string;
  /** When the account was made. Seconds since 1970. */
  born: number;
}

/** What moto said when it was ready. */
export interface MotoReady {
  /** The folder of the service models. */
  models: string;
  /** The checkpoint whose state it has, with the number of the last call in it. */
  restored: { file: string; entry: number } | null;
  /** Checkpoints that could not be used. */
  unreadable: { file: string; reason: string }[];
}

/** moto did not answer: it ended, or took too long. */
export class MotoGone extends Error {
  constructor(
    message: string,
    /** It was too slow, and is to be killed. */
    readonly hung: boolean,
  ) {
    super(message);
    this.name = 'MotoGone';
  }
}

/** A buffered answer. */
export interface MotoAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** The longest path of a unix socket that every system takes. Bytes. */
const SOCKET_PATH = 100;

/** One run of moto: a child process behind a unix socket that only this user can reach. It ends with this process. */
export class MotoProcess {
  readonly exited: Promise<void>;
  readonly startedAt = Date.now();
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  #stopped = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly socket: string,
    readonly ready: MotoReady,
  ) {
    this.exited = new Promise((resolve) => {
      const ended = (): void => {
        // A process that writes a checkpoint may hold the connections open; nobody answers on them any more.
        this.#agent.destroy();
        resolve();
      };
      if (child.exitCode !== null || child.signalCode !== null) ended();
      else child.once('exit', ended);
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Whether `stop` was called. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /**
   * Starts moto and waits until it listens.
   * @param checkpoints files of checkpoints; the first that can be read is restored
   * @throws Error with what it printed when it ends before
   */
  static async start(setup: MotoSetup, checkpoints: string[]): Promise<MotoProcess> {
    const folder = socketFolder(setup.folder);
    const socket = path.join(folder, 'moto.sock');
    fs.rmSync(socket, { force: true });
    const child = spawn(setup.python, ['-I', setup.launcher], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        LANG: 'C.UTF-8',
        PYTHONDONTWRITEBYTECODE: process.env.PYTHONDONTWRITEBYTECODE ?? '',
      },
    });
    let said = '';
    child.stderr.on('data', (data: Buffer) => {
      said = (said + data.toString('utf8')).slice(-4000);
      process.stderr.write(data);
    });
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${JSON.stringify({ socket, seed: setup.seed, born: setup.born, checkpoints })}\n`);
    const ready = await new Promise<MotoReady>((resolve, reject) => {
      child.once('error', (error) =>
        reject(new Error(`moto cannot be started with ${setup.python}: ${error.message}`)),
      );
      child.once('exit', (status, signal) =>
        reject(new Error(`moto ended (${signal ?? `status ${status}`}) before it was ready:\n${said}`)),
      );
      createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as MotoReady));
    });
    return new MotoProcess(child, socket, ready);
  }

  /**
   * Calls a function of the launcher with an input of JSON.
   * @param limit milliseconds that it may take
   * @throws MotoGone when there is no answer
   */
  call(name: string, input: unknown, limit: number): Promise<MotoAnswer> {
    const body = Buffer.from(JSON.stringify(input));
    return new Promise((resolve, reject) => {
      const gone = (error: unknown): void =>
        error instanceof MotoGone
          ? reject(error)
          : reject(new MotoGone(`moto gave no answer: ${(error as Error).message}`, false));
      const outgoing = http.request(
        {
          socketPath: this.socket,
          agent: this.#agent,
          method: 'POST',
          path: '/',
          headers: { host: 'moto', 'x-lakehouse-call': name, 'content-length': String(body.length) },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.once('error', gone);
          answer.once('end', () => {
            clearTimeout(timer);
            resolve({
              status: answer.statusCode ?? 500,
              headers: Object.fromEntries(
                Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
              ),
              body: Buffer.concat(chunks),
            });
          });
        },
      );
      const timer = setTimeout(
        () => outgoing.destroy(new MotoGone(`moto gave no answer to ${name} within ${limit / 1000} s`, true)),
        limit,
      );
      outgoing.once('error', (error: NodeJS.ErrnoException) => {
        // moto had closed the kept connection before it read anything of this: it is asked again on another one.
        if (outgoing.reusedSocket && /^(EPIPE|ECONNRESET)$/.test(error.code ?? ''))
          resolve(this.call(name, input, limit));
        else gone(error);
      });
      outgoing.once('close', () => {
        clearTimeout(timer);
        gone(new Error('the connection was closed'));
      });
      outgoing.end(body);
    });
  }

  /** Ends it at once, as when it hangs. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#agent.destroy();
    this.child.stdin?.end();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 2000);
    await this.exited;
    clearTimeout(timer);
  }
}

/** The account's own folder, or, where that path is too long for a socket, a fresh one that is as private. */
function socketFolder(folder: string): string {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  return Buffer.byteLength(path.join(folder, 'moto.sock')) <= SOCKET_PATH
    ? folder
    : fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-'));
}
