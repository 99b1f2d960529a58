import { AwsError } from '../errors';
import type { Caller } from './caller';
import type { Decision } from './simulate';

/** IAM's words for a call that may not be made (IAM user guide, Troubleshoot access denied error messages). */
export function refusal(caller: Caller, action: string, resource: string, decision: Decision): AwsError {
  const { outcome, by = 'identity-based policy' } = decision;
  const article = /^[aeiou]/.test(by) ? 'an' : 'a';
  const why =
    outcome === 'explicit'
      ? `with an explicit deny in ${article} ${by}`
      : `because no ${by} allows the ${action} action`;
  const message = `User: ${caller.principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
  return action.startsWith('s3:')
    ? new AwsError('AccessDenied', message, 403)
    : new AwsError('AccessDeniedException', message, 400);
}
