import type { AthenaClient } from '@aws-sdk/client-athena';
import type { BudgetsClient } from '@aws-sdk/client-budgets';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { GlueClient } from '@aws-sdk/client-glue';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Role } from './roles';
import { credentialsOf } from './session';
import type { Target } from './target';

/** SDK clients of one role on one target. A client's package is loaded when it is first asked for. */
export interface Clients {
  athena(): Promise<AthenaClient>;
  budgets(): Promise<BudgetsClient>;
  cloudWatch(): Promise<CloudWatchClient>;
  glue(): Promise<GlueClient>;
  iam(): Promise<IAMClient>;
  kms(): Promise<KMSClient>;
  lakeFormation(): Promise<LakeFormationClient>;
  s3(): Promise<S3Client>;
  sns(): Promise<SNSClient>;
  /** Closes the connections that were opened. */
  destroy(): void;
}

/** The clients of `role` on `target`. S3 is addressed by path on the local account, which has no name for each bucket. */
export function clientsOf(target: Target, role: Role = 'deployer'): Clients {
  const opened = new Map<string, Promise<{ destroy(): void }>>();
  const settings = {
    region: target.region,
    endpoint: target.endpoint,
    credentials: () => credentialsOf(target, role),
  };
  const once =
    <T extends { destroy(): void }>(name: string, open: () => Promise<T>) =>
    (): Promise<T> => {
      const client = (opened.get(name) ?? open()) as Promise<T>;
      opened.set(name, client);
      return client;
    };
  return {
    athena: once('athena', async () => new (await import('@aws-sdk/client-athena')).AthenaClient(settings)),
    budgets: once(
      'budgets',
      async () => new (await import('@aws-sdk/client-budgets')).BudgetsClient(settings),
    ),
    cloudWatch: once(
      'cloudWatch',
      async () => new (await import('@aws-sdk/client-cloudwatch')).CloudWatchClient(settings),
    ),
    glue: once('glue', async () => new (await import('@aws-sdk/client-glue')).GlueClient(settings)),
    iam: once('iam', async () => new (await import('@aws-sdk/client-iam')).IAMClient(settings)),
    kms: once('kms', async () => new (await import('@aws-sdk/client-kms')).KMSClient(settings)),
    lakeFormation: once(
      'lakeFormation',
      async () => new (await import('@aws-sdk/client-lakeformation')).LakeFormationClient(settings),
    ),
    s3: once(
      's3',
      async () =>
        new (await import('@aws-sdk/client-s3')).S3Client({
          ...settings,
          forcePathStyle: target.endpoint !== undefined,
        }),
    ),
    sns: once('sns', async () => new (await import('@aws-sdk/client-sns')).SNSClient(settings)),
    destroy: () => {
      for (const client of opened.values()) void client.then((c) => c.destroy()).catch(() => undefined);
    },
  };
}
