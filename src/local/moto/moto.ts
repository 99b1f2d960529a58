import { createHmac, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Journal, type JournalEntry } from './journal';
import { type MotoAnswer, MotoProcess, type MotoSetup } from './process';

export type { MotoAnswer } from './process';

/** A request for moto: the caller's own, without what proves who it is. */
export interface MotoRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  service: string;
  region: string;
  /** Does it change anything? Then it is journalled when it succeeds. */
  mutates: boolean;
}

interface Secret {
  /** Hexadecimal. */
  seed: string;
  /** Seconds since 1970. */
  born: number;
}

/**
 * moto, made durable: every call that changed something is journalled, and sent again at the next start with the same
 * random numbers and the same clock, so that every id, key and date comes back. Changes go one after the other.
 */
export class Moto {
  #process: Promise<MotoProcess>;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(
    private readonly setup: MotoSetup,
    private readonly journal: Journal,
    /** Called after each replay, for what is not journalled. */
    private readonly afterReplay: (moto: Moto) => Promise<void>,
  ) {
    this.#process = this.#start();
  }

  static async open(
    options: Pick<MotoSetup, 'python' | 'launcher' | 'folder'> & {
      afterReplay?: (moto: Moto) => Promise<void>;
    },
  ): Promise<Moto> {
    fs.mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    const moto = new Moto(
      { ...options, ...secretOf(options.folder) },
      Journal.open(options.folder),
      options.afterReplay ?? (async () => undefined),
    );
    await moto.#process;
    await moto.afterReplay(moto);
    return moto;
  }

  async pid(): Promise<number> {
    return (await this.#process).pid;
  }

  /** Sends a request. The answer to a change is given after it is on disk. */
  forward(request: MotoRequest): Promise<MotoAnswer> {
    if (!request.mutates) return this.#read(request);
    const done = this.#last.then(() => this.#change(request));
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Calls one of the launcher's own functions. */
  async control<T>(name: string, input: unknown): Promise<T> {
    const { status, body } = await (await this.#process).send({
      method: 'POST',
      path: '/',
      headers: { host: 'moto', 'x-lakehouse-control': name },
      body: Buffer.from(JSON.stringify(input)),
    });
    if (status !== 200) throw new Error(`moto's launcher failed at ${name}: ${body.toString('utf8')}`);
    return JSON.parse(body.toString('utf8')) as T;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
    await (await this.#process).stop();
    this.journal.close();
  }

  async #read(request: MotoRequest): Promise<MotoAnswer> {
    return (await this.#process).send({ ...request, headers: clean(request) });
  }

  async #change(request: MotoRequest): Promise<MotoAnswer> {
    const process = await this.#process;
    const entry: JournalEntry = {
      sequence: this.journal.next,
      at: Date.now(),
      method: request.method,
      path: request.path,
      headers: clean(request),
      body: request.body.toString('base64'),
    };
    const answer = await process.send(this.#seeded(entry));
    if (answer.status < 300) this.journal.append(entry);
    return answer;
  }

  /** The entry as a request that draws what it drew the first time. */
  #seeded(entry: JournalEntry): Parameters<MotoProcess['send']>[0] {
    const seed = createHmac('sha256', Buffer.from(this.setup.seed, 'hex'))
      .update(String(entry.sequence))
      .digest('hex');
    return {
      method: entry.method,
      path: entry.path,
      headers: { ...entry.headers, 'x-lakehouse-seed': seed, 'x-lakehouse-now': String(entry.at / 1000) },
      body: Buffer.from(entry.body, 'base64'),
    };
  }

  async #start(): Promise<MotoProcess> {
    const process = await MotoProcess.start(this.setup);
    for (const entry of this.journal.entries) {
      const { status, body } = await process.send(this.#seeded(entry));
      if (status >= 300)
        throw new Error(
          `the replay of call ${entry.sequence} (${entry.method} ${entry.path}) answered ${status}: ${body.toString('utf8').slice(0, 500)}`,
        );
    }
    void process.exited.then(() => this.#restart());
    return process;
  }

  /** moto died under us: it is started again, with all that it knew. */
  #restart(): void {
    if (this.#closed) return;
    console.error('moto ended; it is started again');
    this.#process = this.#start().then(async (process) => {
      setImmediate(
        () =>
          void this.afterReplay(this).catch((error: unknown) => console.error('after the replay:', error)),
      );
      return process;
    });
    this.#process.catch((error: unknown) => console.error('moto cannot be started again:', error));
  }
}

/** Headers that moto needs; what the gateway alone decides is never taken from outside. */
function clean(request: MotoRequest): Record<string, string> {
  const kept = Object.entries(request.headers).filter(
    ([name]) =>
      !/^(authorization|x-amz-security-token|x-amz-content-sha256|x-lakehouse-.*|connection|content-length|transfer-encoding|expect|content-encoding|accept-encoding)$/.test(
        name,
      ),
  );
  return {
    ...Object.fromEntries(kept),
    authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/${request.region}/${request.service}/aws4_request, SignedHeaders=host, Signature=0`,
  };
}

function secretOf(folder: string): Secret {
  const file = path.join(folder, 'secret.json');
  if (!fs.existsSync(file)) {
    const temporary = `${file}.${process.pid}`;
    fs.writeFileSync(
      temporary,
      JSON.stringify({
        seed: randomBytes(32).toString('hex'),
        born: Math.floor(Date.now() / 1000),
      } satisfies Secret),
      { mode: 0o600, flush: true },
    );
    fs.renameSync(temporary, file);
  }
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Secret;
}
