import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { venvPython } from '../../../scripts/setup/install.mjs';
import type { DeployerCredentials } from '../../../src/local/identity/accessKeys';
import { type AccountOptions, openAccount } from '../../../src/local/openAccount';
import { ENGINE_ENTRY, PLANNER_ENTRY } from '../engine/engineEntry';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The whole account behind its real gateway, and what an SDK client needs to reach it. */
export interface WireAccount {
  folder: string;
  port: number;
  deployer: Credentials;
  settings: { endpoint: string; region: string; credentials: Credentials; maxAttempts: number };
  /** Stops the account and starts it again from its folder, at the same port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** @param prepare puts something into the account's folder before it is opened */
export async function openWireAccount(
  prepare: (folder: string) => Promise<void> = async () => undefined,
  options: Pick<AccountOptions, 'limits'> = {},
): Promise<WireAccount> {
  const root = resolve(__dirname, '../../..');
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-gateway-'));
  await prepare(folder);
  const open = (port: number) =>
    openAccount({
      folder,
      python: process.env.LAKEHOUSE_PYTHON || venvPython(root),
      launcher: join(root, 'src/local/moto/launcher'),
      engineEntry: ENGINE_ENTRY,
      plannerEntry: PLANNER_ENTRY,
      port,
      ...options,
    });
  let account = await open(0);
  const deployer = JSON.parse(readFileSync(join(folder, 'credentials.json'), 'utf8')) as DeployerCredentials;
  const { port } = account.gateway;
  return {
    folder,
    port,
    deployer,
    settings: { endpoint: `http://127.0.0.1:${port}`, region: REGION, credentials: deployer, maxAttempts: 1 },
    restart: async () => {
      await account.close();
      account = await open(port);
    },
    close: async () => {
      await account.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface RawRequest {
  method: string;
  path: string;
  query?: Record<string, string>;
  headers: Record<string, string>;
  body?: string | Buffer;
}

export interface RawAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** Signs as the SDK does. What is changed in the result afterwards was not signed. */
export async function signed(
  account: WireAccount,
  service: string,
  request: Partial<RawRequest>,
  options: { credentials?: Credentials; at?: Date } = {},
): Promise<RawRequest> {
  const { credentials = account.deployer, at } = options;
  const signature = await signer(service, credentials).sign(full(account, request), { signingDate: at });
  return signature as RawRequest;
}

/** Signs the query instead of headers. @param expiresIn seconds */
export async function presigned(
  account: WireAccount,
  request: Partial<RawRequest>,
  options: { credentials?: Credentials; at?: Date; expiresIn?: number } = {},
): Promise<RawRequest> {
  const { credentials = account.deployer, at, expiresIn = 60 } = options;
  // A presigned request leaves its body open.
  const open = full(account, {
    ...request,
    headers: { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  });
  const signature = await signer('s3', credentials).presign(open, {
    signingDate: at,
    expiresIn,
    unhoistableHeaders: new Set(['x-amz-content-sha256']),
    unsignableHeaders: new Set(['x-amz-content-sha256']),
  });
  return signature as RawRequest;
}

function full({ port }: WireAccount, { headers, ...request }: Partial<RawRequest>) {
  return {
    protocol: 'http:',
    hostname: '127.0.0.1',
    method: 'GET',
    path: '/',
    query: {},
    ...request,
    headers: { host: `127.0.0.1:${port}`, ...headers },
  };
}

function signer(service: string, credentials: Credentials): SignatureV4 {
  return new SignatureV4({
    service,
    region: REGION,
    credentials,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
  });
}

/** Sends a request as it stands: nothing is added or mended. */
export function send({ port }: WireAccount, request: RawRequest): Promise<RawAnswer> {
  const query = new URLSearchParams(request.query).toString().replaceAll('+', '%20');
  return new Promise((done, failed) => {
    const message = http.request(
      {
        host: '127.0.0.1',
        port,
        method: request.method,
        path: request.path + (query && `?${query}`),
        headers: request.headers,
        agent: false,
      },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (text: string) => {
          body += text;
        });
        answer.on('end', () => done({ status: answer.statusCode!, headers: answer.headers, body }));
        answer.on('error', failed);
      },
    );
    message.on('error', failed);
    message.end(request.body);
  });
}

/** What the members of an error are, whatever the wire: XML of S3, query XML, or JSON. */
export function errorIn({ status, body }: RawAnswer): { status: number; code?: string; message?: string } {
  if (body.startsWith('{')) {
    const { __type: code, message } = JSON.parse(body) as { __type?: string; message?: string };
    return { status, code, message };
  }
  const text = (element: string) =>
    new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(body)?.[1]?.replaceAll('&apos;', "'");
  return { status, code: text('Code'), message: text('Message') };
}
