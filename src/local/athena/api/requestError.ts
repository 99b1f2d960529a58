import { AwsError } from '../../errors';

/** The AthenaErrorCode values that the service gives with an InvalidRequestException. */
export type AthenaErrorCode =
  | 'INVALID_INPUT'
  | 'MALFORMED_QUERY'
  | 'QUERY_EXECUTION_NOT_FOUND'
  | 'INVALID_QUERY_EXECUTION_STATE'
  | 'RESULT_NOT_FOUND'
  | 'IDEMPOTENT_PARAMETER_MISMATCH'
  | 'DATACATALOG_NOT_FOUND';

/** A request that Athena refuses. The code is told twice in the body, as the service does. */
export function invalidRequest(message: string, code: AthenaErrorCode = 'INVALID_INPUT'): AwsError {
  return new AwsError('InvalidRequestException', message, 400, { AthenaErrorCode: code, ErrorCode: code });
}

export function resourceNotFound(message: string, resourceName: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 400, { ResourceName: resourceName });
}

/** What the catalog refused while Athena asked it for metadata on behalf of the caller. */
export function metadataError(message: string): AwsError {
  return new AwsError('MetadataException', message);
}

/** How Athena prints an error of the Glue catalog inside of a text of its own. */
export function catalogErrorText(message: string, code: string, requestId: string): string {
  return `${message} (Service: AmazonDataCatalog; Status Code: 400; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`;
}
