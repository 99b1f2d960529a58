import { runSimulation } from '@cloud-copilot/iam-simulate';
import { expect, test } from 'vitest';
import { ACCOUNT } from '../gateway/account';
import { allow, deny, policy, roleArn } from '../gateway/roles';
import { roleSession, standIn } from './standIn';

/** The engine says what the simulator's front door says, where that one answers. */
const OBJECT = 'arn:aws:s3:::b/k';
const guest = { ...allow('s3:GetObject', OBJECT), Principal: { AWS: roleArn('r') } };

test.each<[string, object[], object[] | undefined, object[] | undefined]>([
  ['allowed', [allow('s3:*')], undefined, undefined],
  ['not allowed', [allow('s3:Put*')], undefined, undefined],
  ['denied', [allow('s3:*'), deny('s3:GetObject', 'arn:aws:s3:::b/*')], undefined, undefined],
  ['allowed by the bucket', [], [guest], undefined],
  ['denied by the bucket', [allow('*')], [{ ...guest, Effect: 'Deny' }], undefined],
  ['limited by the session', [allow('*')], undefined, [allow('iam:*')]],
  [
    'by a condition',
    [allow('*', '*', { Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } } })],
    undefined,
    undefined,
  ],
])('%s', async (_, identity, resource, session) => {
  const caller = roleSession('r', { policy: session && policy(...session) });
  const front = await runSimulation(
    {
      request: {
        action: 's3:GetObject',
        resource: { resource: OBJECT, accountId: ACCOUNT },
        principal: caller.principal.arn,
        contextVariables: { 'aws:SourceIp': '127.0.0.1' },
      },
      identityPolicies: [{ name: 'p', policy: JSON.parse(policy(...identity)) as unknown }],
      resourcePolicy: resource && (JSON.parse(policy(...resource)) as unknown),
      sessionPolicy: session && (JSON.parse(policy(...session)) as unknown),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (front.resultType === 'error') throw new Error(front.errors.message);
  const { policies } = standIn({ identities: { r: identity }, resources: resource && { b: resource } });
  const { outcome } = await policies.decide(caller, 's3:GetObject', OBJECT);
  const same = { Allowed: 'allowed', ExplicitlyDenied: 'explicit', ImplicitlyDenied: 'implicit' };
  expect(outcome).toBe(same[front.overallResult]);
});
