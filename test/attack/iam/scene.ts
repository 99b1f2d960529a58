import { AthenaClient } from '@aws-sdk/client-athena';
import { BudgetsClient } from '@aws-sdk/client-budgets';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { GlueClient } from '@aws-sdk/client-glue';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import {
  type Credentials,
  errorIn,
  type RawRequest,
  send,
  signed,
  type WireAccount,
} from '../../local/gateway/account';

/** What stands in for `<...>` in the policies of a case. */
export interface Names {
  /** A name that no other case has, for what requests make. */
  made: string;
  /** Name of the role or user that asks, and its ARN; `session` is the ARN of its session. */
  name: string;
  me: string;
  role: string;
  user: string;
  session: string;
  account: string;
  root: string;
  bucket: string;
  /** ARNs. */
  key: string;
  topic: string;
  /** ARN of the case's other role, and its name. */
  target: string;
  targetName: string;
}

/** Several callers of one account share their connections, and each its clients. */
export interface Wire {
  account: WireAccount;
  clients: Map<string, unknown>;
  handler: S3Client['config']['requestHandler'];
}

/** The account as one caller meets it, with what a case has made in it. */
export class Scene {
  constructor(
    readonly wire: Wire,
    readonly names: Names,
    readonly by: Credentials,
    /** Encrypted by the key of the case, with the context `{ app: 'lake' }` or without. */
    readonly ciphertext: { withContext: Uint8Array; plain: Uint8Array },
  ) {}

  /** The same, for another caller. */
  as(by: Credentials): Scene {
    return new Scene(this.wire, this.names, by, this.ciphertext);
  }

  /** The same account and caller, for a case that has made things of its own. */
  with(names: Names, ciphertext: Scene['ciphertext']): Scene {
    return new Scene(this.wire, names, this.by, ciphertext);
  }

  asDeployer(): Scene {
    return this.as(this.wire.account.deployer);
  }

  /** Puts names into a text, or into all texts of a value. */
  fill<T>(value: T): T {
    const text = JSON.stringify(value).replace(/<(\w+)>/g, (whole, name: string) =>
      Object.hasOwn(this.names, name) ? this.names[name as keyof Names] : whole,
    );
    return JSON.parse(text) as T;
  }

  settings(region?: string) {
    const { settings } = this.wire.account;
    return {
      ...settings,
      credentials: this.by,
      requestHandler: this.wire.handler,
      ...(region && { region }),
    };
  }

  get s3(): S3Client {
    return this.client('s3', () => new S3Client({ ...this.settings(), forcePathStyle: true }));
  }
  get iam(): IAMClient {
    return this.client('iam', () => new IAMClient(this.settings()));
  }
  get kms(): KMSClient {
    return this.client('kms', () => new KMSClient(this.settings()));
  }
  get sns(): SNSClient {
    return this.client('sns', () => new SNSClient(this.settings()));
  }
  get sts(): STSClient {
    return this.client('sts', () => new STSClient(this.settings()));
  }
  get athena(): AthenaClient {
    return this.client('athena', () => new AthenaClient(this.settings()));
  }
  get glue(): GlueClient {
    return this.client('glue', () => new GlueClient(this.settings()));
  }
  get budgets(): BudgetsClient {
    return this.client('budgets', () => new BudgetsClient(this.settings()));
  }
  get cloudWatch(): CloudWatchClient {
    return this.client('cloudWatch', () => new CloudWatchClient(this.settings()));
  }

  private client<T>(service: string, make: () => T): T {
    const key = `${this.by.accessKeyId} ${service}`;
    if (!this.wire.clients.has(key)) this.wire.clients.set(key, make());
    return this.wire.clients.get(key) as T;
  }

  /** Sends a request that no client makes. @throws Error with the code of the answer as its name */
  async raw(service: string, request: Partial<RawRequest>): Promise<string> {
    return this.sent(await signed(this.wire.account, service, request, { credentials: this.by }));
  }

  /** Sends a request that is signed already. @throws Error with the code of the answer as its name */
  async sent(request: RawRequest): Promise<string> {
    const answer = await send(this.wire.account, request);
    if (answer.status < 300) return answer.body;
    const { code, message } = errorIn(answer);
    throw Object.assign(new Error(message ?? answer.body), {
      name: code?.split('#').at(-1) ?? String(answer.status),
    });
  }

  /** Calls an operation of a JSON service. @param target such as `secretsmanager.GetSecretValue` */
  async json(service: string, target: string, input: object): Promise<Record<string, unknown>> {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
    const body = await this.raw(service, { method: 'POST', headers, body: JSON.stringify(input) });
    return body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
  }

  /** Calls an operation of a query service. */
  query(service: string, input: Record<string, string>, path = '/'): Promise<string> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    return this.raw(service, { method: 'POST', path, headers, body: new URLSearchParams(input).toString() });
  }
}
