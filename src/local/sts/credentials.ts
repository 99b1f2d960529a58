import { AwsError } from '../errors';
import type { AccessKeys } from '../identity/accessKeys';

/** Of a session that asks for a session (seconds). */
export const HOUR = 3600;

/** The keys of a session, as the wire has them. */
export const credentials = (made: ReturnType<AccessKeys['mint']>) => ({
  AccessKeyId: made.accessKeyId,
  SecretAccessKey: made.secret,
  SessionToken: made.sessionToken,
  Expiration: made.expiration.toISOString().replace(/\.\d+Z$/, 'Z'),
});

/** A constraint of a service's model that an input breaks. */
export const violation = (value: string | undefined, member: string, constraint: string): AwsError =>
  new AwsError(
    'ValidationError',
    `1 validation error detected: Value ${value === undefined ? 'null' : `'${value}'`} at '${member}' failed to satisfy constraint: ${constraint}`,
    400,
  );

/** How long a session is to hold (seconds). @throws AwsError ValidationError */
export function durationOf(input: Record<string, unknown>, most: number, usual: number): number {
  const { DurationSeconds: asked } = input;
  if (asked === undefined) return usual;
  const seconds = Number(asked);
  if (!Number.isInteger(seconds))
    throw violation(String(asked), 'durationSeconds', 'Member must be an integer');
  if (seconds < 900)
    throw violation(String(asked), 'durationSeconds', 'Member must have value greater than or equal to 900');
  if (seconds > most)
    throw violation(String(asked), 'durationSeconds', `Member must have value less than or equal to ${most}`);
  return seconds;
}

/** Nobody here has a device of his own. @throws AwsError AccessDenied when one is named */
export function refuseDevices(input: Record<string, unknown>): void {
  if (input.SerialNumber !== undefined || input.TokenCode !== undefined)
    throw new AwsError(
      'AccessDenied',
      'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
      403,
    );
}
