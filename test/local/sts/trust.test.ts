import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../../src/local/identity/caller';
import type { Caller } from '../../../src/local/identity/policies';
import { answerSts } from '../../../src/local/sts/sts';
import { ACCOUNT } from '../gateway/account';
import { allow, deny, policy, ROOT, roleArn } from '../gateway/roles';
import { type Known, roleSession, standIn, user } from '../identity/standIn';

/** Whom a role trusts, and what becomes of what a request makes of the session. */

const trust = (AWS: unknown, more: object = {}, Action: string | string[] = 'sts:AssumeRole') => ({
  Effect: 'Allow',
  Principal: AWS === '*' ? '*' : { AWS },
  Action,
  ...more,
});
const ARN = roleArn('target');
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/r/s`;
const ME = roleArn('r');
const on = (Condition: object) => ({ Condition });
const BOTH = ['sts:AssumeRole', 'sts:TagSession'];

interface Case {
  trust: object[];
  /** Of the role that asks. */
  mine?: object[];
  boundary?: object[];
  caller?: Caller;
  input?: Record<string, unknown>;
  managed?: Known['managed'];
}

/** The session that is made, or the refusal. */
async function assume({
  trust: statements,
  mine = [],
  boundary,
  caller = roleSession('r'),
  input,
  managed,
}: Case) {
  const known: Known = {
    identities: { r: mine, u: mine, target: [] },
    boundaries: boundary && { r: boundary },
    resources: { target: statements },
    managed,
  };
  const { policies } = standIn(known);
  // What makes the role known beside its trust.
  const identity = policies.identity.bind(policies);
  policies.identity = async (kind, name) => {
    const found = await identity(kind, name);
    return found && { ...found, trust: 'its trust' };
  };
  let session: Session | undefined;
  const keys = {
    mint: (_principal: unknown, _seconds: number, now: Date, made?: Session) => {
      session = made;
      return { accessKeyId: 'ASIA', secret: 's', sessionToken: 't', expiration: now };
    },
  };
  const answer = await answerSts(
    'AssumeRole',
    { RoleArn: ARN, RoleSessionName: 'ses', ...input },
    { caller, accountId: ACCOUNT, keys, policies, now: new Date(), requestId: 'id' },
  ).then(
    ({ body }) => ({ outcome: 'assumed', body: String(body) }),
    (error: { code: string; message: string }) => ({ outcome: `${error.code}: ${error.message}`, body: '' }),
  );
  return { ...answer, session };
}
const outcome = async (one: Case) => {
  const { outcome } = await assume(one);
  return /is not authorized to perform: (\S+)/.exec(outcome)?.[1] ?? outcome;
};
const NO = 'sts:AssumeRole';
const mine = [allow('sts:*')];

describe('trust', () => {
  const narrow = roleSession('r', { policy: policy(allow('s3:*')) });
  test.each<[string, Case, string]>([
    ['in the role', { trust: [trust(ME)] }, 'assumed'],
    ['in the session', { trust: [trust(SESSION)] }, 'assumed'],
    ['in one of several', { trust: [trust([`${ME}s`, ME])] }, 'assumed'],
    ['in everybody', { trust: [trust('*')] }, 'assumed'],
    ['in the user', { trust: [trust(user('u').principal.arn)], caller: user('u') }, 'assumed'],
    ['in the account', { trust: [trust(ROOT)] }, NO],
    ['in the account, and a policy of the caller’s', { trust: [trust(ROOT)], mine }, 'assumed'],
    ['in the account by its number', { trust: [trust(ACCOUNT)], mine }, 'assumed'],
    ['in another', { trust: [trust(`${ME}s`)], mine }, NO],
    ['in a service', { trust: [{ ...trust(''), Principal: { Service: 'glue.amazonaws.com' } }], mine }, NO],
    [
      'in nobody',
      {
        trust: [deny('sts:TagSession')].map(({ Resource: _, ...rest }) => ({ ...rest, Principal: '*' })),
        mine,
      },
      NO,
    ],
    ['by a pattern', { trust: [trust(ME, {}, 'STS:assume?ole')] }, 'assumed'],
    ['for something else', { trust: [trust(ME, {}, 'sts:AssumeRoleWithSAML')], mine }, NO],
    ['that is denied', { trust: [trust(ME), { ...trust(ME), Effect: 'Deny' }], mine }, NO],
    ['that is denied to the account', { trust: [trust(ME), { ...trust(ROOT), Effect: 'Deny' }] }, NO],
    [
      'that is denied to all but some',
      { trust: [trust(ME), { Effect: 'Deny', NotPrincipal: { AWS: `${ME}s` }, Action: 'sts:AssumeRole' }] },
      NO,
    ],
    ['that the caller’s policies deny', { trust: [trust(ME)], mine: [deny('sts:*')] }, NO],
    ['in the role, whose session is narrowed', { trust: [trust(ME)], mine, caller: narrow }, NO],
    ['in the account, with a narrowed session', { trust: [trust(ROOT)], mine, caller: narrow }, NO],
    ['in the session, which is narrowed', { trust: [trust(SESSION)], caller: narrow }, 'assumed'],
    ['in the role, which is bounded', { trust: [trust(ME)], boundary: [allow('s3:*')] }, NO],
    ['in the session of a bounded role', { trust: [trust(SESSION)], boundary: [allow('s3:*')] }, 'assumed'],
  ])('%s', async (_, one, expected) => {
    expect(await outcome(one)).toBe(expected);
  });
});

describe('conditions of trust', () => {
  const tags = [{ Key: 'team', Value: 'data' }];
  const tagged = roleSession('r', { tags: { team: 'data' } });
  test.each<[string, object, Record<string, unknown>, boolean, Caller?]>([
    ['the external id', { StringEquals: { 'sts:ExternalId': 'x1' } }, { ExternalId: 'x1' }, true],
    ['another external id', { StringEquals: { 'sts:ExternalId': 'x1' } }, { ExternalId: 'x2' }, false],
    ['no external id', { StringEquals: { 'sts:ExternalId': 'x1' } }, {}, false],
    ['the name of the session', { StringLike: { 'sts:RoleSessionName': 'se*' } }, {}, true],
    [
      'the source identity',
      { StringEquals: { 'sts:SourceIdentity': 'ana' } },
      { SourceIdentity: 'ana' },
      true,
    ],
    ['tags of the request', { StringEquals: { 'aws:RequestTag/team': 'data' } }, { Tags: tags }, true],
    ['other tags', { StringEquals: { 'aws:RequestTag/team': 'x' } }, { Tags: tags }, false],
    ['keys of tags', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' } }, { Tags: tags }, true],
    [
      'transitive keys',
      { 'ForAnyValue:StringEquals': { 'sts:TransitiveTagKeys': 'team' } },
      { Tags: tags, TransitiveTagKeys: ['team'] },
      true,
    ],
    ['the principal', { ArnLike: { 'aws:PrincipalArn': `${ME}*` } }, {}, true],
    ['tags of the principal', { StringEquals: { 'aws:PrincipalTag/team': 'data' } }, {}, true, tagged],
    ['a device', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, {}, false],
  ])('%s', async (_, condition, input, expected, caller) => {
    const all = [...BOTH, 'sts:SetSourceIdentity'];
    const found = await outcome({ trust: [trust('*', on(condition), all)], input, caller });
    expect(found === 'assumed').toBe(expected);
  });
});

describe('what a session is made of', () => {
  const open = [trust('*', {}, 'sts:*')];
  const tags = [
    { Key: 'Team', Value: 'data' },
    { Key: 'cost', Value: '1' },
  ];

  test('tags and a source identity are rights of their own', async () => {
    const plain = [trust('*')];
    expect(await outcome({ trust: plain, input: { Tags: tags } })).toBe('sts:TagSession');
    expect(await outcome({ trust: plain, input: { SourceIdentity: 'ana' } })).toBe('sts:SetSourceIdentity');
    expect(await outcome({ trust: plain, input: { Tags: [] } })).toBe('assumed');
  });

  test('it is kept with the role’s id', async () => {
    const input = {
      Tags: tags,
      TransitiveTagKeys: ['team'],
      SourceIdentity: 'ana',
      Policy: policy(allow('s3:*')),
    };
    const { session, body } = await assume({ trust: open, input });
    expect(session).toMatchObject({
      roleId: 'IDtarget',
      tags: { Team: 'data', cost: '1' },
      transitiveTagKeys: ['team'],
      sourceIdentity: 'ana',
      policy: input.Policy,
    });
    const result = (new XMLParser().parse(body) as { AssumeRoleResponse: { AssumeRoleResult: object } })
      .AssumeRoleResponse.AssumeRoleResult;
    expect(result).toMatchObject({ SourceIdentity: 'ana', PackedPolicySize: expect.any(Number) });
  });

  test('transitive tags and the source identity go on, and are not changed', async () => {
    const caller = roleSession('r', {
      tags: { team: 'data', cost: '1' },
      transitiveTagKeys: ['team'],
      sourceIdentity: 'ana',
    });
    const { session } = await assume({ trust: open, caller, input: { Tags: [{ Key: 'x', Value: '' }] } });
    expect(session).toMatchObject({
      tags: { team: 'data', x: '' },
      transitiveTagKeys: ['team'],
      sourceIdentity: 'ana',
    });
    expect(await outcome({ trust: open, caller, input: { Tags: tags } })).toMatch(
      /^InvalidParameterValue: .*conflicts/,
    );
    expect(await outcome({ trust: open, caller, input: { SourceIdentity: 'bo' } })).toMatch(/^AccessDenied/);
  });

  const long = policy(allow(Array.from({ length: 120 }, (_, index) => `s3:GetObjectNumber${index}`)));
  const arns = (...names: string[]) => names.map((arn) => ({ arn: `arn:aws:iam::${ACCOUNT}:policy/${arn}` }));
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['no JSON', { Policy: '{' }, /^MalformedPolicyDocument: This policy contains invalid Json/],
    ['null', { Policy: 'null' }, /^MalformedPolicyDocument/],
    ['a list', { Policy: '[]' }, /^MalformedPolicyDocument/],
    ['no policy', { Policy: '{"Statement": [{"Effect": "Maybe"}]}' }, /^MalformedPolicyDocument/],
    [
      'a long policy',
      { Policy: long },
      /^PackedPolicyTooLarge: Packed policy consumes \d+% of allotted space/,
    ],
    [
      'a managed policy that is not there',
      { PolicyArns: arns('none') },
      /^ValidationError: ARN .*none is not valid/,
    ],
    ['what is no ARN', { PolicyArns: [{ arn: 'x' }] }, /^ValidationError/],
    ['eleven policies', { PolicyArns: arns(...'abcdefghijk') }, /less than or equal to 10/],
    [
      '51 tags',
      { Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' })) },
      /less than or equal to 50/,
    ],
    [
      'the same tag twice',
      { Tags: [...tags, { Key: 'TEAM', Value: 'x' }] },
      /^InvalidParameterValue: Duplicate tag keys found/,
    ],
    [
      'a transitive tag that is not passed',
      { TransitiveTagKeys: ['x'] },
      /must be included in the requested tags/,
    ],
    ['a tag of AWS', { Tags: [{ Key: 'aws:x', Value: '' }] }, /reserved/],
    [
      'a device',
      { SerialNumber: 'arn:aws:iam::1:mfa/x', TokenCode: '123456' },
      /^AccessDenied: MultiFactorAuthentication failed/,
    ],
    ['less than a quarter of an hour', { DurationSeconds: 899 }, /greater than or equal to 900/],
    ['more than half a day', { DurationSeconds: 43_201 }, /less than or equal to 43200/],
    [
      'more than an hour for a session',
      { DurationSeconds: 3601 },
      /^ValidationError: .*1 hour session limit for roles assumed by role chaining/,
    ],
  ])('%s is refused', async (_, input, expected) => {
    expect(await outcome({ trust: open, input })).toMatch(expected);
  });

  test('managed session policies that are there', async () => {
    const [one] = arns('one');
    const { session } = await assume({
      trust: open,
      managed: { [one!.arn]: [] },
      input: { PolicyArns: [one] },
    });
    expect(session?.policyArns).toEqual([one!.arn]);
  });
});
