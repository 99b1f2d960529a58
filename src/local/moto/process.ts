import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface MotoSetup {
  /** The Python of the clone's environment, and the launcher. */
  python: string;
  launcher: string;
  /** The account's folder for moto. */
  folder: string;
  /** Hexadecimal; seeds what moto makes on its own. */
  seed: string;
  /** When the account was made. Seconds since 1970. */
  born: number;
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
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

  private constructor(
    private readonly child: ChildProcess,
    private readonly socket: string,
    /** The folder of the service models. */
    readonly models: string,
  ) {
    this.exited = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Starts moto and waits until it listens. @throws Error with what it printed when it ends before */
  static async start(setup: MotoSetup): Promise<MotoProcess> {
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
    child.stderr!.on('data', (data: Buffer) => {
      said = (said + data.toString('utf8')).slice(-4000);
      process.stderr.write(data);
    });
    child.stdin!.on('error', () => undefined);
    child.stdin!.write(`${JSON.stringify({ socket, seed: setup.seed, born: setup.born })}\n`);
    const models = await new Promise<string>((resolve, reject) => {
      child.once('error', (error) =>
        reject(new Error(`moto cannot be started with ${setup.python}: ${error.message}`)),
      );
      child.once('exit', (status) =>
        reject(new Error(`moto ended with status ${status} before it was ready:\n${said}`)),
      );
      createInterface({ input: child.stdout! }).once('line', (line) =>
        resolve((JSON.parse(line) as { models: string }).models),
      );
    });
    child.removeAllListeners('exit');
    return new MotoProcess(child, socket, models);
  }

  /** Calls a function of the launcher with an input of JSON. */
  call(name: string, input: unknown): Promise<MotoAnswer> {
    const body = Buffer.from(JSON.stringify(input));
    return new Promise((resolve, reject) => {
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
          answer.once('error', reject);
          answer.once('end', () =>
            resolve({
              status: answer.statusCode ?? 500,
              headers: Object.fromEntries(
                Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
              ),
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      outgoing.once('error', (error: NodeJS.ErrnoException) => {
        // moto had closed the kept connection before it read anything of this: it is asked again on another one.
        if (outgoing.reusedSocket && /^(EPIPE|ECONNRESET)$/.test(error.code ?? ''))
          resolve(this.call(name, input));
        else reject(error);
      });
      outgoing.end(body);
    });
  }

  async stop(): Promise<void> {
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
