import { AwsError } from '../errors';
import { credentials, durationOf, HOUR, refuseDevices } from './credentials';
import type { StsOperation } from './stsOperation';

/** Keys that end by themselves, with all rights of the user. */
export const getSessionToken: StsOperation = async (input, { caller, keys, now }) => {
  if (caller.session)
    throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
  refuseDevices(input);
  const seconds = durationOf(input, 36 * HOUR, 12 * HOUR);
  return {
    Credentials: credentials(keys.mint(caller.principal, seconds, now, { issuedAt: now.getTime() })),
  };
};
