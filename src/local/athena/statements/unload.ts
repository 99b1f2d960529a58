import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Statement } from '../../../sql/syntax/ast/statement';
import { identifier, storedType } from '../../engine/sqlText';
import { AwsError } from '../../errors';
import { parseS3Uri } from '../../s3/objectStore';
import { failure, QueryFailure } from '../execution/failure';
import { analyzed, engineSql } from '../execution/plannedQuery';
import { propertyText } from '../execution/properties';
import type { Run, StatementRunner } from '../execution/run';

type Unload = Extract<Statement, { type: 'unload' }>;

/** `UNLOAD (query) TO 's3://…' WITH (format = 'PARQUET')`: rows as files, in a place that was empty. */
export const unload: StatementRunner<Unload> = async (statement, run) => {
  checkProperties(statement);
  const target = destination(statement.to);
  await mayWrite(statement.to, target, run);
  const query = await analyzed(statement.query, run);
  const { output } = query.typed.query;
  const sql = await engineSql(query, run);
  const { engine, objects } = run.call.account;
  const columns = output.map(
    (column, i) => `CAST(q.c${i} AS ${storedType(column.type)}) AS ${identifier(column.name)}`,
  );
  const folder = join(objects.scratch(), randomUUID());
  try {
    const files = await engine.writeParquet(
      `SELECT ${columns.join(', ')} FROM (${sql}) AS q(${output.map((_, i) => `c${i}`).join(', ')})`,
      {
        folder,
        fieldIds: Object.fromEntries(output.map((column, i) => [column.name, i + 1])),
        files: run.files.keys(),
        signal: run.signal,
      },
    );
    const uris: string[] = [];
    for (const file of files) {
      const key = `${target.prefix}${run.execution.id}_${randomUUID()}`;
      await objects.adopt(target.bucket, key, file.path);
      uris.push(`s3://${target.bucket}/${key}`);
    }
    return { kind: 'files', rows: files.reduce((sum, file) => sum + file.rows, 0), uris };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

function checkProperties(statement: Unload): void {
  const properties = new Map(statement.properties.map((property) => [property.key.toLowerCase(), property]));
  const format = properties.get('format');
  if (!format) throw failure('INVALID_TABLE_PROPERTY', 'UNLOAD needs the property format');
  if (propertyText(format).toUpperCase() !== 'PARQUET') {
    throw failure(
      'NOT_SUPPORTED',
      `UNLOAD in format ${propertyText(format)} is not supported by the local account`,
    );
  }
  for (const key of properties.keys()) {
    if (key !== 'format')
      throw failure('NOT_SUPPORTED', `UNLOAD with ${key} is not supported by the local account`);
  }
}

function destination(to: string): { bucket: string; prefix: string } {
  if (!/^s3:\/\/[^/]+\/.+/s.test(to)) throw new QueryFailure(`Invalid S3 path: ${to}`, 2, 1109);
  const { bucket, key } = parseS3Uri(to);
  return { bucket, prefix: key.endsWith('/') ? key : `${key}/` };
}

async function mayWrite(to: string, target: { bucket: string; prefix: string }, run: Run): Promise<void> {
  const { objects } = run.call.account;
  try {
    const key = `${target.prefix}${run.execution.id}`;
    await run.call.authorize('s3:PutObject', `arn:aws:s3:::${target.bucket}/${key}`);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw failure(
      'HIVE_FILESYSTEM_ERROR',
      `Failed to write ${to}: Access Denied (Service: Amazon S3; Status Code: 403)`,
    );
  }
  if (!objects.bucketExists(target.bucket))
    throw failure('HIVE_FILESYSTEM_ERROR', `The specified bucket does not exist: ${to}`);
  for await (const _ of objects.list(target.bucket, target.prefix)) {
    throw failure('HIVE_PATH_ALREADY_EXISTS', `Target directory already exists: ${to}`);
  }
}
