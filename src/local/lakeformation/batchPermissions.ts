import type {
  BatchGrantPermissionsCommandInput,
  BatchGrantPermissionsResponse,
  BatchPermissionsFailureEntry,
  BatchPermissionsRequestEntry,
  BatchRevokePermissionsCommandInput,
  BatchRevokePermissionsResponse,
} from '@aws-sdk/client-lakeformation';
import type { Call, Operation } from '../call';
import { AwsError } from '../errors';
import { Constraints } from '../glue/constraints';
import { grant, type PermissionsRequest } from './grantPermissions';
import { revoke } from './revokePermissions';

export const batchGrantPermissions: Operation<
  BatchGrantPermissionsCommandInput,
  BatchGrantPermissionsResponse
> = async ({ Entries }, call) => ({ Failures: await each(Entries, call, grant) });

export const batchRevokePermissions: Operation<
  BatchRevokePermissionsCommandInput,
  BatchRevokePermissionsResponse
> = async ({ Entries }, call) => ({ Failures: await each(Entries, call, revoke) });

/** Each entry stands for itself: what fails is told, the others are done. */
async function each(
  entries: BatchPermissionsRequestEntry[] | undefined,
  call: Call,
  apply: (request: PermissionsRequest, call: Call) => void | Promise<void>,
): Promise<BatchPermissionsFailureEntry[]> {
  const constraints = new Constraints().list('entries', entries, { max: 20 });
  (entries ?? []).forEach((entry, i) => void constraints.text(`entries.${i + 1}.member.id`, entry?.Id));
  constraints.check();
  if (new Set(entries!.map(({ Id }) => Id)).size < entries!.length)
    throw new AwsError('InvalidInputException', 'Entry identifiers must be unique within a batch.');
  const failures: BatchPermissionsFailureEntry[] = [];
  for (const RequestEntry of entries!) {
    try {
      await apply(RequestEntry, call);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failures.push({ RequestEntry, Error: { ErrorCode: error.code, ErrorMessage: error.message } });
    }
  }
  return failures;
}
