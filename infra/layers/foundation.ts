import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { Construct } from 'constructs';
import { PrivateBucket } from '../constructs/privateBucket';
import { type Environment, Layer } from '../layer';
import { type BucketPurpose, bucketName, PROJECT, ROLES, type RoleName, roleName } from '../names';
import { deployerTrust, rolePolicy, serviceTrust } from '../policies';

/** Storage and people: the key, the buckets, the roles and what IAM lets them do. */
export class FoundationLayer extends Layer {
  readonly buckets: Record<BucketPurpose, string>;
  readonly roles: Record<RoleName, string>;
  /** The role that Lake Formation reads and writes the registered location with. */
  readonly dataAccessRole: string;
  readonly keyArn: string;

  constructor(scope: Construct, environment: Environment) {
    super(scope, 'foundation', environment);
    const key = new KmsKey(this, 'key', {
      description: `${PROJECT}: buckets and alerts`,
      enableKeyRotation: true,
      deletionWindowInDays: 7,
      policy: keyPolicy(environment),
    });
    this.keyArn = key.arn;
    new KmsAlias(this, 'key_alias', { name: `alias/${PROJECT}`, targetKeyId: key.keyId });

    const bucket = (purpose: BucketPurpose) =>
      new PrivateBucket(this, purpose, { name: bucketName(purpose, environment), keyArn: key.arn }).bucket
        .bucket;
    this.buckets = { raw: bucket('raw'), lake: bucket('lake'), results: bucket('results') };

    const role = (name: RoleName): string => {
      const made = new IamRole(this, name, {
        name: roleName(name),
        description: `${PROJECT}: the ${name}`,
        assumeRolePolicy: JSON.stringify(deployerTrust(environment)),
      });
      new IamRolePolicy(this, `${name}_rights`, {
        name: 'rights',
        role: made.name,
        policy: JSON.stringify(rolePolicy(name, environment, key.arn)),
      });
      return made.arn;
    };
    this.roles = Object.fromEntries(ROLES.map((name) => [name, role(name)])) as Record<RoleName, string>;

    const access = new IamRole(this, 'data_access', {
      name: `${PROJECT}-data-access`,
      description: `${PROJECT}: Lake Formation's access to the registered location`,
      assumeRolePolicy: JSON.stringify(serviceTrust('lakeformation.amazonaws.com', environment)),
    });
    const lake = `arn:aws:s3:::${bucketName('lake', environment)}`;
    new IamRolePolicy(this, 'data_access_rights', {
      name: 'rights',
      role: access.name,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
            Resource: `${lake}/${PROJECT}/*`,
          },
          {
            Effect: 'Allow',
            Action: 's3:ListBucket',
            Resource: lake,
            Condition: { StringLike: { 's3:prefix': [`${PROJECT}/*`] } },
          },
          { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: key.arn },
        ],
      }),
    });
    this.dataAccessRole = access.arn;

    this.output('key_arn', key.arn);
    this.output('buckets', this.buckets);
    this.output('roles', this.roles);
    this.output('data_access_role', this.dataAccessRole);
  }
}

/** The account's administrators hold the key; roles use it through their own policies. */
function keyPolicy(environment: Environment): string {
  const root = `arn:aws:iam::${environment.accountId}:root`;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Account', Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' },
      {
        Sid: 'BudgetAlerts',
        Effect: 'Allow',
        Principal: { Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'] },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceAccount': environment.accountId } },
      },
    ],
  });
}
