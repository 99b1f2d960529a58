import type { Claim } from '../claim/claim';
import { AwsError } from '../errors';
import type { MotoAnswer } from '../moto/moto';
import { mutates } from '../moto/mutates';

/** A page for browsers: moto has no such address. */
export const isMissing = ({ status, headers }: MotoAnswer): boolean =>
  status === 404 && (headers['content-type'] ?? '').startsWith('text/html');

/** Members that ask for a page of a list, by a token that an earlier page gave. */
const TOKEN = /^(next_?token|marker|exclusivestart\w+|nextmarker)$/i;

/** What services call a token that they never gave, where it is not ValidationException or, in XML, ValidationError. */
const TOKEN_CODES: Record<string, string> = {
  sns: 'InvalidParameter',
  logs: 'InvalidParameterException',
  lambda: 'InvalidParameterValueException',
  kinesis: 'InvalidArgumentException',
  secretsmanager: 'InvalidNextTokenException',
  tagging: 'PaginationTokenExpiredException',
};

/**
 * What is said of a call that moto does not have, or that it failed at for a reason that it did not foresee: a token that
 * it never gave, or another input that the model allows and moto's code does not.
 */
export function motoFailure(claim: Claim, answer: MotoAnswer): AwsError {
  const { service, operation, protocol, input } = claim;
  const isXml = protocol === 'query' || protocol === 'ec2';
  if (answer.status === 501 || isMissing(answer))
    return new AwsError(
      isXml ? 'InvalidAction' : 'UnknownOperationException',
      `The operation ${operation} of ${service} is not supported by the local account.`,
      400,
    );
  const invalid = isXml ? 'ValidationError' : 'ValidationException';
  const token = Object.keys(input).find((name) => TOKEN.test(name));
  if (token !== undefined && !mutates(claim))
    return new AwsError(
      TOKEN_CODES[service] ?? invalid,
      `The value of ${token} is not a valid page token.`,
      400,
    );
  console.error(`moto failed at ${service} ${operation}: ${answer.body.toString('utf8')}`);
  return new AwsError(
    invalid,
    `The operation ${operation} of ${service} failed with this input in the local account.`,
    400,
  );
}
