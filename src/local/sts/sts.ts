import { XMLBuilder } from 'fast-xml-parser';
import { AwsError } from '../errors';
import type { HttpResponse } from '../http';
import { assumeRole } from './assumeRole';
import { getSessionToken } from './getSessionToken';
import type { StsContext, StsOperation } from './stsOperation';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const xml = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });

const OPERATIONS: Record<string, StsOperation> = {
  GetCallerIdentity: async (_input, { caller, accountId }) => ({
    Arn: caller.principal.arn,
    UserId: caller.principal.userId,
    Account: accountId,
  }),
  AssumeRole: assumeRole,
  GetSessionToken: getSessionToken,
};

/** The names of the operations that are answered. */
export const STS_OPERATIONS: readonly string[] = Object.keys(OPERATIONS);

/** Answers one operation of STS in its query protocol. @param input the members of its model @throws AwsError */
export async function answerSts(
  operation: string,
  input: Record<string, unknown>,
  context: StsContext,
): Promise<HttpResponse> {
  const run = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
  if (!run)
    throw new AwsError('InvalidAction', `Could not find operation ${operation} for version 2011-06-15`, 400);
  const result = await run(input, context);
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': context.requestId },
    body: xml.build({
      [`${operation}Response`]: {
        '@xmlns': NAMESPACE,
        [`${operation}Result`]: result,
        ResponseMetadata: { RequestId: context.requestId },
      },
    }),
  };
}
