import { Packr } from 'msgpackr';

/** A row that a transaction wrote (`value`), or removed. Both are bytes: values are MessagePack. */
export interface Change {
  table: string;
  key: Buffer;
  value?: Buffer;
}

/** One transaction, as a record of the log holds it. */
export interface ChangeRecord {
  /** Milliseconds since 1970. */
  time: number;
  changes: Change[];
}

/** The first record of every log says so: where it is missing, the beginning of the log is lost. */
const HEADER = 'lakehouse changes 1';

const packr = new Packr({ copyBuffers: true, useRecords: false });
/** As LMDB encodes values by itself, so that rows of former versions are read as they are. */
const values = new Packr({ copyBuffers: true });

/** A value as it lies in the log and in the index. The bytes are the caller's own. */
export const encodeValue = (value: unknown): Buffer => Buffer.from(values.pack(value));

/** @throws Error when the bytes are no value */
export const decodeValue = (bytes: Buffer): unknown => values.unpack(bytes);

export const encodeHeader = (time = Date.now()): Buffer => Buffer.from(packr.pack([HEADER, time]));

export const encodeChanges = (changes: readonly Change[], time = Date.now()): Buffer =>
  Buffer.from(packr.pack([time, changes.map(({ table, key, value }) => [table, key, value ?? null])]));

/** A record's changes (none of the header), or undefined when the payload is of no kind that this version writes. */
export function decodeRecord(payload: Buffer): (ChangeRecord & { isHeader: boolean }) | undefined {
  let content: unknown;
  try {
    content = packr.unpack(payload);
  } catch {
    return undefined;
  }
  if (!Array.isArray(content)) return undefined;
  const [first, second] = content as unknown[];
  if (first === HEADER && typeof second === 'number') return { time: second, changes: [], isHeader: true };
  if (typeof first !== 'number' || !Array.isArray(second)) return undefined;
  const changes: Change[] = [];
  for (const row of second as unknown[]) {
    if (!Array.isArray(row)) return undefined;
    const [table, key, value] = row as unknown[];
    if (typeof table !== 'string' || !Buffer.isBuffer(key)) return undefined;
    changes.push({ table, key, ...(Buffer.isBuffer(value) ? { value } : {}) });
  }
  return { time: first, changes, isHeader: false };
}
