import { describe, expect, test } from 'vitest';
import type { ConditionValues } from '../../../src/local/claim/authorization';
import type { Caller } from '../../../src/local/identity/policies';
import { ACCOUNT } from '../gateway/account';
import { allow, deny, policy, ROOT, roleArn } from '../gateway/roles';
import { type Known, roleSession, standIn, user } from './standIn';

/** Outcomes that the IAM user guide documents, each for one request. */

const OBJECT = 'arn:aws:s3:::b/k';
const GET = 's3:GetObject';
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/r/s`;
const to = (AWS: unknown, statement: object) => ({ ...statement, Principal: AWS === '*' ? '*' : { AWS } });
const on = (Condition: object) => ({ Condition });

interface Case {
  known: Known;
  caller?: Caller;
  action?: string;
  resource?: string;
  context?: ConditionValues;
}

async function outcome({ known, caller = roleSession('r'), action = GET, resource = OBJECT, context }: Case) {
  const { policies } = standIn(known);
  const { outcome, by } = await policies.decide(caller, action, resource, context);
  return by ? `${outcome} ${by}` : outcome;
}

const NONE = 'implicit identity-based policy';
const DENIED = 'explicit identity-based policy';
const r = (...statements: object[]): Known => ({ identities: { r: statements } });

describe('policies of several kinds', () => {
  const all = allow('*');
  const none: object[] = [];
  const narrowed = (statements: object[]) => roleSession('r', { policy: policy(...statements) });
  test.each<[string, Case, string]>([
    ['identity alone', { known: r(allow(GET)) }, 'allowed'],
    ['nothing', { known: r() }, NONE],
    ['a denial wins', { known: r(all, deny(GET)) }, DENIED],
    ['a boundary alone gives nothing', { known: { ...r(), boundaries: { r: [all] } } }, NONE],
    [
      'a boundary limits',
      { known: { ...r(all), boundaries: { r: [allow('iam:*')] } } },
      'implicit permissions boundary',
    ],
    [
      'a boundary denies',
      { known: { ...r(all), boundaries: { r: [all, deny(GET)] } } },
      'explicit permissions boundary',
    ],
    [
      'a session policy limits',
      { known: r(all), caller: narrowed([allow('iam:*')]) },
      'implicit session policy',
    ],
    ['a session policy gives nothing', { known: r(), caller: narrowed([all]) }, NONE],
    [
      'a session policy denies',
      { known: r(all), caller: narrowed([all, deny(GET)]) },
      'explicit session policy',
    ],
    [
      'inline and managed session policies: what either allows',
      {
        known: { ...r(all), managed: { m: [allow(GET)] } },
        caller: roleSession('r', { policy: policy(allow('iam:*')), policyArns: ['m'] }),
      },
      'allowed',
    ],
    [
      'a managed session policy that is gone',
      { known: r(all), caller: roleSession('r', { policyArns: ['gone'] }) },
      NONE,
    ],
    [
      'a bucket that allows the role',
      { known: { ...r(), resources: { b: [to(roleArn('r'), allow(GET, OBJECT))] } } },
      'allowed',
    ],
    [
      'a bucket that allows the role: its boundary limits',
      {
        known: { ...r(), boundaries: { r: none }, resources: { b: [to(roleArn('r'), allow(GET, OBJECT))] } },
      },
      'implicit permissions boundary',
    ],
    [
      'a bucket that allows the role: the session policy limits',
      {
        known: { ...r(), resources: { b: [to(roleArn('r'), allow(GET, OBJECT))] } },
        caller: narrowed([allow('iam:*')]),
      },
      'implicit session policy',
    ],
    [
      'a bucket that allows the session: nothing limits',
      {
        known: {
          ...r(),
          boundaries: { r: [allow('iam:*')] },
          resources: { b: [to(SESSION, allow(GET, OBJECT))] },
        },
        caller: narrowed([allow('iam:*')]),
      },
      'allowed',
    ],
    [
      'a bucket that allows another session of the role',
      { known: { ...r(), resources: { b: [to(`${SESSION}2`, allow(GET, OBJECT))] } } },
      NONE,
    ],
    [
      'a bucket that allows everybody of an ARN: nothing limits',
      {
        known: {
          ...r(),
          boundaries: { r: [allow('iam:*')] },
          resources: {
            b: [to('*', allow(GET, OBJECT, on({ ArnEquals: { 'aws:PrincipalArn': roleArn('r') } })))],
          },
        },
        caller: narrowed([allow('iam:*')]),
      },
      'allowed',
    ],
    [
      'a bucket that allows the session, which a session policy denies',
      {
        known: { ...r(), resources: { b: [to(SESSION, allow(GET, OBJECT))] } },
        caller: narrowed([deny(GET)]),
      },
      'explicit session policy',
    ],
    [
      'a bucket that allows the user: its boundary does not limit',
      {
        known: {
          identities: { u: [] },
          boundaries: { u: [allow('iam:*')] },
          resources: { b: [to(user('u').principal.arn, allow(GET, OBJECT))] },
        },
        caller: user('u'),
      },
      'allowed',
    ],
    [
      'a bucket that trusts the account leaves it to the caller’s policies',
      { known: { ...r(), resources: { b: [to(ROOT, allow(GET, OBJECT))] } } },
      NONE,
    ],
    [
      'a bucket that denies',
      { known: { ...r(all), resources: { b: [to('*', deny(GET, OBJECT))] } } },
      'explicit resource-based policy',
    ],
    [
      'a bucket that denies all but others',
      {
        known: {
          ...r(all),
          resources: { b: [{ ...deny(GET, OBJECT), NotPrincipal: { AWS: roleArn('other') } }] },
        },
      },
      'explicit resource-based policy',
    ],
    [
      'a bucket binds the deployer',
      { known: { resources: { b: [to('*', deny(GET, OBJECT))] } }, caller: user('deployer') },
      'explicit resource-based policy',
    ],
    ['the deployer', { known: {}, caller: user('deployer') }, 'allowed'],
  ])('%s', async (_, one, expected) => {
    expect(await outcome(one)).toBe(expected);
  });
});

describe('keys of KMS', () => {
  const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;
  const ask = (known: Known, caller?: Caller) =>
    outcome({ known, caller, action: 'kms:Decrypt', resource: KEY });
  test.each<[string, Known, string]>([
    [
      'a key that delegates to the account',
      { ...r(allow('kms:*')), resources: { 1: [to(ROOT, allow('kms:*'))] } },
      'allowed',
    ],
    ['the same, for who has no policy', { ...r(), resources: { 1: [to(ROOT, allow('kms:*'))] } }, NONE],
    [
      'a key that names the caller',
      { ...r(), resources: { 1: [to(roleArn('r'), allow('kms:Decrypt'))] } },
      'allowed',
    ],
    [
      'a key that names others only',
      { ...r(allow('kms:*')), resources: { 1: [to(roleArn('other'), allow('kms:*'))] } },
      'implicit resource-based policy',
    ],
    ['a key without a policy', r(allow('kms:*')), 'allowed'],
  ])('%s', async (_, known, expected) => {
    expect(await ask(known)).toBe(expected);
  });
  test('the deployer is bound too', async () => {
    const known: Known = { resources: { 1: [to(roleArn('other'), allow('kms:*'))] } };
    expect(await ask(known, user('deployer'))).toBe('implicit resource-based policy');
  });
});

describe('conditions', () => {
  const tagged: Known = { identities: { r: [] }, tags: { r: { Team: 'role', Cost: '1' } } };
  const met = async (Condition: object, more: Omit<Case, 'known'> = {}, known: Known = tagged) => {
    const identities = { r: [allow(GET, '*', { Condition })] };
    return (await outcome({ known: { ...known, identities }, ...more })) === 'allowed';
  };
  const inSession = { caller: roleSession('r', { tags: { team: 'session' }, sourceIdentity: 'ana' }) };
  test.each<[string, object, boolean, Omit<Case, 'known'>?]>([
    ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, true],
    ['the kind of principal', { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }, true],
    ['the id', { StringEquals: { 'aws:userid': 'IDr:s' } }, true],
    ['the region', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }, true],
    ['the agent', { StringLike: { 'aws:UserAgent': 'te*' } }, true],
    ['the account of the resource', { StringEquals: { 'aws:ResourceAccount': ACCOUNT } }, true],
    ['a tag of the role', { StringEquals: { 'aws:PrincipalTag/cost': '1' } }, true],
    [
      'a tag of the session outweighs it',
      { StringEquals: { 'aws:PrincipalTag/Team': 'session' } },
      true,
      inSession,
    ],
    ['the source identity', { StringEquals: { 'aws:SourceIdentity': 'ana' } }, true, inSession],
    ['a session without a device', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, true],
    ['when the session began', { DateGreaterThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:00Z' } }, true],
    ['time in seconds', { NumericGreaterThan: { 'aws:EpochTime': '1500000000' } }, true],
    ['a date against seconds', { DateGreaterThan: { 'aws:EpochTime': '2020-01-01T00:00:00Z' } }, true],
    ['a date that is past', { DateLessThan: { 'aws:EpochTime': '2020-01-01T00:00:00Z' } }, false],
    ['seconds against a date', { DateLessThan: { 'aws:CurrentTime': '1500000000' } }, false],
    ['a missing key', { StringEquals: { 'aws:PrincipalTag/none': 'x' } }, false],
    ['a missing key, negated', { StringNotEquals: { 'aws:PrincipalTag/none': 'x' } }, true],
    ['a missing key, if it exists', { StringEqualsIfExists: { 'aws:PrincipalTag/none': 'x' } }, true],
    ['a missing key is null', { Null: { 'aws:PrincipalTag/none': 'true' } }, true],
    ['a key that is there is not null', { Null: { 'aws:PrincipalTag/Cost': 'true' } }, false],
    ['for all of no values', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'x' } }, true],
    ['for any of no values', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'x' } }, false],
    [
      'for all values',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['x', 'y'] } },
      true,
      { context: { 'aws:TagKeys': ['x', 'y'] } },
    ],
    [
      'for all values but one',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['x'] } },
      false,
      { context: { 'aws:TagKeys': ['x', 'y'] } },
    ],
    [
      'a key that the reference does not list for the action',
      { StringEquals: { 'sns:Protocol': 'x' } },
      true,
      { context: { 'sns:Protocol': 'x' } },
    ],
    [
      'a variable',
      { StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::${aws:PrincipalAccount}:role/r' } },
      true,
    ],
    [
      'a variable in an ARN',
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::${aws:PrincipalAccount}:role/*' } },
      true,
    ],
    [
      'a variable without a value',
      { StringEquals: { 'aws:PrincipalTag/Cost': '${aws:PrincipalTag/none}' } },
      false,
    ],
    ['the same, negated', { StringNotEquals: { 'aws:PrincipalTag/Cost': '${aws:PrincipalTag/none}' } }, true],
    [
      'a variable with a default',
      { StringEquals: { 'aws:PrincipalTag/Cost': "${aws:PrincipalTag/none, '1'}" } },
      true,
    ],
    ['a star that is none', { StringEquals: { 'aws:PrincipalTag/Cost': '*' } }, false],
  ])('%s', async (_, condition, expected, more) => {
    expect(await met(condition, more)).toBe(expected);
  });

  test('of users: a name, and no sign of a device', async () => {
    const home = 'arn:aws:s3:::b/home/${aws:username}/*';
    const statements = [allow(GET, home, on({ Null: { 'aws:MultiFactorAuthPresent': 'true' } }))];
    const ask = (resource: string) =>
      outcome({ known: { identities: { ana: statements } }, caller: user('ana'), resource });
    expect(await ask('arn:aws:s3:::b/home/ana/x')).toBe('allowed');
    expect(await ask('arn:aws:s3:::b/home/bo/x')).toBe(NONE);
  });

  test('a variable reaches over the parts of an ARN that has no slash', async () => {
    const topic = (name: string) => `arn:aws:sns:us-east-1:${ACCOUNT}:${name}`;
    const known = {
      ...tagged,
      identities: { r: [allow('sns:*'), deny('sns:*', topic('${aws:PrincipalTag/Team}-*'))] },
    };
    expect(await outcome({ known, action: 'sns:Publish', resource: topic('role-x') })).toBe(DENIED);
    expect(await outcome({ known, action: 'sns:Publish', resource: topic('other-x') })).toBe('allowed');
  });

  test('a variable of which there is no value denies what is not it', async () => {
    const known = r(allow(GET), {
      Effect: 'Deny',
      Action: GET,
      NotResource: 'arn:aws:s3:::b/${aws:username}/*',
    });
    expect(await outcome({ known })).toBe(DENIED);
  });

  test('older policies know no variables', async () => {
    const known = { ...r(allow(GET, 'arn:aws:s3:::b/${aws:PrincipalAccount}')), version: '2008-10-17' };
    expect(await outcome({ known, resource: `arn:aws:s3:::b/${ACCOUNT}` })).toBe(NONE);
    expect(await outcome({ known, resource: 'arn:aws:s3:::b/${aws:PrincipalAccount}' })).toBe('allowed');
  });

  test('tags of the resource are looked up, and only where a policy asks', async () => {
    const secret = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:s`;
    const known: Known = {
      identities: {
        r: [
          allow('secretsmanager:*', '*', on({ StringEquals: { 'aws:ResourceTag/team': 'data' } })),
          allow('sns:*'),
        ],
      },
      resourceTags: { [secret]: { Team: 'data' } },
    };
    const { policies, calls } = standIn(known);
    const ask = async (resource: string) =>
      (await policies.decide(roleSession('r'), 'secretsmanager:GetSecretValue', resource)).outcome;
    expect(await ask(secret)).toBe('allowed');
    expect(await ask(`${secret}2`)).toBe('implicit');
    known.resourceTags![secret]!.Team = 'other';
    expect(await ask(secret)).toBe('implicit');
    expect(calls['resource-tags']).toBe(3);
  });
});

describe('what cannot be decided is denied', () => {
  test.each<[string, Case]>([
    ['a resource that is none', { known: r(allow(GET, OBJECT)), resource: 'k' }],
    ['noncharacters', { known: r(allow('*')), resource: `${OBJECT}\uFDD0` }],
    ['an operator that is none', { known: r(allow('*'), deny(GET, '*', on({ StringIs: { a: 'b' } }))) }],
    ['a policy that is none', { known: r(allow('*'), { Effect: 'Deny' }) }],
    [
      'a session whose role was made anew',
      { known: r(allow('*')), caller: roleSession('r', { roleId: 'IDbefore' }) },
    ],
    [
      'a user that was made anew',
      {
        known: r(allow('*')),
        caller: { ...user('r'), principal: { ...user('r').principal, userId: 'IDx' } },
      },
    ],
  ])('%s', async (_, one) => {
    expect(await outcome(one)).toBe(NONE);
  });

  test('a resource that is not told is not any resource', async () => {
    const alarm = `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:a`;
    const ask = (...statements: object[]) =>
      outcome({ known: r(...statements), action: 'cloudwatch:DescribeAlarms', resource: '*' });
    expect(await ask(allow('cloudwatch:*'))).toBe('allowed');
    expect(await ask(allow('cloudwatch:*', alarm))).toBe(NONE);
    expect(await ask(allow('cloudwatch:*', 'arn:aws:*'))).toBe(NONE);
    expect(await ask(allow('cloudwatch:*'), deny('cloudwatch:*', alarm))).toBe(DENIED);
  });
});

describe('for administrators only', () => {
  const may = (...statements: object[]) =>
    standIn(r(...statements))
      .policies.administratorsOnly(roleSession('r'), 'ec2:RunInstances')
      .then(
        () => 'yes',
        (error: Error) => error.message,
      );
  test.each<[string, object[], boolean]>([
    ['everything', [allow('*')], true],
    ['everything of the service', [allow('ec2:*')], false],
    ['everything of a resource', [allow('*', 'arn:aws:ec2:*:*:*')], false],
    [
      'everything, but a denial of one resource',
      [allow('*'), deny('ec2:Run*', 'arn:aws:ec2:*:*:instance/i')],
      false,
    ],
    [
      'everything, but a denial on a condition',
      [allow('*'), deny('ec2:*', '*', on({ Bool: { 'aws:SecureTransport': 'false' } }))],
      false,
    ],
    ['everything, and a denial of something else', [allow('*'), deny('s3:*')], true],
    ['everything but the service', [{ Effect: 'Allow', NotAction: 'ec2:*', Resource: '*' }], false],
  ])('%s', async (_, statements, expected) => {
    expect((await may(...statements)) === 'yes').toBe(expected);
  });
  test('the deployer', async () => {
    await standIn({}).policies.administratorsOnly(user('deployer'), 'ec2:RunInstances');
  });
});
