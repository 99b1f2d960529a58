import { failureKind, failureText } from './failure';
import { inParallel, pause } from './waiting';

/** A value that can be compared: JSON. `null` is "not there". */
export type Value = null | string | number | boolean | Value[] | { [name: string]: Value };

interface Fact {
  /** What may be seen: one value, or, after a change that was not acknowledged, the ones before and after. */
  allowed: string[];
  read: () => Promise<Value>;
  /** Changed since it was last looked at. */
  fresh: boolean;
}

const text = (value: Value): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** Reads are tried again so long when nobody answers. ms */
const READ_MS = 20_000;

/**
 * What an account has acknowledged, kept outside of it. A fact is one thing with one value (an object with its metadata,
 * a table with its rows, a user with its policies). An acknowledged change leaves one value that may be seen; a change
 * without an answer leaves two, the one before and the one after; anything else is a loss, or half a change.
 */
export class Ledger {
  readonly #facts = new Map<string, Fact>();
  /** What went wrong, in sentences. */
  readonly findings: string[] = [];
  acknowledged = 0;
  unacknowledged = 0;

  /** Refusals and 500s are findings, unless this says that one is expected now (a full disk). */
  expects: (error: unknown) => boolean = () => false;

  /** Keys of facts that have one value, by the start of their key. */
  settled(prefix: string): string[] {
    return [...this.#facts]
      .filter(([key, { allowed }]) => key.startsWith(prefix) && allowed.length === 1)
      .map(([key]) => key);
  }

  /** The one value of a settled fact; null when there is no such fact. */
  value<T extends Value>(key: string): T | null {
    const [only] = this.#facts.get(key)?.allowed ?? ['null'];
    return JSON.parse(only ?? 'null') as T | null;
  }

  isSettled(key: string): boolean {
    return (this.#facts.get(key)?.allowed.length ?? 1) === 1;
  }

  get size(): number {
    return this.#facts.size;
  }

  keys(): string[] {
    return [...this.#facts.keys()];
  }

  /**
   * Carries out a change of one fact, and notes what may be seen afterwards.
   * @param next the value after it @param work the call; when it throws, the answer decides what is known
   * @returns whether it was acknowledged
   */
  async change(
    key: string,
    read: () => Promise<Value>,
    next: Value,
    work: () => Promise<unknown>,
  ): Promise<boolean> {
    const fact = this.#facts.get(key) ?? { allowed: ['null'], read, fresh: true };
    this.#facts.set(key, fact);
    fact.read = read;
    fact.fresh = true;
    const before = fact.allowed;
    const after = text(next);
    fact.allowed = [...new Set([...before, after])];
    try {
      await work();
      fact.allowed = [after];
      this.acknowledged++;
      return true;
    } catch (error) {
      const kind = failureKind(error);
      if (kind === 'refused') fact.allowed = before;
      else this.unacknowledged++;
      if (kind !== 'unavailable' && !this.expects(error))
        this.findings.push(`${key}: a call was answered with ${failureText(error)}`);
      return false;
    }
  }

  /** Notes a value that only the account could choose (an id, a ciphertext), once it was acknowledged. */
  keep(key: string, value: Value, read: () => Promise<Value>): void {
    this.#facts.set(key, { allowed: [text(value)], read, fresh: true });
    this.acknowledged++;
  }

  /** Takes note that a fact is gone: it is no longer asked for. */
  forget(key: string): void {
    this.#facts.delete(key);
  }

  /** Reads facts and compares, and changes nothing here. @returns those whose value is not one that may be seen */
  async differences(which: (key: string) => boolean = () => true): Promise<Difference[]> {
    const found: Difference[] = [];
    await inParallel(
      [...this.#facts].filter(([key]) => which(key)),
      6,
      async ([key, fact]) => {
        const seen = await look(fact);
        if (!fact.allowed.includes(seen)) found.push(difference(key, seen, fact));
      },
    );
    return found;
  }

  /**
   * Reads facts and compares; what differs is a finding. A fact with two values has one afterwards: the one that was seen.
   * @param which all of them by default
   */
  async verify(which: (key: string, fresh: boolean) => boolean = () => true): Promise<void> {
    const facts = [...this.#facts].filter(([key, { fresh }]) => which(key, fresh));
    await inParallel(facts, 6, async ([key, fact]) => {
      const seen = await look(fact);
      if (!fact.allowed.includes(seen)) {
        this.findings.push(difference(key, seen, fact).text);
        // It is told once; what follows is measured against what is there now.
        if (seen.startsWith(UNREADABLE)) this.#facts.delete(key);
      }
      fact.allowed = [seen];
      fact.fresh = false;
    });
  }

  /** Takes all findings out. */
  takeFindings(): string[] {
    return this.findings.splice(0);
  }
}

/** A fact that is not as it was acknowledged. */
export interface Difference {
  key: string;
  text: string;
}

const UNREADABLE = 'error: ';

const look = ({ read }: Fact): Promise<string> =>
  patiently(read).then(text, (error: unknown) => `${UNREADABLE}${failureText(error)}`);

const difference = (key: string, seen: string, { allowed }: Fact): Difference => ({
  key,
  text: `${key} is ${short(seen)}, and should be ${allowed.map(short).join(' or ')}`,
});

const short = (value: string): string => (value.length > 240 ? `${value.slice(0, 240)}…` : value);

/** Reads again while nobody answers: what was killed is coming back. */
async function patiently<T>(read: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + READ_MS; ; await pause(100)) {
    try {
      return await read();
    } catch (error) {
      if (failureKind(error) !== 'unavailable' || Date.now() > deadline) throw error;
    }
  }
}
