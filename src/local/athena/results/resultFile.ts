import type { ColumnInfo } from '@aws-sdk/client-athena';
import { AwsError } from '../../errors';
import type { StoredObject } from '../../s3/objectStore';
import { authorizeObject } from '../execution/authorizeObject';
import type { Result } from '../execution/execution';
import { QueryFailure } from '../execution/failure';
import type { Answer, Run } from '../execution/run';
import { columnInfo, ROWS_COLUMN } from './columnInfo';
import type { RecentResults } from './recentResults';
import { resultObject } from './resultLocation';
import { encodeResultMetadata } from './resultMetadata';

/**
 * Writes what a statement answered as the objects that AWS writes (one beside `.metadata`), with the caller's own
 * rights.
 * @throws QueryFailure when the caller may not write there
 */
export async function writeResult(answer: Answer, run: Run, recent: RecentResults): Promise<Result> {
  switch (answer.kind) {
    case 'rows':
      return writeRows(answer, run, recent);
    case 'lines': {
      const header = answer.columns.map((column) => column.Name ?? '').join('\t');
      const lines = answer.header ? [header, ...answer.lines] : answer.lines;
      const body = Buffer.from(lines.join('\n'));
      await put(run, '', body);
      await put(run, '.metadata', metadata(run, answer.columns));
      recent.put(run.execution.id, body);
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
  const { rows, content } = answer.printed;
  run.meter.computed();
  const [{ size: bytes }] = await Promise.all([
    put(run, '', content),
    put(run, '.metadata', metadata(run, columns)),
  ]);
  if (content instanceof Uint8Array)
    recent.put(run.execution.id, Buffer.from(content.buffer, content.byteOffset, content.length));
  return { columns, updateCount: 0, format: 'csv', rows, bytes };
}

const metadata = (run: Run, columns: ColumnInfo[], updateType?: string, updateCount?: number): Buffer =>
  encodeResultMetadata({ queryId: run.execution.id, updateType, updateCount, columns });

/** Puts one of the query's objects; that the caller may was checked when the query began. */
async function put(run: Run, suffix: string, body: Uint8Array | { file: string }): Promise<StoredObject> {
  const { bucket, key } = resultObject(run.execution);
  const target = { bucket, key: key + suffix };
  const contentType = suffix === '' && key.endsWith('.txt') ? 'text/plain' : 'application/octet-stream';
  const { objects } = run.call.account;
  try {
    return body instanceof Uint8Array
      ? await objects.put(target.bucket, target.key, body, { contentType })
      : await objects.adopt(target.bucket, target.key, body.file, { contentType });
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
