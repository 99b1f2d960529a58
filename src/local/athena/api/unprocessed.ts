import { AwsError } from '../../errors';

/** How a batch operation tells why it left an id out; errors that are not the caller's are not swallowed. */
export function unprocessed(error: unknown): { ErrorCode: string; ErrorMessage: string } {
  if (!(error instanceof AwsError)) throw error;
  return { ErrorCode: String(error.fields.AthenaErrorCode ?? error.code), ErrorMessage: error.message };
}
