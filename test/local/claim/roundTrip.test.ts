import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { venvPython } from '../../../scripts/setup/install.mjs';
import type { Claim, Protocol } from '../../../src/local/claim/claim';
import { decodeInput, encodeInput } from '../../../src/local/claim/claimJson';
import { parseRequest } from '../../../src/local/claim/parseRequest';
import { modelsOf } from '../../../src/local/claim/services';
import { Moto } from '../../../src/local/moto/moto';
import { inputsOf } from './inputs';

let folder: string;
let moto: Moto;
beforeAll(async () => {
  const root = path.resolve(__dirname, '../../..');
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-claims-'));
  moto = await Moto.open({
    python: process.env.LAKEHOUSE_PYTHON || venvPython(root),
    launcher: path.join(root, 'src/local/moto/launcher'),
    folder,
  });
});
afterAll(async () => {
  await moto.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

interface Serialized {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  /** Base64. */
  body: string;
}

/** The request that moto gets for a claim, read as a caller's request is. */
async function parsedAgain({ service, ...claim }: Claim): Promise<unknown> {
  const request = await moto.control<Serialized>('serialize', {
    service,
    ...claim,
    input: encodeInput(claim.input),
    host: 'localhost',
  });
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return parseRequest(
    service,
    modelsOf(service)!.map((name) => moto.models.model(name)),
    {
      method: request.method,
      path: request.path,
      query: new URLSearchParams(request.query.replaceAll('+', '%2B')),
      headers,
      body: Buffer.from(request.body, 'base64'),
    },
  );
}

/** What a wire may not carry: a structure without members, and what holds nothing but such. */
const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !(value instanceof Uint8Array || value instanceof Date) &&
  Object.keys(value).length === 0;

function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(withoutEmpty).filter((one) => !isEmpty(one));
  const members = Object.entries(value).map(([name, one]) => [name, withoutEmpty(one)] as const);
  return Object.fromEntries(members.filter(([name, one]) => name === 'input' || !isEmpty(one)));
}

/** Services with each of their protocols. S3's objects are answered here; what moto gets of it are buckets' settings. */
const SPOKEN: [service: string, model: string, protocol: Protocol, operations?: RegExp][] = [
  ['iam', 'iam', 'query'],
  ['sns', 'sns', 'query'],
  ['kms', 'kms', 'json'],
  ['secretsmanager', 'secretsmanager', 'json'],
  ['sqs', 'sqs', 'json'],
  ['logs', 'logs', 'json'],
  ['monitoring', 'cloudwatch', 'smithy-rpc-v2-cbor'],
  ['monitoring', 'cloudwatch', 'json'],
  ['monitoring', 'cloudwatch', 'query'],
  ['lambda', 'lambda', 'rest-json'],
  [
    's3',
    's3',
    'rest-xml',
    /^(Put|Get|Delete)(Bucket(Policy|Tagging|Encryption|Cors|LifecycleConfiguration|Logging|Versioning|Website)|PublicAccessBlock)$/,
  ],
  ['elasticloadbalancing', 'elbv2', 'query'],
  ['dynamodb', 'dynamodb', 'json'],
];

test.each(SPOKEN)(
  '%s: what moto gets parses to the claim that was decided on (%s, %s)',
  { timeout: 120_000 },
  async (service, modelName, protocol, operations = /./) => {
    const model = moto.models.model(modelName);
    // Deprecated operations share addresses with others, and are not carried out.
    const names = Object.entries(model.operations).flatMap(([name, { deprecated }]) =>
      operations.test(name) && !deprecated ? [name] : [],
    );
    await fc.assert(
      fc.asyncProperty(
        fc
          .constantFrom(...names)
          .chain((operation) => inputsOf(model, operation, protocol).map((input) => ({ operation, input }))),
        async ({ operation, input }) => {
          const claim: Claim = { service, model: modelName, operation, input, region: 'us-east-1', protocol };
          const { service: _service, region: _region, ...parsed } = claim;
          expect(withoutEmpty(await parsedAgain(claim))).toEqual(withoutEmpty(parsed));
        },
      ),
      { numRuns: Number(process.env.ROUND_TRIPS ?? 60) },
    );
  },
);

test('claims survive their journey through JSON', () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.integer(),
      fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
      fc.date({ noInvalidDate: true }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', '$blob', '$time', '$map', '__proto__'), tie('value'), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
    ),
  })).value;
  fc.assert(
    fc.property(value, (one) => {
      expect(decodeInput(JSON.parse(JSON.stringify(encodeInput(one))))).toEqual(one);
    }),
  );
});
