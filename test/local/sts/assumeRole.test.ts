import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT, type Credentials, openWireAccount, type WireAccount } from '../gateway/account';
import { allow, assume, createRole, deny, ROOT, roleArn, trustIn } from '../gateway/roles';

let account: WireAccount;
/** Sessions of roles that ask for other roles. */
let permitted: Credentials;
let unpermitted: Credentials;
let forbidden: Credentials;

beforeAll(async () => {
  account = await openWireAccount();
  await createRole(account, 'permitted', [allow('sts:AssumeRole', roleArn('open*'))]);
  await createRole(account, 'unpermitted');
  await createRole(account, 'forbidden', [allow('sts:*'), deny('sts:AssumeRole', roleArn('*'))]);
  await createRole(account, 'open');
  await createRole(account, 'open-to-unpermitted', [], {
    AssumeRolePolicyDocument: trustIn(roleArn('unpermitted'), roleArn('forbidden')),
  });
  await createRole(account, 'long', [], { MaxSessionDuration: 7200 });
  await createRole(account, 'in-path', [], { Path: '/team/data/' });
  [permitted, unpermitted, forbidden] = await Promise.all([
    assume(account, 'permitted'),
    assume(account, 'unpermitted'),
    assume(account, 'forbidden'),
  ]);
});
afterAll(() => account.close());

const sts = (credentials: Credentials = account.deployer) =>
  new STSClient({ ...account.settings, credentials });
const ask = (role: string, by?: Credentials, more: object = {}) =>
  sts(by).send(new AssumeRoleCommand({ RoleArn: roleArn(role), RoleSessionName: 'test', ...more }));
const refusal = (session: string, role: string) => ({
  name: 'AccessDenied',
  message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/${session}/test is not authorized to perform: sts:AssumeRole on resource: ${roleArn(role)}`,
  $metadata: { httpStatusCode: 403 },
});

test('a session is the role, under the name of the session', async () => {
  const answer = await ask('open', undefined, { RoleSessionName: 'ana.lyst@example' });
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/open/ana.lyst@example`;
  expect(answer.AssumedRoleUser!.Arn).toBe(arn);
  expect(answer.AssumedRoleUser!.AssumedRoleId).toMatch(/^AROA[A-Z0-9]{16,17}:ana\.lyst@example$/);
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials!;
  expect(AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
  expect(Math.abs(Expiration!.getTime() - Date.now() - 3600_000)).toBeLessThan(10_000);
  const session = {
    accessKeyId: AccessKeyId!,
    secretAccessKey: SecretAccessKey!,
    sessionToken: SessionToken!,
  };
  const identity = await sts(session).send(new GetCallerIdentityCommand());
  expect(identity).toMatchObject({
    Account: ACCOUNT,
    Arn: arn,
    UserId: answer.AssumedRoleUser!.AssumedRoleId,
  });
});

test('two sessions have nothing in common', async () => {
  const [a, b] = [await assume(account, 'open'), await assume(account, 'open')];
  expect(new Set([...Object.values(a), ...Object.values(b)]).size).toBe(6);
});

describe('trust in the account leaves it to the policies of the caller', () => {
  test('allowed', async () => {
    expect((await ask('open', permitted)).AssumedRoleUser!.Arn).toContain('/open/test');
  });
  test('not allowed', async () => {
    await expect(ask('open', unpermitted)).rejects.toMatchObject(refusal('unpermitted', 'open'));
    await expect(ask('long', permitted)).rejects.toMatchObject(refusal('permitted', 'long'));
  });
  test('denied', async () => {
    await expect(ask('open', forbidden)).rejects.toMatchObject(refusal('forbidden', 'open'));
  });
});

describe('trust in the caller itself', () => {
  test('needs no policy', async () => {
    expect((await ask('open-to-unpermitted', unpermitted)).Credentials).toBeDefined();
  });
  test('does not outweigh a denial', async () => {
    await expect(ask('open-to-unpermitted', forbidden)).rejects.toMatchObject(
      refusal('forbidden', 'open-to-unpermitted'),
    );
  });
  test('lets nobody else in, whatever may be allowed to them', async () => {
    await expect(ask('open-to-unpermitted', permitted)).rejects.toMatchObject(
      refusal('permitted', 'open-to-unpermitted'),
    );
    await expect(ask('open-to-unpermitted')).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

test('a role that is not there, is of another account, or is named without its path is refused alike', async () => {
  const role = (RoleArn: string) => ask('', undefined, { RoleArn });
  for (const arn of [roleArn('none'), 'arn:aws:iam::210987654321:role/open', roleArn('in-path'), ROOT])
    await expect(role(arn)).rejects.toMatchObject({ name: 'AccessDenied' });
  const { AssumedRoleUser } = await role(roleArn('team/data/in-path'));
  expect(AssumedRoleUser!.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/in-path/test`);
});

describe('the name of a session', () => {
  test.each(['ab', 'a'.repeat(64), 'A-z_0+9=,.@'])('may be %s', async (RoleSessionName) => {
    const { AssumedRoleUser } = await ask('open', undefined, { RoleSessionName });
    expect(AssumedRoleUser!.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/open/${RoleSessionName}`);
  });
  const pattern = 'Member must satisfy regular expression pattern: [\\w+=,.@-]*';
  test.each([
    ['a', 'Member must have length greater than or equal to 2'],
    ['a'.repeat(65), 'Member must have length less than or equal to 64'],
    ['a b', pattern],
    ['a/b', pattern],
    ['a:b', pattern],
    ['é!', pattern],
  ])('may not be %s', async (RoleSessionName, constraint) => {
    await expect(ask('open', undefined, { RoleSessionName })).rejects.toMatchObject({
      name: 'ValidationError',
      message: `1 validation error detected: Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: ${constraint}`,
    });
  });
});

describe('how long a session holds', () => {
  test.each([
    ['open', 900],
    ['open', 3600],
    ['long', 7200],
  ])('%s: %d seconds', async (role, DurationSeconds) => {
    const { Credentials: made } = await ask(role, undefined, { DurationSeconds });
    const off = made!.Expiration!.getTime() - Date.now() - DurationSeconds * 1000;
    expect(Math.abs(off)).toBeLessThan(10_000);
  });
  test.each([
    ['open', 899],
    ['open', 3601],
    ['long', 7201],
  ])('%s: not %d seconds', async (role, DurationSeconds) => {
    await expect(ask(role, undefined, { DurationSeconds })).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });
  test('one hour at most for a session that is made by a session', async () => {
    await createRole(account, 'open-long', [], { MaxSessionDuration: 7200 });
    expect((await ask('open-long', permitted, { DurationSeconds: 3600 })).Credentials).toBeDefined();
    await expect(ask('open-long', permitted, { DurationSeconds: 3601 })).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });
});

test('a policy of the session that is no JSON is refused', async () => {
  await expect(ask('open', undefined, { Policy: '{' })).rejects.toMatchObject({
    name: 'MalformedPolicyDocumentException',
    message: 'This policy contains invalid Json',
  });
});
