import type { Call } from '../../call';
import { type ResultRow, readCsvRows } from '../../engine/print/resultCsv';
import { AwsError } from '../../errors';
import { invalidRequest } from '../api/requestError';
import { authorizeObject } from '../execution/authorizeObject';
import type { Execution } from '../execution/execution';
import { queriesOf } from '../execution/queries';
import { resultObject } from './resultLocation';

/** One page of a result: its rows as in the object (the header is one of them), and where the next page starts. */
export interface ResultPage {
  rows: ResultRow[];
  next?: string;
}

/** Where a page starts: at a row's number in a result of lines (its byte is -1), or at a byte of a CSV. */
interface PageStart {
  id: string;
  row: number;
  byte: number;
}

/** Bytes that are read at once from a large result. */
const READ_BYTES = 1024 * 1024;

/**
 * Reads one page of a finished query's result object with the caller's own rights.
 * @throws AwsError InvalidRequestException when the caller may not read it, when it is gone, or for a bad token
 */
export async function readResultPage(
  execution: Execution,
  call: Call,
  token: string | undefined,
  most: number,
): Promise<ResultPage> {
  const start = token === undefined ? { id: execution.id, row: 0, byte: 0 } : readToken(token, execution.id);
  const { bucket, key } = resultObject(execution);
  await mayRead(call, { bucket, key });
  const object = await call.account.objects.head(bucket, key);
  if (!object) throw resultsGone();

  const recent = queriesOf(call.account).recent.get(execution.id);
  const kept = object.size === execution.result?.bytes ? recent : undefined;
  if (execution.result?.format === 'lines') {
    const body = kept ?? (await call.account.objects.read(bucket, key));
    const lines = body.length === 0 ? [] : body.toString('utf8').split('\n');
    return pageOf(
      lines.map((line) => [line]),
      start,
      most,
    );
  }
  const read = async (from: number, to: number) =>
    kept?.subarray(from, to) ?? call.account.objects.read(bucket, key, { start: from, end: to - 1 });
  return readCsvPage({ size: object.size, read }, start, most);
}

function pageOf(rows: ResultRow[], start: PageStart, most: number): ResultPage {
  const found = rows.slice(start.row, start.row + most);
  const next = start.row + most;
  return {
    rows: found,
    next: next < rows.length ? writeToken({ id: start.id, row: next, byte: -1 }) : undefined,
  };
}

async function readCsvPage(
  object: { size: number; read: (from: number, to: number) => Promise<Buffer> },
  start: PageStart,
  most: number,
): Promise<ResultPage> {
  let position = Math.max(start.byte, 0);
  const rows: ResultRow[] = [];
  let pending: Buffer = Buffer.alloc(0);
  let readTo = position;
  while (rows.length < most && (readTo < object.size || pending.length > 0)) {
    if (readTo < object.size) {
      const end = Math.min(readTo + READ_BYTES, object.size);
      const piece = await object.read(readTo, end);
      pending = pending.length === 0 ? piece : Buffer.concat([pending, piece]);
      readTo = end;
    }
    const found = readCsvRows(pending, most - rows.length);
    if (found.taken === 0 && readTo >= object.size) throw resultsGone();
    rows.push(...found.rows);
    position += found.taken;
    pending = pending.subarray(found.taken);
  }
  const next =
    position < object.size
      ? writeToken({ id: start.id, row: start.row + rows.length, byte: position })
      : undefined;
  return { rows, next };
}

async function mayRead(call: Call, object: { bucket: string; key: string }): Promise<void> {
  try {
    await authorizeObject(call, 's3:GetObject', object);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidRequest(
      'You do not seem to have access to the S3 location of your query results. Please confirm your account has access to the S3 location where your query results are saved and try again. If specifying an expected bucket owner, confirm the bucket is owned by the expected account. If you are using KMS to encrypt query results, please ensure you have permission to access your KMS key. If you continue to see this issue, please contact customer support.',
    );
  }
}

export const resultsGone = (): AwsError => invalidRequest('Could not find results', 'RESULT_NOT_FOUND');

const writeToken = (start: PageStart): string =>
  Buffer.from(`rows:${start.id}:${start.row}:${start.byte}`).toString('base64url');

function readToken(token: string, id: string): PageStart {
  const match = /^rows:([^:]+):(\d{1,15}):(-1|\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString());
  const start = match && { id: match[1]!, row: Number(match[2]), byte: Number(match[3]) };
  if (!start || start.id !== id || writeToken(start) !== token)
    throw invalidRequest(`Malformed nextPageToken ${token}`);
  return start;
}
