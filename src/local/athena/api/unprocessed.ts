import { AwsError } from '../../errors';

/** How a batch operation tells why it left an id out; errors that are not the caller's are not swallowed. */
export function unprocessed(error: unknown): { ErrorCode: string; ErrorMessage: string } {
  if (!(error instanceof AwsError)) throw error;
  return { ErrorCode: String(error.fields.AthenaErrorCode ?? error.code), ErrorMessage: error.message };
}

/**
 * What an error tells of an item that the caller may not see: that it is not there, as for every other id.
 * @param absent the error of the operation for an id that nobody knows
 */
export function hidden(error: unknown, absent: AwsError): unknown {
  return error instanceof AwsError && error.code === 'AccessDeniedException' ? absent : error;
}
