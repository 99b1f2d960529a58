import { Readable } from 'node:stream';
import type { ColumnInfo } from '@aws-sdk/client-athena';
import { AwsError } from '../../errors';
import { authorizeObject } from '../execution/authorizeObject';
import type { Result } from '../execution/execution';
import { QueryFailure } from '../execution/failure';
import type { Answer, Run } from '../execution/run';
import { columnInfo, ROWS_COLUMN } from './columnInfo';
import { type ColumnPrinter, printer } from './print';
import { MOST_BYTES_OF_ONE, type RecentResults, type ResultRow } from './recentResults';
import { csvField, csvLine } from './resultCsv';
import { resultObject } from './resultLocation';
import { encodeResultMetadata } from './resultMetadata';

/**
 * Writes what a statement answered as the objects that AWS writes (one beside `.metadata`), with the caller's own
 * rights. Rows are written as they come: memory stays bounded by one chunk.
 * @throws QueryFailure when the caller may not write there
 */
export async function writeResult(answer: Answer, run: Run, recent: RecentResults): Promise<Result> {
  switch (answer.kind) {
    case 'rows':
      try {
        return await writeRows(answer, run, recent);
      } finally {
        answer.stream.close();
      }
    case 'lines': {
      const header = answer.columns.map((column) => column.Name ?? '').join('\t');
      const lines = answer.header ? [header, ...answer.lines] : answer.lines;
      const body = Buffer.from(lines.join('\n'));
      await put(run, '', body);
      await put(run, '.metadata', metadata(run, answer.columns));
      recent.put(
        run.execution.id,
        lines.map((line) => [line]),
        body.length,
      );
      return {
        columns: answer.columns,
        updateCount: answer.updateCount,
        format: 'lines',
        rows: answer.lines.length,
        bytes: body.length,
      };
    }
    case 'none': {
      const body = Buffer.from(answer.blankLine ? '\n' : '');
      await put(run, '', body);
      await put(run, '.metadata', metadata(run, []));
      return { columns: [], updateCount: null, format: 'none', rows: 0, bytes: body.length };
    }
    case 'count':
      await put(run, '.metadata', metadata(run, [ROWS_COLUMN], answer.updateType, answer.rows));
      return { columns: [ROWS_COLUMN], updateCount: answer.rows, format: 'none', rows: 0, bytes: 0 };
    case 'files':
      await put(run, '-manifest.csv', Buffer.from(answer.uris.map((uri) => `${uri}\n`).join('')));
      await put(run, '.metadata', metadata(run, [ROWS_COLUMN], 'UNLOAD', answer.rows));
      return { columns: [ROWS_COLUMN], updateCount: answer.rows, format: 'none', rows: 0, bytes: 0 };
  }
}

/** Hive's part of Athena writes the reason of a failure where the result would be. */
export async function writeFailedDdl(failed: QueryFailure, run: Run): Promise<void> {
  await put(run, '', Buffer.from(failed.reason));
}

async function writeRows(
  answer: Extract<Answer, { kind: 'rows' }>,
  run: Run,
  recent: RecentResults,
): Promise<Result> {
  const columns = answer.columns.map((column) => columnInfo(column.name, column.type));
  const names = columns.map((column) => column.Name ?? '');
  const printers = answer.columns.map((column) => printer(column.type));
  const kept: ResultRow[] = [names];
  let rows = 0;
  let bytes = 0;

  async function* lines(): AsyncGenerator<Buffer> {
    let pending = csvLine(names);
    for (let chunk = await answer.stream.next(); chunk; chunk = await answer.stream.next()) {
      const count = chunk[0]?.length ?? 0;
      rows += count;
      // A result that is too large to be kept need not be split into values at all.
      if (bytes + pending.length <= MOST_BYTES_OF_ONE) keepRows(kept, chunk, printers, count);
      pending += csvChunk(chunk, printers, count);
      if (pending.length >= FLUSH_CHARACTERS) {
        const piece = Buffer.from(pending);
        bytes += piece.length;
        pending = '';
        yield piece;
      }
    }
    run.meter.computed();
    const piece = Buffer.from(pending);
    bytes += piece.length;
    yield piece;
  }

  // The first piece is made before the object is opened: most results are one piece, and errors of the query come first.
  const pieces = lines();
  const first = await pieces.next();
  const second = first.done ? first : await pieces.next();
  const body = second.done
    ? (first.value as Buffer)
    : Readable.from(concatenate([first.value as Buffer, second.value], pieces), { objectMode: false });
  await Promise.all([put(run, '', body), put(run, '.metadata', metadata(run, columns))]);
  if (bytes <= MOST_BYTES_OF_ONE) recent.put(run.execution.id, kept, bytes);
  return { columns, updateCount: 0, format: 'csv', rows, bytes };
}

const FLUSH_CHARACTERS = 256 * 1024;

async function* concatenate(head: Buffer[], tail: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield* head;
  yield* tail;
}

function csvChunk(chunk: unknown[][], printers: ColumnPrinter[], rows: number): string {
  let out = '';
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < printers.length; column++) {
      const value = chunk[column]![row];
      if (column > 0) out += ',';
      if (value !== null && value !== undefined) out += csvField(printers[column]!(value));
    }
    out += '\n';
  }
  return out;
}

function keepRows(kept: ResultRow[], chunk: unknown[][], printers: ColumnPrinter[], rows: number): void {
  for (let row = 0; row < rows; row++) {
    kept.push(
      printers.map((print, column) => {
        const value = chunk[column]![row];
        return value === null || value === undefined ? undefined : print(value);
      }),
    );
  }
}

const metadata = (run: Run, columns: ColumnInfo[], updateType?: string, updateCount?: number): Buffer =>
  encodeResultMetadata({ queryId: run.execution.id, updateType, updateCount, columns });

/** Puts one of the query's objects; that the caller may was checked when the query began. */
async function put(run: Run, suffix: string, body: Buffer | Readable): Promise<void> {
  const { bucket, key } = resultObject(run.execution);
  const target = { bucket, key: key + suffix };
  const contentType = suffix === '' && key.endsWith('.txt') ? 'text/plain' : 'application/octet-stream';
  try {
    await run.call.account.objects.put(target.bucket, target.key, body, { contentType });
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchBucket') {
      throw new QueryFailure(
        `The S3 location provided to save your query results is invalid. Please check your S3 location is correct and is in the same region and try again. If you continue to see the issue, contact customer support for further assistance.`,
        2,
        1306,
      );
    }
    throw error;
  }
}

/**
 * Refuses before a statement does its work when its answer could not be written.
 * @throws QueryFailure
 */
export async function checkResultWritable(run: Run): Promise<void> {
  const { bucket, key } = resultObject(run.execution);
  try {
    await Promise.all(
      [key, `${key}.metadata`].map((name) =>
        authorizeObject(run.call, 's3:PutObject', { bucket, key: name }),
      ),
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const url = run.execution.resultConfiguration.OutputLocation;
    throw new QueryFailure(
      `Access denied when writing output to url: ${url} . Please ensure you are allowed to access the S3 bucket. If you are encrypting query results with KMS key, please ensure you are allowed to access your KMS key`,
      2,
      1501,
    );
  }
}
