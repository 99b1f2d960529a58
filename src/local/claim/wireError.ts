import { AwsError } from '../errors';

/** A request that is not of its protocol. */
export const serializationError = (message: string): AwsError =>
  new AwsError('SerializationException', message, 400);

/** A request that could be taken for two operations, or for none. */
export const ambiguousRequest = (message: string): AwsError => new AwsError('InvalidAction', message, 400);

/** @throws AwsError ValidationError for a list that is longer than its model allows: AWS does not look further either */
export function checkLength(length: number, { max }: { max?: number }): void {
  if (max !== undefined && length > max)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: a list of the request has ${length} members, and must have length less than or equal to ${max}`,
      400,
    );
}

/**
 * An operation that the service's model does not have.
 * @param isForm services of the query protocol say InvalidAction
 */
export const unknownOperation = (service: string, name: string, isForm = false): AwsError =>
  new AwsError(
    isForm ? 'InvalidAction' : 'UnknownOperationException',
    `The operation ${name.slice(0, 100)} of ${service} is not supported by the local account.`,
    400,
  );
