import { createHash } from 'node:crypto';
import { fieldOf, messageOf } from './message';

/** Hands a call on to the provider. */
type Pass = (name: 'ReadResource' | 'ApplyResourceChange', request: Buffer) => Promise<Buffer>;

/** What the account has of a type, as a text that changes when any of it changes. */
export type Fingerprint = () => Promise<string>;

interface Known {
  fingerprint: string;
  answer: Buffer;
}

/** Terraform's null, in MessagePack, as the state of what is gone. */
const NULL = Buffer.from([0xc0]);

/**
 * Reads of types whose every read the provider delays (5 s for a budget and for a budget action). An answer is given
 * again when the same state is read again and the account, which is looked at each time, has not changed since. What an
 * apply has just returned counts as read, until the read that follows it in the background has come back.
 *
 * Field numbers are those of Terraform's plugin protocol 5.
 */
export class ReadCache {
  readonly #known = new Map<string, Known>();

  /** @param fingerprints by type: only these are remembered */
  constructor(
    private readonly pass: Pass,
    private readonly fingerprints: Readonly<Record<string, Fingerprint>>,
  ) {}

  async read(request: Buffer): Promise<Buffer> {
    const look = this.#fingerprintOf(request);
    if (!look) return this.pass('ReadResource', request);
    const key = keyOf(request);
    // Without a look at the account nothing is known.
    const before = await look().catch(() => undefined);
    const known = this.#known.get(key);
    if (known && known.fingerprint === before) return known.answer;
    const answer = await this.pass('ReadResource', request);
    const unchanged = before !== undefined && before === (await look().catch(() => undefined));
    if (unchanged && !hasDiagnostics(answer, 2)) this.#known.set(key, { fingerprint: before, answer });
    else this.#known.delete(key);
    return answer;
  }

  async apply(request: Buffer): Promise<Buffer> {
    const answer = await this.pass('ApplyResourceChange', request);
    const look = this.#fingerprintOf(request);
    const [state, priv, identity] = [fieldOf(answer, 1), fieldOf(answer, 2), fieldOf(answer, 5)];
    if (!look || hasDiagnostics(answer, 3) || fieldOf(state, 1).equals(NULL)) return answer;
    const read = messageOf({
      1: fieldOf(request, 1),
      2: state,
      3: priv,
      4: fieldOf(request, 6),
      6: identity,
    });
    const fingerprint = await look().catch(() => undefined);
    if (fingerprint === undefined) return answer;
    const key = keyOf(read);
    this.#known.set(key, { fingerprint, answer: messageOf({ 1: state, 3: priv, 5: identity }) });
    void this.#confirm(key, read, fingerprint, look);
    return answer;
  }

  /** Asks the provider what was taken as read. */
  async #confirm(key: string, request: Buffer, fingerprint: string, look: Fingerprint): Promise<void> {
    const answer = await this.pass('ReadResource', request).catch(() => undefined);
    const unchanged = fingerprint === (await look().catch(() => undefined));
    // Of what has changed since, the next reader will be told by its own look.
    if (this.#known.get(key)?.fingerprint !== fingerprint) return;
    if (answer && unchanged && !hasDiagnostics(answer, 2)) this.#known.set(key, { fingerprint, answer });
    else this.#known.delete(key);
  }

  #fingerprintOf(request: Buffer): Fingerprint | undefined {
    const type = fieldOf(request, 1).toString('utf8');
    return Object.hasOwn(this.fingerprints, type) ? this.fingerprints[type] : undefined;
  }
}

/** Type, state and private data of a read: what its answer depends on, but for the account. */
const keyOf = (request: Buffer): string =>
  createHash('sha256')
    .update(messageOf({ 1: fieldOf(request, 1), 2: fieldOf(request, 2), 3: fieldOf(request, 3) }))
    .digest('hex');

const hasDiagnostics = (answer: Buffer, field: number): boolean => fieldOf(answer, field).length > 0;
