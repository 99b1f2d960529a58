import { join } from 'node:path';
import { AthenaClient, ListWorkGroupsCommand } from '@aws-sdk/client-athena';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AccessKeys } from '../../../src/local/identity/accessKeys';
import { openStore } from '../../../src/local/store/store';
import { ACCOUNT, type Credentials, openWireAccount, type WireAccount } from '../gateway/account';
import { allow, assume, createRole, roleArn } from '../gateway/roles';

/** What the credentials of a session are good for, and for how long. */

let account: WireAccount;
let session: Credentials;
let ended: Credentials;

beforeAll(async () => {
  account = await openWireAccount(async (folder) => {
    // A session of an hour ago, for a quarter of an hour.
    const store = openStore(join(folder, 'store'));
    const principal = {
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/test`,
      grantee: roleArn('reader'),
      userId: 'AROA:test',
    };
    const made = new AccessKeys(store).mint(principal, 900, new Date(Date.now() - 3600_000));
    ended = { ...made, secretAccessKey: made.secret };
    await store.close();
  });
  await createRole(account, 'reader', [allow(['s3:ListAllMyBuckets', 'athena:ListWorkGroups'])]);
  session = await assume(account, 'reader');
});
afterAll(() => account.close());

const settings = (credentials: Credentials) => ({ ...account.settings, credentials });
const calls = (credentials: Credentials): Promise<unknown>[] => [
  new S3Client({ ...settings(credentials), forcePathStyle: true }).send(new ListBucketsCommand()),
  new STSClient(settings(credentials)).send(new GetCallerIdentityCommand()),
  new AthenaClient(settings(credentials)).send(new ListWorkGroupsCommand()),
];
const names = (credentials: Credentials) =>
  Promise.all(
    calls(credentials).map((call) =>
      call.then(
        () => 'answered',
        (error: Error) => `${error.name}: ${error.message}`,
      ),
    ),
  );

test('they work at every service', async () => {
  expect(await names(session)).toEqual(['answered', 'answered', 'answered']);
});

test('they are nothing without their token, or with another', async () => {
  const other = await assume(account, 'reader');
  const refused = [
    'InvalidToken: The provided token is malformed or otherwise invalid.',
    'InvalidClientTokenId: The security token included in the request is invalid',
    'UnrecognizedClientException: The security token included in the request is invalid.',
  ];
  expect(await names({ ...session, sessionToken: undefined })).toEqual(refused);
  expect(await names({ ...session, sessionToken: other.sessionToken })).toEqual(refused);
  expect(await names({ ...account.deployer, sessionToken: session.sessionToken })).toEqual(refused);
});

test('they end, and it is said that they ended', async () => {
  expect(await names(ended)).toEqual([
    'ExpiredToken: The provided token has expired.',
    'ExpiredToken: The security token included in the request is expired',
    'ExpiredTokenException: The security token included in the request is expired',
  ]);
});

test('who may not sign learns nothing of it', async () => {
  const [answer] = await names({ ...ended, secretAccessKey: 'guessed' });
  expect(answer).toMatch(/^SignatureDoesNotMatch/);
});

test('the deployer and a user are told who they are', async () => {
  const whoIs = (credentials: Credentials) =>
    new STSClient(settings(credentials)).send(new GetCallerIdentityCommand());
  expect(await whoIs(account.deployer)).toMatchObject({
    Account: ACCOUNT,
    Arn: `arn:aws:iam::${ACCOUNT}:user/deployer`,
    UserId: expect.stringMatching(/^AIDA/),
  });
  const iam = new IAMClient(account.settings);
  const { User } = await iam.send(new CreateUserCommand({ UserName: 'ana', Path: '/team/' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }));
  const ana = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
  expect(await whoIs(ana)).toMatchObject({
    Arn: `arn:aws:iam::${ACCOUNT}:user/team/ana`,
    UserId: User!.UserId,
  });
});

test('a session of a user is the user; a session makes no such session', async () => {
  const sts = new STSClient(account.settings);
  const { Credentials: made } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
  const credentials = {
    accessKeyId: made!.AccessKeyId!,
    secretAccessKey: made!.SecretAccessKey!,
    sessionToken: made!.SessionToken!,
  };
  const { Arn } = await new STSClient(settings(credentials)).send(new GetCallerIdentityCommand());
  expect(Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/deployer`);
  const again = new STSClient(settings(session)).send(new GetSessionTokenCommand());
  await expect(again).rejects.toMatchObject({
    name: 'AccessDenied',
    message: 'Cannot call GetSessionToken with session credentials',
  });
});
