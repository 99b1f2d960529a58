import type { AthenaError } from '@aws-sdk/client-athena';
import { SqlError } from '../../../sql/errors';
import { AwsError } from '../../errors';
import { CommitStateUnknown, IcebergError } from '../../iceberg';
import { InternalError, internalError } from '../../internalError';
import { NotS3Address } from '../../s3/errors';
import { storageError } from '../../storageError';

const SYSTEM = 1;
const USER = 2;

/** A query that ends FAILED. `reason` is StateChangeReason; `message` is AthenaError's text, the same unless given. */
export class QueryFailure extends Error {
  readonly error: AthenaError;
  constructor(
    readonly reason: string,
    category: number,
    type: number,
    options: {
      message?: string /** It came from Hive's part of Athena: the reason goes into the result object, too. */;
      hive?: boolean;
    } = {},
  ) {
    super(reason);
    this.name = 'QueryFailure';
    this.hive = options.hive ?? false;
    this.error = {
      ErrorCategory: category,
      ErrorType: type,
      Retryable: false,
      ErrorMessage: options.message ?? reason,
    };
  }
  readonly hive: boolean;
}

/** Error type and category by error name (athena user guide "Error reference", and measured answers). */
const TYPES: Record<string, [category: number, type: number]> = {
  TABLE_NOT_FOUND: [USER, 1301],
  SCHEMA_NOT_FOUND: [USER, 1301],
  COLUMN_NOT_FOUND: [USER, 1006],
  CATALOG_NOT_FOUND: [USER, 1006],
  SYNTAX_ERROR: [USER, 1006],
  FUNCTION_NOT_FOUND: [USER, 1303],
  TYPE_MISMATCH: [USER, 1002],
  DIVISION_BY_ZERO: [USER, 1001],
  HIVE_BAD_DATA: [USER, 1001],
  HIVE_CURSOR_ERROR: [USER, 1001],
  HIVE_CANNOT_OPEN_SPLIT: [USER, 233],
  ICEBERG_BAD_DATA: [USER, 1001],
  INVALID_CAST_ARGUMENT: [USER, 1100],
  NUMERIC_VALUE_OUT_OF_RANGE: [USER, 1100],
  INVALID_PARAMETER_USAGE: [USER, 1100],
  INVALID_FUNCTION_ARGUMENT: [USER, 1106],
  INVALID_VIEW: [USER, 1107],
  INVALID_TABLE_PROPERTY: [USER, 1103],
  TABLE_ALREADY_EXISTS: [USER, 1110],
  NOT_SUPPORTED: [USER, 1200],
  PERMISSION_DENIED: [USER, 1500],
  ICEBERG_COMMIT_ERROR: [SYSTEM, 233],
  ICEBERG_MISSING_METADATA: [USER, 233],
  ICEBERG_FILESYSTEM_ERROR: [SYSTEM, 233],
  ICEBERG_CANNOT_OPEN_SPLIT: [USER, 233],
  GENERIC_INTERNAL_ERROR: [SYSTEM, 200],
  EXCEEDED_LOCAL_MEMORY_LIMIT: [SYSTEM, 1],
  INSUFFICIENT_STORAGE: [SYSTEM, 233],
  CLUSTER_OUT_OF_MEMORY: [SYSTEM, 1],
};

const USER_ERROR: [number, number] = [USER, 1000];

/** `NAME: text`, with the category and type of the name. */
export function failure(errorName: string, text: string): QueryFailure {
  return new QueryFailure(`${errorName}: ${text}`, ...(TYPES[errorName] ?? USER_ERROR));
}

/** What a caller without rights is told; `detail` says which right is missing. */
export function insufficientPermissions(
  detail: string,
  type: 'lakeformation' | 'iam' = 'lakeformation',
): QueryFailure {
  return new QueryFailure(
    `Insufficient permissions to execute the query. ${detail}`,
    USER,
    type === 'iam' ? 1500 : 234,
  );
}

/**
 * Whatever a statement threw, as the failure that its query ends with. What is nobody's expected answer becomes a number,
 * and its own words go into the account's log.
 * @param what the query, for the log
 */
export function toFailure(error: unknown, what = 'athena'): QueryFailure {
  if (error instanceof QueryFailure) return error;
  if (error instanceof SqlError) {
    const place = error.position ? `line ${error.position.line}:${error.position.column}: ` : '';
    return failure(error.errorName, `${place}${error.text}`);
  }
  if (error instanceof NotS3Address)
    return failure('HIVE_FILESYSTEM_ERROR', `No FileSystem for scheme: ${error.scheme}`);
  if (error instanceof AwsError && /^AccessDenied/.test(error.code))
    return insufficientPermissions(error.message, 'iam');
  if (error instanceof CommitStateUnknown) return failure('ICEBERG_COMMIT_ERROR', error.message);
  if (error instanceof IcebergError) return failure('ICEBERG_BAD_DATA', error.message);
  if (error instanceof AwsError && error.code === 'NoSuchKey')
    return failure('ICEBERG_MISSING_METADATA', `A file of the table is missing: ${String(error.fields.Key)}`);
  if (error instanceof AwsError && error.code === 'KeyTooLongError')
    return failure('ICEBERG_FILESYSTEM_ERROR', `Failed to write a file: ${error.message}`);
  if (error instanceof AwsError) return failure('GENERIC_INTERNAL_ERROR', error.message);
  // Its path stays here: a query's reason tells nothing of this machine.
  const storage = storageError({ code: (error as NodeJS.ErrnoException | undefined)?.code });
  if (storage) return failure('INSUFFICIENT_STORAGE', storage.message);
  if (error instanceof InternalError) console.error(`error ${error.number}: ${what}`);
  return failure('GENERIC_INTERNAL_ERROR', internalError(what, error).message);
}

// ---- Hive's part ---------------------------------------------------------------------------------------------------

export const tableNotFoundInHive = (database: string, table: string): QueryFailure =>
  new QueryFailure(
    `FAILED: SemanticException [Error 10001]: Table not found ${database}.${table}`,
    SYSTEM,
    1003,
    { hive: true },
  );

export const databaseNotFoundInHive = (database: string): QueryFailure =>
  new QueryFailure(
    `FAILED: SemanticException [Error 10072]: Database does not exist: ${database}`,
    SYSTEM,
    1003,
    { hive: true },
  );

/** `FAILED: Execution Error, … <detail>`; AthenaError says it in words of its own. */
export const ddlTaskFailed = (detail: string, message = detail): QueryFailure =>
  new QueryFailure(
    `FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. ${detail}`,
    SYSTEM,
    1502,
    {
      message,
      hive: true,
    },
  );
