import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRolePolicyCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetSessionTokenCommand, type Credentials as Given } from '@aws-sdk/client-sts';
import type { Credentials } from '../../local/gateway/account';
import { policy, ROOT } from '../../local/gateway/roles';
import type { PolicyCase } from './case';
import { tagList } from './resources';
import type { Scene } from './scene';

/** Lets the account assume the role, with tags and a source identity. */
const TRUST = policy({
  Effect: 'Allow',
  Principal: { AWS: ROOT },
  Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
});

/** Makes the role or the user of a case, with its policies. */
export async function makePrincipal(scene: Scene, one: PolicyCase): Promise<void> {
  if (one.as === 'deployer') return;
  const { iam, names } = scene;
  const { name } = names;
  const own = {
    Path: one.path,
    Tags: tagList(one.principalTags),
    PermissionsBoundary: one.boundary && (await createPolicy(scene, `${name}-boundary`, one.boundary)),
  };
  if (one.as === undefined)
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: TRUST, ...own }));
  else await iam.send(new CreateUserCommand({ UserName: name, ...own }));
  await putInline(scene, one);
  for (const [i, statements] of Object.entries(one.managed ?? [])) {
    const PolicyArn = await createPolicy(scene, `${name}-managed${i}`, statements);
    if (one.as === undefined) await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
    else await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn }));
  }
  if (one.group) {
    const GroupName = `${name}-group`;
    await iam.send(new CreateGroupCommand({ GroupName }));
    const PolicyDocument = policy(...scene.fill(one.group));
    await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'inline', PolicyDocument }));
    await iam.send(new AddUserToGroupCommand({ GroupName, UserName: name }));
  }
}

/** Puts the inline policy of a case, or takes away that of another. */
export async function putInline(scene: Scene, one: PolicyCase): Promise<void> {
  const { name } = scene.names;
  const PolicyName = 'inline';
  const document = one.document ?? (one.identity && JSON.parse(policy(...one.identity)));
  const PolicyDocument = document && JSON.stringify(scene.fill(document));
  const { iam } = scene;
  if (!document) {
    if (!isPlain(one)) return;
    const nothing = new DeleteRolePolicyCommand({ RoleName: name, PolicyName });
    await iam.send(nothing).catch((error: Error) => {
      if (!/^NoSuchEntity/.test(error.name)) throw error;
    });
  } else if (one.as === undefined)
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName, PolicyDocument }));
  else await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName, PolicyDocument }));
}

/** Whether a case is about the inline policy of a role alone, so that it needs no role of its own. */
export function isPlain(one: PolicyCase): boolean {
  const { as, path, managed, group, boundary, principalTags, sessionPolicy, sessionPolicyArns } = one;
  const { sessionTags, sessionName, target, after } = one;
  return [
    as,
    path,
    managed,
    group,
    boundary,
    principalTags,
    sessionPolicy,
    sessionPolicyArns,
    sessionTags,
    sessionName,
    target,
    after,
  ].every((member) => member === undefined);
}

/** @returns the ARN of a managed policy */
export async function createPolicy(scene: Scene, PolicyName: string, statements: object[]): Promise<string> {
  const PolicyDocument = policy(...scene.fill(statements));
  const { Policy } = await scene.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
  return Policy!.Arn!;
}

/** A key of the case's user, or a session of its role. */
export async function credentialsOf(scene: Scene, one: PolicyCase): Promise<Credentials> {
  const { name, role } = scene.names;
  if (one.as === 'deployer') return scene.by;
  if (one.as !== undefined) {
    const { AccessKey } = await scene.iam.send(new CreateAccessKeyCommand({ UserName: name }));
    const key = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
    if (one.as === 'user') return key;
    const session = await scene.as(key).sts.send(new GetSessionTokenCommand({}));
    return credentials(session.Credentials);
  }
  const arns: { arn: string }[] = [];
  for (const [i, statements] of Object.entries(one.sessionPolicyArns ?? []))
    arns.push({ arn: await createPolicy(scene, `${name}-session${i}`, statements) });
  const session = await scene.sts.send(
    new AssumeRoleCommand({
      RoleArn: role,
      RoleSessionName: one.sessionName ?? 'session',
      Policy: one.sessionPolicy && policy(...scene.fill(one.sessionPolicy)),
      PolicyArns: arns.length > 0 ? arns : undefined,
      Tags: one.sessionTags && tagList(one.sessionTags),
      TransitiveTagKeys: one.transitiveTags,
    }),
  );
  return credentials(session.Credentials);
}

export const credentials = (given: Given | undefined): Credentials => ({
  accessKeyId: given!.AccessKeyId!,
  secretAccessKey: given!.SecretAccessKey!,
  sessionToken: given!.SessionToken!,
});
