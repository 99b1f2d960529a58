import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { ACCOUNT } from '../../local/gateway/account';
import { policy, ROOT, trustIn } from '../../local/gateway/roles';
import type { PolicyCase } from './case';
import type { Scene } from './scene';
import { makeBucket, makeKey } from './stage';

export const tagList = (tags: Record<string, string> = {}): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** The names of the case, with a bucket, a key and a topic of its own where it has policies or tags for them. */
export async function withResources(
  deployer: Scene,
  one: PolicyCase,
  made: string,
  name: string,
): Promise<Scene> {
  const path = one.path ?? '/';
  const role = `arn:aws:iam::${ACCOUNT}:role${path}${name}`;
  const user = `arn:aws:iam::${ACCOUNT}:user${path}${name}`;
  const names = {
    ...deployer.names,
    made,
    name,
    me: one.as === undefined ? role : user,
    role,
    user,
    session: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${one.sessionName ?? 'session'}`,
    root: ROOT,
    target: `arn:aws:iam::${ACCOUNT}:role${one.target?.path ?? '/'}${made}-target`,
    targetName: `${made}-target`,
  };
  let { ciphertext } = deployer;
  if (one.bucketPolicy || one.objectTags) {
    names.bucket = `${made}-bucket`;
    await makeBucket(
      deployer,
      names.bucket,
      one.objectTags && new URLSearchParams(one.objectTags).toString(),
    );
  }
  if (one.keyPolicy || one.keyTags) {
    const key = await makeKey(deployer, one.keyTags);
    names.key = key.arn;
    ciphertext = key.ciphertext;
  }
  if (one.topicPolicy || one.topicTags) {
    const input = { Name: `${made}-topic`, Tags: tagList(one.topicTags) };
    const { TopicArn } = await deployer.sns.send(new CreateTopicCommand(input));
    names.topic = TopicArn!;
  }
  return deployer.with(names, ciphertext);
}

/** Makes the case's other role; it trusts the account unless the case says whom. */
export async function makeTarget(scene: Scene, target: NonNullable<PolicyCase['target']>): Promise<void> {
  const { trust, identity, tags, path } = target;
  const RoleName = scene.names.targetName;
  await scene.iam.send(
    new CreateRoleCommand({
      RoleName,
      Path: path,
      Tags: tagList(tags),
      AssumeRolePolicyDocument: trust ? policy(...scene.fill(trust)) : trustIn(ROOT),
    }),
  );
  if (!identity) return;
  const PolicyDocument = policy(...scene.fill(identity));
  await scene.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument }));
}

/** Last of all: they may bind the deployer, too. */
export async function putResourcePolicies(scene: Scene, one: PolicyCase): Promise<void> {
  const { bucket: Bucket, key: KeyId, topic: TopicArn } = scene.names;
  if (one.bucketPolicy) {
    const Policy = policy(...scene.fill(one.bucketPolicy));
    await scene.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  }
  if (one.topicPolicy) {
    const AttributeValue = policy(...scene.fill(one.topicPolicy));
    await scene.sns.send(
      new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }),
    );
  }
  if (one.keyPolicy) {
    const Policy = policy(...scene.fill(one.keyPolicy));
    await scene.kms.send(
      new PutKeyPolicyCommand({
        KeyId,
        PolicyName: 'default',
        Policy,
        BypassPolicyLockoutSafetyCheck: true,
      }),
    );
  }
}
