import path from 'node:path';
import { openRecordLog, type RecordLog } from '../durable/recordLog';
import type { JournalEntry } from './journalEntry';

/** A call of the journal that could not be carried out again. */
export interface AsideCall {
  sequence: number;
  /** ISO 8601. */
  at: string;
  service: string;
  operation: string;
  /** The first name in the call's input, as a hint at what it was about. */
  resource: string;
  reason: 'refused' | 'moto died of it' | 'moto hung on it';
  /** What moto answered, if it did. */
  answer?: string;
}

/**
 * Calls that a replay passed over, in the file `moto/aside`. The account starts without what they made; they stay listed,
 * so that `lakehouse doctor` can name them.
 */
export class AsideCalls {
  readonly #log: RecordLog;
  readonly #calls = new Map<number, AsideCall>();

  constructor(folder: string) {
    const { log, records } = openRecordLog(path.join(folder, 'aside'));
    this.#log = log;
    for (const { payload } of records) {
      const call = JSON.parse(payload.toString('utf8')) as AsideCall;
      this.#calls.set(call.sequence, call);
    }
  }

  get list(): readonly AsideCall[] {
    return [...this.#calls.values()];
  }

  /** Whether a call must not be sent again, because moto does not survive it. */
  isDeadly(sequence: number): boolean {
    const call = this.#calls.get(sequence);
    return call !== undefined && call.reason !== 'refused';
  }

  /** Lists a call, once. A full disk only keeps it from being listed after the next start. */
  add(entry: JournalEntry, reason: AsideCall['reason'], answer?: string): void {
    if (this.#calls.has(entry.sequence)) return;
    const { claim, sequence, at } = entry;
    const call: AsideCall = {
      sequence,
      at: new Date(at).toISOString(),
      service: claim.service,
      operation: claim.operation,
      resource: hint(claim.input),
      reason,
      ...(answer === undefined ? {} : { answer }),
    };
    this.#calls.set(sequence, call);
    console.error(formatAsideCall(call));
    try {
      this.#log.append(Buffer.from(JSON.stringify(call), 'utf8'));
    } catch (error) {
      console.error('moto/aside cannot be written:', error);
    }
  }

  close(): void {
    this.#log.close();
  }
}

/** One sentence about a call that was set aside. */
export const formatAsideCall = ({
  sequence,
  at,
  service,
  operation,
  resource,
  reason,
  answer,
}: AsideCall): string =>
  `Entry ${sequence} of moto's journal (${at}, ${service} ${operation}${resource ? ` of ${resource}` : ''}) could not be carried out again and was set aside: ${
    reason === 'refused' ? `moto answered ${answer ?? 'with an error'}` : reason
  }. What it made is missing; make it anew, for example by \`make up\`.`;

const hint = (input: Record<string, unknown>): string =>
  Object.values(input).find((value): value is string => typeof value === 'string' && value.length <= 200) ??
  '';
