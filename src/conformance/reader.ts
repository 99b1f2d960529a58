import { GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { BatchRevokePermissionsCommand, ListPermissionsCommand } from '@aws-sdk/client-lakeformation';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { type Clients, clientsOf } from '../target/clients';
import type { Credentials } from '../target/target';
import { retryUntilKnown } from './retryUntilKnown';
import type { Scratch } from './scratch';

/** A role of the run that may query and read results, and reads tables only as far as Lake Formation lets it. */
export interface Reader {
  arn: string;
  clients: Clients;
}

const POLICY = 'reads';

export async function makeReader(scratch: Scratch): Promise<Reader> {
  const { target } = scratch;
  // Before the role: its grants are then revoked while the tables are still there.
  await scratch.inDatabase();
  const RoleName = scratch.name('reader');
  const arn = `arn:aws:iam::${target.accountId}:role/${RoleName}`;
  const [iam, bucket, group] = [
    await scratch.clients.iam(),
    await scratch.bucket(),
    await scratch.workGroup(),
  ];
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: policy([
        {
          Effect: 'Allow',
          Principal: { AWS: await target.deployerArn() },
          Action: 'sts:AssumeRole',
        },
      ]),
    }),
  );
  scratch.laterItem('iam role', RoleName);
  await iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: POLICY,
      PolicyDocument: rights(scratch, bucket, group),
    }),
  );
  const { Credentials: given } = await retryUntilKnown(/AccessDenied/, () =>
    scratch.sts.send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'conformance' })),
  );
  const credentials: Credentials = {
    accessKeyId: given!.AccessKeyId!,
    secretAccessKey: given!.SecretAccessKey!,
    sessionToken: given!.SessionToken!,
  };
  const clients = clientsOf({ ...target, credentials: async () => credentials });
  scratch.later('connections of the reader', async () => clients.destroy());
  scratch.later(`grants of ${RoleName}`, () => revokeAll(scratch, arn));
  const athena = await clients.athena();
  await retryUntilKnown(/AccessDenied/, () => athena.send(new GetWorkGroupCommand({ WorkGroup: group })));
  return { arn, clients };
}

/** Grants go by names and would outlive the role. @throws Error with the first that is left */
async function revokeAll(scratch: Scratch, arn: string): Promise<void> {
  const client = await scratch.clients.lakeFormation();
  const Principal = { DataLakePrincipalIdentifier: arn };
  const { PrincipalResourcePermissions: held = [] } = await client.send(
    new ListPermissionsCommand({ Principal }),
  );
  if (held.length === 0) return;
  const Entries = held.map(({ Resource, Permissions, PermissionsWithGrantOption }, i) => ({
    Id: String(i),
    Principal,
    Resource,
    Permissions,
    PermissionsWithGrantOption,
  }));
  const { Failures = [] } = await client.send(new BatchRevokePermissionsCommand({ Entries }));
  if (Failures.length > 0) throw new Error(Failures[0]!.Error?.ErrorMessage);
}

const policy = (Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

function rights({ target, database }: Scratch, bucket: string, group: string): string {
  const glue = `arn:aws:glue:${target.region}:${target.accountId}`;
  return policy([
    {
      Effect: 'Allow',
      Action: [
        'athena:StartQueryExecution',
        'athena:GetQueryExecution',
        'athena:GetQueryResults',
        'athena:GetWorkGroup',
      ],
      Resource: `arn:aws:athena:${target.region}:${target.accountId}:workgroup/${group}`,
    },
    {
      Effect: 'Allow',
      Action: [
        'glue:GetDatabase',
        'glue:GetDatabases',
        'glue:GetTable',
        'glue:GetTables',
        'glue:GetPartitions',
        'glue:UpdateTable',
      ],
      Resource: [
        `${glue}:catalog`,
        `${glue}:database/${database}`,
        `${glue}:database/default`,
        `${glue}:table/${database}/*`,
      ],
    },
    { Effect: 'Allow', Action: 'lakeformation:GetDataAccess', Resource: '*' },
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
      Resource: `arn:aws:s3:::${bucket}/results/*`,
    },
    {
      Effect: 'Allow',
      Action: ['s3:GetBucketLocation', 's3:ListBucket'],
      Resource: `arn:aws:s3:::${bucket}`,
    },
  ]);
}
