/** The version of a table that a statement asks for (`FOR … AS OF`), found before the statement is analyzed. */
import { analyzeConstant } from '../../../sql/bind/bind';
import type { CatalogResolver } from '../../../sql/catalog/catalogResolver';
import { TOO_LARGE } from '../../../sql/duckdb/size';
import { SqlError } from '../../../sql/errors';
import type { TableVersion } from '../../../sql/syntax/ast/query';
import { formatType } from '../../../sql/types/types';
import type { SnapshotRef } from '../../iceberg';
import type { Run } from '../execution/run';

/**
 * The snapshot that is meant. The expression is a constant, and the engine computes it: `current_timestamp - interval
 * '1' day` is one. Texts and rules are Trino's: a time without a zone is in UTC, and a time must have passed.
 * @throws SqlError TYPE_MISMATCH, INVALID_ARGUMENTS, NOT_SUPPORTED and what the expression's own errors are
 */
export async function snapshotRef({ kind, value }: TableVersion, run: Run): Promise<SnapshotRef> {
  const { type, sql } = analyzeConstant(value, constants(run));
  if (type.kind === 'unknown')
    throw new SqlError('INVALID_ARGUMENTS', 'Pointer value cannot be NULL', value.at);
  if (kind === 'version') {
    const isText = type.kind === 'varchar' || type.kind === 'char';
    if (!isText && !['tinyint', 'smallint', 'integer', 'bigint'].includes(type.kind))
      throw new SqlError(
        'NOT_SUPPORTED',
        `Unsupported type for table version: ${formatType(type)}`,
        value.at,
      );
    const [text] = await valuesOf(`(${sql})::VARCHAR`, run);
    if (text === undefined) throw new SqlError('INVALID_ARGUMENTS', 'Pointer value cannot be NULL', value.at);
    return isText ? { ref: text } : { id: BigInt(text) };
  }
  if (type.kind !== 'timestamp')
    throw new SqlError(
      'TYPE_MISMATCH',
      `Type ${formatType(type)} invalid. Temporal pointers must be of type Timestamp, Timestamp with Time Zone, or Date.`,
      value.at,
    );
  const [millis, text] = await valuesOf(
    `epoch_ms(CAST(${sql} AS TIMESTAMPTZ))::VARCHAR, CAST(${sql} AS TIMESTAMP)::VARCHAR`,
    run,
  );
  if (millis === undefined) throw new SqlError('INVALID_ARGUMENTS', 'Pointer value cannot be NULL', value.at);
  const timestamp = new Date(Number(millis));
  if (timestamp.getTime() >= run.call.now.getTime())
    throw new SqlError('INVALID_ARGUMENTS', `Pointer value '${text} UTC' is not in the past`, value.at);
  return { timestamp };
}

/** Characters of SQL for a version; sensible ones have a hundred. */
const MOST_CHARACTERS = 10_000;

const constants = (run: Run): CatalogResolver => ({
  catalog: 'awsdatacatalog',
  now: run.call.now,
  parameters: run.parameters,
  // It is analyzed on the event loop.
  progress(characters) {
    if (characters > MOST_CHARACTERS) throw new SqlError('STACK_OVERFLOW', TOO_LARGE);
  },
  relation(_name, position) {
    throw new SqlError('EXPRESSION_NOT_CONSTANT', 'Constant expression cannot contain a subquery', position);
  },
});

async function valuesOf(sql: string, run: Run): Promise<(string | undefined)[]> {
  const [row = []] = await run.call.account.engine.query(`SELECT ${sql}`, { files: [], signal: run.signal });
  return row.map((value) => value ?? undefined);
}
