import { describe, expect, test } from 'vitest';
import { resourcesOf } from '../../../../src/local/claim/resources';
import type { Input } from '../../../../src/local/claim/resources/serviceResources';
import { AwsError } from '../../../../src/local/errors';
import { ACCOUNT, needed, REGION } from './lookups';
import { SERVICES, serviceModel } from './serviceModels';
import { whole } from './wholeInput';

const FRAGMENTS = [
  '*',
  '?',
  ':',
  '/',
  ':*',
  '/*',
  '../',
  '%2F',
  '%3A',
  ' ',
  '\n',
  '\u0000',
  'é',
  '${aws:username}',
  'admin',
  'alias/',
  'key/',
  'role/',
  'policy/',
  'secret:',
  'function:',
  'log-group:',
  ':log-stream:',
  'event-source-mapping:',
  '999999999999',
  'https://queue.example.com/',
  'arn:',
  'arn:aws:',
  ...['iam', 'kms', 'sns', 'sqs', 'logs', 'lambda', 'cloudwatch', 'secretsmanager'].flatMap((service) => [
    `arn:aws:${service}:${REGION}:${ACCOUNT}:`,
    `arn:aws:${service}:eu-west-1:999999999999:`,
    `arn:aws:${service}::${ACCOUNT}:`,
  ]),
];

/** Numbers from 0 to 1, the same ones each time (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function spelling(next: () => number): string {
  return Array.from(
    { length: 1 + Math.floor(next() * 4) },
    () => FRAGMENTS[Math.floor(next() * FRAGMENTS.length)],
  ).join('');
}

/** Action, service and kind of resource: `iam:GetRole iam role/`. Topics and queues have no word for their kind. */
function kindOf(action: string, resource: string): string {
  if (resource === '*') return `${action} *`;
  const [, service = '', region = '', account = '', rest = ''] =
    /^arn:aws:([a-z]+):([^:]*):([^:]+):(.+)$/s.exec(resource) ?? [];
  expect(account, resource).toMatch(/^(?:\d{12}|aws)$/);
  expect(region, resource).toMatch(/^[\w-]*$/);
  const kind = service === 'sns' || service === 'sqs' ? '' : (/^[a-z-]+[:/]/.exec(rest)?.[0] ?? rest);
  return `${action} ${service} ${kind}`;
}

/** Conditions of a rule change with the names, but never the kinds of resources. */
const OPTIONAL = ['iam:PassRole', 'lambda:InvokeFunction'];

describe.each(SERVICES)('$service', ({ service, model: name }) => {
  const model = serviceModel(name);

  test.each(Object.keys(resourcesOf(service)?.operations ?? {}))(
    '%s keeps its kind of resource under any spelling',
    async (operation) => {
      const next = random(operation.length);
      const input = whole(model, operation);
      const kinds = new Set(
        (await needed(service, operation, input)).map(({ action, resource }) => kindOf(action, resource)),
      );
      for (const [member, value] of Object.entries(input))
        for (let run = 0; run < 25; run++) {
          const spelt = spelling(next);
          const changed: Input = {
            ...input,
            [member]: Array.isArray(value)
              ? [spelt, spelling(next)]
              : typeof value === 'string'
                ? spelt
                : value,
          };
          const found = await needed(service, operation, changed).catch((error: unknown) => {
            expect(error, `${member}: ${spelt}`).toBeInstanceOf(AwsError);
            return undefined;
          });
          if (found === undefined) continue;
          expect(found.length).toBeGreaterThan(0);
          for (const { action, resource } of found)
            if (!OPTIONAL.includes(action))
              expect(kinds, `${member}: ${JSON.stringify(spelt)} gave ${resource}`).toContain(
                kindOf(action, resource),
              );
        }
    },
  );
});
