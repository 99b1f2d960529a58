import fs from 'node:fs';
import path from 'node:path';
import { Athena } from '@aws-sdk/client-athena';
import { Budgets } from '@aws-sdk/client-budgets';
import { Glue } from '@aws-sdk/client-glue';
import { IAM } from '@aws-sdk/client-iam';
import { KMS } from '@aws-sdk/client-kms';
import { LakeFormation } from '@aws-sdk/client-lakeformation';
import { S3 } from '@aws-sdk/client-s3';
import { SNS } from '@aws-sdk/client-sns';
import { STS } from '@aws-sdk/client-sts';
import type { Credentials } from '../../../src/target/target';
import { jsonClient } from './jsonClient';

/** A request that is not answered within this time hangs. ms */
export const REQUEST_MS = 30_000;

export const ACCOUNT_ID = '123456789012';
export const REGION = 'us-east-1';

/** One client a service. They try once: the ledger itself decides what may be tried again. */
export type FaultClients = ReturnType<typeof openFaultClients>;

/** @param folder the account's @param options the deployer's key by default, and our own clock */
export function openFaultClients(
  endpoint: string,
  folder: string,
  { as, clockOffset = 0 }: { as?: Credentials; clockOffset?: number } = {},
) {
  const credentials =
    as ?? (JSON.parse(fs.readFileSync(path.join(folder, 'credentials.json'), 'utf8')) as Credentials);
  const settings = {
    endpoint,
    region: REGION,
    credentials,
    maxAttempts: 1,
    systemClockOffset: clockOffset,
    requestHandler: { requestTimeout: REQUEST_MS, throwOnRequestTimeout: true, connectionTimeout: 10_000 },
  };
  const sdk = {
    athena: new Athena(settings),
    budgets: new Budgets(settings),
    glue: new Glue(settings),
    iam: new IAM(settings),
    kms: new KMS(settings),
    lakeFormation: new LakeFormation(settings),
    s3: new S3({ ...settings, forcePathStyle: true }),
    sns: new SNS(settings),
    sts: new STS(settings),
  };
  return {
    ...sdk,
    /** Services whose clients the project does not carry. */
    sqs: jsonClient(endpoint, credentials, clockOffset, {
      service: 'sqs',
      target: 'AmazonSQS',
      version: '1.0',
    }),
    secrets: jsonClient(endpoint, credentials, clockOffset, {
      service: 'secretsmanager',
      target: 'secretsmanager',
      version: '1.1',
    }),
    endpoint,
    credentials,
    destroy: () => {
      for (const client of Object.values(sdk)) client.destroy();
    },
  };
}
