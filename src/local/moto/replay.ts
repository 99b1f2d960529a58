import { createHmac } from 'node:crypto';
import type { AsideCalls } from './asideCalls';
import type { Journal, ReplayedCall } from './journal';
import { type JournalEntry, succeeded } from './journalEntry';
import { type MotoAnswer, MotoGone, type MotoProcess } from './process';

/** Calls that are sent in one request. */
const BATCH = 50;
/** The longest that one call may take in a replay. Milliseconds. */
const CALL_MS = 10_000;
/** moto may be killed by others, too: a call is blamed when moto ends twice with this call alone. */
const DEATHS = 2;

interface ReplayAnswer {
  answers: { status: number; body?: string }[];
  last: { status: number; headers: Record<string, string>; body: string };
}

/** How the random numbers and the clock of a journalled call come back at every replay. */
export function determinedCall(
  seed: string,
  { sequence, at, host, claim }: JournalEntry,
): Record<string, unknown> {
  const own = createHmac('sha256', Buffer.from(seed, 'hex')).update(String(sequence)).digest('hex');
  return { ...claim, host, seed: own, now: at / 1000, entry: sequence };
}

/**
 * Carries the calls of a journal out again. A call on which moto dies or hangs, and one that is refused though it once
 * succeeded, is set aside; the rest goes on without it.
 */
export class Replay {
  /** Up to this call, calls go one by one: among them is one of which moto died. */
  #alone = 0;
  readonly #deaths = new Map<number, number>();

  constructor(
    private readonly journal: Journal,
    private readonly aside: AsideCalls,
    private readonly seed: string,
  ) {}

  /**
   * @param from the number of the last call that moto's state has
   * @param progress hears of calls done, and of all
   * @returns the answer to the journal's last call, if it was among them
   * @throws MotoGone when moto ends or hangs: to be called again with a new one
   */
  async run(
    process: MotoProcess,
    from: number,
    progress: (done: number, all: number) => void,
  ): Promise<MotoAnswer | undefined> {
    const all = this.journal.countAfter(from);
    let last: MotoAnswer | undefined;
    let batch: ReplayedCall[] = [];
    const send = async (): Promise<void> => {
      if (batch.length === 0) return;
      last = await this.#send(process, batch);
      progress((batch.at(-1)?.entry.sequence ?? from) - from, all);
      batch = [];
    };
    let lastIsDeadly = false;
    for (const call of this.journal.after(from)) {
      const { sequence } = call.entry;
      lastIsDeadly = this.aside.isDeadly(sequence);
      if (lastIsDeadly) continue;
      batch.push(call);
      if (batch.length >= BATCH || sequence <= this.#alone) await send();
    }
    await send();
    return lastIsDeadly ? undefined : last;
  }

  async #send(process: MotoProcess, batch: ReplayedCall[]): Promise<MotoAnswer> {
    let answer: MotoAnswer;
    try {
      answer = await process.call(
        'replay',
        { calls: batch.map(({ entry }) => determinedCall(this.seed, entry)) },
        CALL_MS + batch.length * 100,
      );
    } catch (error) {
      if (error instanceof MotoGone) this.#blame(batch, error);
      throw error;
    }
    if (answer.status !== 200) throw new Error(`moto's launcher failed: ${answer.body.toString('utf8')}`);
    const { answers, last } = JSON.parse(answer.body.toString('utf8')) as ReplayAnswer;
    for (const [index, { status, body }] of answers.entries()) {
      const call = batch[index];
      if (call?.succeeded && !succeeded(status)) this.aside.add(call.entry, 'refused', `${status}: ${body}`);
    }
    return { ...last, body: Buffer.from(last.body, 'base64') };
  }

  /** Finds the call that moto does not survive: the batch goes one by one next time. */
  #blame(batch: ReplayedCall[], { hung }: MotoGone): void {
    const [first] = batch;
    if (!first) return;
    this.#alone = Math.max(this.#alone, batch.at(-1)?.entry.sequence ?? 0);
    if (batch.length > 1) return;
    const deaths = (this.#deaths.get(first.entry.sequence) ?? 0) + 1;
    this.#deaths.set(first.entry.sequence, deaths);
    if (hung || deaths >= DEATHS) this.aside.add(first.entry, hung ? 'moto hung on it' : 'moto died of it');
  }
}
