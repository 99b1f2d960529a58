import { AwsError } from '../../errors';
import type { Destination } from '../authorization';
import { arnLike, arnOf, EVERY, isOurs, MISSING, parseArn } from './arn';
import { condition, requestTags, tagKeys, told } from './conditions';
import { fields, text, texts } from './members';
import { as, both, type Condition, given, on, onAll, operationsOf, type Resource, tagging } from './rule';
import type { ResourceNames, ServiceResources } from './serviceResources';

/** A secret that is not there yet: its ARN's random end stands as question marks, which are literal text here. */
const absent = (name: string, at: Destination): string =>
  arnOf('secretsmanager', at, `secret:${name}-??????`);

/**
 * The secret of a name, an ARN or the beginning of an ARN. moto takes the name from any ARN's end: one of another
 * account or region needs the right to what it says and to what moto would take.
 */
async function secretNamed(name: unknown, at: Destination, names: ResourceNames): Promise<string[]> {
  const given = text(name);
  if (given === undefined) return [absent(MISSING, at)];
  const arn = parseArn(given);
  const found = await names.secret(at.region, given);
  if (arn?.service !== 'secretsmanager') return [found ?? absent(given, at)];
  const whole = arn.resource.startsWith('secret:') ? given : absent(MISSING, at);
  if (!isOurs(arn, at)) return [whole, ...(found === undefined ? [] : [found])];
  return [found ?? (/-\w{6}$/.test(whole) ? whole : `${whole}-??????`)];
}

const secret: Resource = ({ SecretId }, at, names) => secretNamed(SecretId, at, names);
const newSecret: Resource = ({ Name }, at, names) => secretNamed(Name, at, names);

/** Those that are named. What filters choose cannot be told beforehand. @throws AwsError InvalidParameterException */
const secretsOfBatch: Resource = async ({ SecretIdList, Filters }, at, names) => {
  if (Filters !== undefined)
    throw new AwsError(
      'InvalidParameterException',
      'Filters are not supported here: name the secrets in SecretIdList.',
      400,
    );
  const ids = Array.isArray(SecretIdList) ? SecretIdList : [];
  return ids.length === 0
    ? absent(EVERY, at)
    : (await Promise.all(ids.map((id) => secretNamed(id, at, names)))).flat();
};

const secretId = told('secretsmanager:SecretId', 'SecretId');
const onSecret = (...conditions: Condition[]) => on(secret, secretId, ...conditions);

const replicaRegions: Condition = ({ AddReplicaRegions }) =>
  condition(
    'secretsmanager:AddReplicaRegions',
    texts(
      (Array.isArray(AddReplicaRegions) ? AddReplicaRegions : []).map((replica) => fields(replica).Region),
    ),
  );
const overwrite = told('secretsmanager:ForceOverwriteReplicaSecret', 'ForceOverwriteReplicaSecret', 'false');
const description = [
  told('secretsmanager:Description', 'Description'),
  told('secretsmanager:KmsKeyId', 'KmsKeyId'),
  told('secretsmanager:Type', 'Type'),
];

/** AWS Secrets Manager. Source: Service Authorization Reference, "AWS Secrets Manager". */
export const secretsManagerResources: ServiceResources = {
  service: 'secretsmanager',
  operations: operationsOf('secretsmanager:', {
    BatchGetSecretValue: both(onAll(), as('secretsmanager:GetSecretValue', on(secretsOfBatch))),
    CancelRotateSecret: onSecret(),
    CreateSecret: both(
      on(
        newSecret,
        told('secretsmanager:Name', 'Name'),
        requestTags('Tags'),
        replicaRegions,
        overwrite,
        ...description,
      ),
      tagging('Tags', 'secretsmanager:TagResource', newSecret),
    ),
    DeleteResourcePolicy: onSecret(),
    DeleteSecret: onSecret(
      told('secretsmanager:ForceDeleteWithoutRecovery', 'ForceDeleteWithoutRecovery', 'false'),
      told('secretsmanager:RecoveryWindowInDays', 'RecoveryWindowInDays'),
    ),
    DescribeSecret: onSecret(),
    GetRandomPassword: onAll(),
    GetResourcePolicy: onSecret(),
    GetSecretValue: onSecret(
      told('secretsmanager:VersionId', 'VersionId'),
      told('secretsmanager:VersionStage', 'VersionStage', 'AWSCURRENT'),
    ),
    ListSecretVersionIds: onSecret(),
    ListSecrets: onAll(),
    PutResourcePolicy: onSecret(told('secretsmanager:BlockPublicPolicy', 'BlockPublicPolicy', 'false')),
    PutSecretValue: onSecret(),
    RemoveRegionsFromReplication: onSecret(),
    ReplicateSecretToRegions: onSecret(replicaRegions, overwrite),
    RestoreSecret: onSecret(),
    RotateSecret: both(
      onSecret(
        told('secretsmanager:RotationLambdaARN', 'RotationLambdaARN'),
        told('secretsmanager:RotateImmediately', 'RotateImmediately', 'true'),
        ({ RotationRules }) => ({
          'secretsmanager:ModifyRotationRules': String(RotationRules !== undefined),
        }),
      ),
      given(
        'RotationLambdaARN',
        as(
          'lambda:InvokeFunction',
          on(
            ({ RotationLambdaARN }, at) =>
              arnLike(RotationLambdaARN, 'lambda', /^function:[\w-]+(?::[\w$-]+)?$/) ??
              arnOf('lambda', at, `function:${MISSING}`),
          ),
        ),
      ),
    ),
    TagResource: onSecret(requestTags('Tags')),
    UntagResource: onSecret(tagKeys('TagKeys')),
    UpdateSecret: onSecret(...description),
    UpdateSecretVersionStage: onSecret(told('secretsmanager:VersionStage', 'VersionStage')),
  }),
};
