import path from 'node:path';
import { CliError } from '../cliError';
import { lakehouseHome } from './project';
import type { Target } from './target';

/** The AWS account that the SDK's usual chain of credentials leads to. @throws CliError for a foreign endpoint or no credentials */
export async function awsTarget(env: NodeJS.ProcessEnv = process.env): Promise<Target> {
  const foreign = Object.keys(env).filter((name) => name.startsWith('AWS_ENDPOINT_URL') && env[name]);
  if (foreign.length > 0) {
    throw new CliError(
      `The target aws refuses an endpoint from the environment: ${foreign.join(', ')} is set.`,
      `Run \`unset ${foreign.join(' ')}\`, or use the local target.`,
    );
  }
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const sts = new STSClient({});
  let accountId: string;
  let caller: string;
  try {
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    accountId = identity.Account!;
    caller = identity.Arn!;
  } catch (error) {
    throw new CliError(
      `No AWS account can be reached: ${error instanceof Error ? error.message : error}`,
      'Configure credentials and a region as for awscli (AWS_PROFILE, AWS_REGION or `aws configure`).',
    );
  }
  const region = await sts.config.region();
  const credentials = async () => {
    const given = await sts.config.credentials();
    return {
      accessKeyId: given.accessKeyId,
      secretAccessKey: given.secretAccessKey,
      sessionToken: given.sessionToken,
      expiration: given.expiration,
    };
  };
  return {
    name: 'aws',
    accountId,
    region,
    home: path.join(lakehouseHome(env), 'aws'),
    deployerArn: async () => granteeOf(caller),
    credentials,
    env: async () => {
      const given = await credentials();
      return {
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_ACCESS_KEY_ID: given.accessKeyId,
        AWS_SECRET_ACCESS_KEY: given.secretAccessKey,
        ...(given.sessionToken ? { AWS_SESSION_TOKEN: given.sessionToken } : {}),
      };
    },
  };
}

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>` -> the role's ARN; a user's ARN as it is. */
const granteeOf = (arn: string): string =>
  arn.replace(/^arn:(aws[^:]*):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
