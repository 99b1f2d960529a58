import { expect, test } from 'vitest';
import { trusts } from '../../../src/local/sts/trust';

const account = '123456789012';
const role = `arn:aws:iam::${account}:role/reader`;
const principal = {
  arn: `arn:aws:sts::${account}:assumed-role/reader/session`,
  grantee: role,
  userId: 'AROA:session',
};
const root = `arn:aws:iam::${account}:root`;
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...more,
});
const deny = (Principal: unknown, more: object = {}) => ({ ...allow(Principal, more), Effect: 'Deny' });

test.each<[string, object[], 'caller' | 'account' | 'no']>([
  ['the role of the session', [allow({ AWS: role })], 'caller'],
  ['the session itself', [allow({ AWS: principal.arn })], 'caller'],
  ['one of several', [allow({ AWS: [`${role}s`, role] })], 'caller'],
  ['everybody', [allow('*')], 'caller'],
  ['everybody of AWS', [allow({ AWS: '*' })], 'caller'],
  ['the account by its root', [allow({ AWS: root })], 'account'],
  ['the account by its number', [allow({ AWS: account })], 'account'],
  ['the caller beside the account', [allow({ AWS: root }), allow({ AWS: role })], 'caller'],
  ['another role', [allow({ AWS: `${role}s` })], 'no'],
  ['another account', [allow({ AWS: 'arn:aws:iam::210987654321:root' })], 'no'],
  ['a service', [allow({ Service: 'glue.amazonaws.com' })], 'no'],
  ['nobody', [], 'no'],
  ['for all of STS', [allow({ AWS: role }, { Action: 'sts:*' })], 'caller'],
  [
    'for a pattern, in another case',
    [allow({ AWS: role }, { Action: ['sts:Tag*', 'STS:assume?ole'] })],
    'caller',
  ],
  ['for something else', [allow({ AWS: role }, { Action: 'sts:AssumeRoleWithSAML' })], 'no'],
  [
    'for all but something else',
    [allow({ AWS: role }, { Action: undefined, NotAction: 'sts:Tag*' })],
    'caller',
  ],
  ['for all but this', [allow({ AWS: role }, { Action: undefined, NotAction: 'sts:Assume*' })], 'no'],
  [
    'on a condition',
    [allow({ AWS: role }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })],
    'no',
  ],
])('trust in %s', (_, statements, expected) => {
  expect(trusts(policy(...statements), principal, account)).toBe(expected);
});

test.each<[string, object]>([
  ['the role', deny({ AWS: role })],
  ['the account', deny({ AWS: root })],
  ['everybody', deny('*')],
  ['the role, by a pattern of actions', deny({ AWS: role }, { Action: 'sts:Assume*' })],
  [
    'the role, for all but something else',
    deny({ AWS: role }, { Action: undefined, NotAction: 'sts:TagSession' }),
  ],
  ['all but some', deny(undefined, { NotPrincipal: { AWS: `${role}s` } })],
  [
    'the role on a condition',
    deny({ AWS: role }, { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  ],
])('a denial of %s outweighs the trust', (_, statement) => {
  expect(trusts(policy(allow({ AWS: role }), statement), principal, account)).toBe('no');
});

test('a denial of another does not concern the caller, and a single statement needs no list', () => {
  expect(trusts(policy(allow({ AWS: role }), deny({ AWS: `${role}s` })), principal, account)).toBe('caller');
  expect(trusts(JSON.stringify({ Statement: allow({ AWS: role }) }), principal, account)).toBe('caller');
});
