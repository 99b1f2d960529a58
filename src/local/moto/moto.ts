import { createHmac, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Claim } from '../claim/claim';
import { encodeInput } from '../claim/claimJson';
import { ServiceModels } from '../claim/serviceModel';
import { JOURNAL_VERSION, Journal, type JournalEntry } from './journal';
import { readLegacyEntry } from './legacyEntry';
import { mutates } from './mutates';
import { type MotoAnswer, MotoProcess, type MotoSetup } from './process';

export type { MotoAnswer } from './process';

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
  /** What hears of every change. */
  readonly #listeners: ((claim: Claim) => void)[] = [];
  /** The account's own address; known when it listens. */
  #host = 'localhost';
  /** The models of the services, as the library has them that moto stands on. */
  #models: ServiceModels | undefined;

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

  /** The models of all services. They are moto's own, so that what is parsed is what it can be sent. */
  get models(): ServiceModels {
    if (!this.#models) throw new Error('moto has not been started');
    return this.#models;
  }

  /** Calls back after every change of moto's state, before its caller is answered. */
  onChange(listener: (claim: Claim) => void): void {
    this.#listeners.push(listener);
  }

  /** @param host `127.0.0.1:4566`, for addresses that moto hands out (queues) */
  listensAt(host: string): void {
    this.#host = host;
  }

  /** Carries a claim out. The answer to a change is given after it is on disk. */
  call(claim: Claim): Promise<MotoAnswer> {
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

  /** Calls one of the launcher's own functions. */
  async control<T>(name: string, input: unknown): Promise<T> {
    const { status, body } = await (await this.#process).call(name, input);
    if (status !== 200) throw new Error(`moto's launcher failed at ${name}: ${body.toString('utf8')}`);
    return JSON.parse(body.toString('utf8')) as T;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
    await (await this.#process).stop();
    this.journal.close();
  }

  async #read(claim: Claim): Promise<MotoAnswer> {
    return (await this.#process).call('call', { ...claim, host: this.#host });
  }

  async #change(claim: Claim): Promise<MotoAnswer> {
    const process = await this.#process;
    const entry: JournalEntry = {
      version: JOURNAL_VERSION,
      sequence: this.journal.next,
      at: Date.now(),
      host: this.#host,
      claim,
    };
    const answer = await this.#replay(process, entry);
    if (answer.status < 300) this.journal.append(entry);
    return answer;
  }

  /** Sends the call of an entry, with the random numbers and the clock that belong to it. */
  #replay(process: MotoProcess, { sequence, at, host, claim }: JournalEntry): Promise<MotoAnswer> {
    const seed = createHmac('sha256', Buffer.from(this.setup.seed, 'hex'))
      .update(String(sequence))
      .digest('hex');
    return process.call('call', { ...claim, host, seed, now: at / 1000 });
  }

  async #start(): Promise<MotoProcess> {
    const process = await MotoProcess.start(this.setup);
    const models = new ServiceModels(process.models);
    this.#models ??= models;
    this.journal.migrate((entry) => readLegacyEntry(entry, models));
    for (const entry of this.journal.entries) {
      const { status, body } = await this.#replay(process, entry);
      // The account starts all the same: what this call made is missing, and the log says so.
      if (status >= 300)
        console.error(
          `entry ${entry.sequence} of the journal (${entry.claim.operation} of ${entry.claim.service}) cannot be replayed and is passed over; it answered ${status}: ${body.toString('utf8').slice(0, 500)}`,
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
