import {
  CreateRoleCommand,
  type CreateRoleCommandInput,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { ACCOUNT, type Credentials, type WireAccount } from './account';

export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
export const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
export const policy = (...Statement: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });
export const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
export const deny = (Action: string | string[], Resource: string | string[] = '*', more: object = {}) => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});
export const trustIn = (...AWS: string[]): string =>
  policy({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' });

/** Makes a role with one policy, or none. @param trust a policy; the whole account when left out */
export async function createRole(
  { settings }: WireAccount,
  name: string,
  statements: object[] = [],
  options: Partial<CreateRoleCommandInput> = {},
): Promise<void> {
  const iam = new IAMClient(settings);
  await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trustIn(ROOT), ...options }),
  );
  if (statements.length > 0) await putPolicy({ settings } as WireAccount, name, statements);
}

export async function putPolicy(
  { settings }: WireAccount,
  name: string,
  statements: object[],
): Promise<void> {
  const input = { RoleName: name, PolicyName: 'p', PolicyDocument: policy(...statements) };
  await new IAMClient(settings).send(new PutRolePolicyCommand(input));
}

/** The credentials of a session. @param by whose; the deployer's when left out */
export async function assume(
  { settings }: WireAccount,
  name: string,
  options: Partial<AssumeRoleCommandInput> & { by?: Credentials } = {},
): Promise<Credentials> {
  const { by = settings.credentials, ...input } = options;
  const sts = new STSClient({ ...settings, credentials: by });
  const { Credentials: made } = await sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn(name), RoleSessionName: 'test', ...input }),
  );
  return {
    accessKeyId: made!.AccessKeyId!,
    secretAccessKey: made!.SecretAccessKey!,
    sessionToken: made!.SessionToken!,
  };
}
