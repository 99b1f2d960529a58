/**
 * An error answer of an AWS API, independent of the wire protocol: the gateway puts it into the service's own shape
 * (JSON 1.1, REST-JSON, XML of S3, query XML).
 *
 * @param code the service's error code, such as `EntityNotFoundException`
 * @param message the service's text, to the letter
 * @param status HTTP status; 400 is what JSON services answer for client errors
 * @param fields further members of the modelled exception, such as `{ AthenaErrorCode: 'INVALID_INPUT' }`
 */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly fields: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'AwsError';
  }
}
