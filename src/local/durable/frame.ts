import { createHash } from 'node:crypto';

/** Begins every frame, so that the next one can be found behind bytes that are damaged. The last digit is the version. */
const MAGIC = Buffer.from('LHF1', 'latin1');
const NUMBER_BYTES = 6;
const LENGTH_BYTES = 4;
const CHECKSUM_BYTES = 8;
const LENGTH_AT = MAGIC.length + NUMBER_BYTES;
const CHECKSUM_AT = LENGTH_AT + LENGTH_BYTES;
/** Bytes of a frame besides its payload. */
export const FRAME_HEAD = CHECKSUM_AT + CHECKSUM_BYTES;

/** A record of a log. */
export interface LogRecord {
  /** Counts up by one from record to record of one log. */
  number: number;
  payload: Buffer;
}

/** Bytes of a file that are no record, from `from` up to `to` (exclusive). */
export interface DamagedRange {
  from: number;
  to: number;
  /** Numbers of the records that stood there, as those around it tell: from `first` to `last`. Unknown at the end of a file. */
  missing?: { first: number; last: number };
}

/** What stands in the bytes of a log. */
export interface ReadFrames {
  records: LogRecord[];
  /** Damage in front of a record that is whole. */
  damage: DamagedRange[];
  /** Where the last whole record ends. What follows was being written when the writer ended, or is damaged. */
  end: number;
}

/** A record as it stands in a file: magic, number, length, checksum of all of these, payload. */
export function encodeFrame({ number, payload }: LogRecord): Buffer {
  const frame = Buffer.alloc(FRAME_HEAD + payload.length);
  MAGIC.copy(frame, 0);
  frame.writeUIntBE(number, MAGIC.length, NUMBER_BYTES);
  frame.writeUInt32BE(payload.length, LENGTH_AT);
  payload.copy(frame, FRAME_HEAD);
  checksum(frame.subarray(MAGIC.length, CHECKSUM_AT), payload).copy(frame, CHECKSUM_AT);
  return frame;
}

/** Reads all frames of a file's bytes. Damage never hides what follows it: reading goes on at the next whole frame. */
export function readFrames(bytes: Buffer): ReadFrames {
  const records: LogRecord[] = [];
  const damage: DamagedRange[] = [];
  let end = 0;
  let at = 0;
  while (at < bytes.length) {
    const record = frameAt(bytes, at);
    if (!record) {
      at = bytes.indexOf(MAGIC, at + 1);
      if (at < 0) break;
      continue;
    }
    const expected = (records.at(-1)?.number ?? record.number - 1) + 1;
    if (at > end || record.number !== expected)
      damage.push({
        from: end,
        to: at,
        ...(record.number > expected ? { missing: { first: expected, last: record.number - 1 } } : {}),
      });
    records.push(record);
    at += FRAME_HEAD + record.payload.length;
    end = at;
  }
  return { records, damage, end };
}

/** The whole frame that begins at a place, if one does. The payload shares the bytes. */
function frameAt(bytes: Buffer, at: number): LogRecord | undefined {
  if (at + FRAME_HEAD > bytes.length || !bytes.subarray(at, at + MAGIC.length).equals(MAGIC))
    return undefined;
  const length = bytes.readUInt32BE(at + LENGTH_AT);
  if (at + FRAME_HEAD + length > bytes.length) return undefined;
  const payload = bytes.subarray(at + FRAME_HEAD, at + FRAME_HEAD + length);
  const sum = checksum(bytes.subarray(at + MAGIC.length, at + CHECKSUM_AT), payload);
  if (!sum.equals(bytes.subarray(at + CHECKSUM_AT, at + FRAME_HEAD))) return undefined;
  return { number: bytes.readUIntBE(at + MAGIC.length, NUMBER_BYTES), payload };
}

const checksum = (head: Buffer, payload: Buffer): Buffer =>
  createHash('sha256').update(head).update(payload).digest().subarray(0, CHECKSUM_BYTES);
