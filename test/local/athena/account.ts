import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '../../../src/local/account';
import { athenaService } from '../../../src/local/athena/service';
import type { Call } from '../../../src/local/call';
import { AwsError } from '../../../src/local/errors';
import { openStore } from '../../../src/local/store/store';

export const ACCOUNT_ID = '123456789012';

/** An account in a temporary folder that has its store only: enough for operations that keep their state there. */
export function storeAccount(): { account: Account; close: () => Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'athena-'));
  const store = openStore(join(folder, 'store'));
  const account = { id: ACCOUNT_ID, folder, store } as Account;
  return {
    account,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let requests = 0;

/** A call of a principal; `denied` names actions (or `action resource` prefixes) that IAM refuses. */
export function callOf(account: Account, role = 'lakehouse-engineer', denied: string[] = []): Call {
  const arn = `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${role}/session`;
  const authorize = async (action: string, resource: string): Promise<void> => {
    if (denied.some((entry) => `${action} ${resource}`.startsWith(entry))) {
      throw new AwsError(
        action.startsWith('s3:') ? 'AccessDenied' : 'AccessDeniedException',
        `User: ${arn} is not authorized to perform: ${action} on resource: ${resource}`,
        action.startsWith('s3:') ? 403 : 400,
      );
    }
  };
  return {
    account,
    principal: { arn, grantee: `arn:aws:iam::${ACCOUNT_ID}:role/${role}`, userId: `AROA:${role}` },
    region: 'us-east-1',
    requestId: `request-${++requests}`,
    now: new Date(),
    authorize,
    authorizeEach: async (action, resources) => {
      for (const resource of resources) await authorize(action, resource);
    },
  };
}

/** Runs an operation as the gateway does: by its name. */
// biome-ignore lint/suspicious/noExplicitAny: tests read answers of many shapes
export async function send(call: Call, operation: string, input: object = {}): Promise<any> {
  return athenaService.operations[operation]!(input, call);
}

/** The error that an operation answers with. */
export async function refusal(call: Call, operation: string, input: object = {}): Promise<AwsError> {
  const answer = await send(call, operation, input).catch((error: unknown) => error);
  if (answer instanceof AwsError) return answer;
  if (answer instanceof Error) throw answer;
  throw new Error(`${operation} was not refused: ${JSON.stringify(answer)}`);
}
