import { statSync } from 'node:fs';
import { join } from 'node:path';
import { AthenaClient, ListWorkGroupsCommand } from '@aws-sdk/client-athena';
import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../src/local/identity/accessKeys';
import { type Credentials, openWireAccount, type WireAccount } from '../gateway/account';
import { allow, policy } from '../gateway/roles';

/** Keys of users, as IAM makes and ends them. */

let account: WireAccount;
let iam: IAMClient;
const PolicyDocument = policy(allow('athena:*'));

beforeAll(async () => {
  account = await openWireAccount();
  iam = new IAMClient(account.settings);
});
afterAll(() => account.close());

async function createUser(UserName: string): Promise<Credentials> {
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
}
/** `answered`, or the name of the error. */
const outcome = (credentials: Credentials): Promise<string> =>
  new AthenaClient({ ...account.settings, credentials }).send(new ListWorkGroupsCommand()).then(
    () => 'answered',
    (error: Error) => error.name,
  );

test('a new key has the rights of its user', async () => {
  const ana = await createUser('ana');
  expect(await outcome(ana)).toBe('AccessDeniedException');
  await iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'p', PolicyDocument }));
  expect(await outcome(ana)).toBe('answered');
});

test('a user has the rights of its groups, for as long as it is in them', async () => {
  const bo = await createUser('bo');
  const member = { GroupName: 'analysts', UserName: 'bo' };
  await iam.send(new CreateGroupCommand({ GroupName: 'analysts' }));
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'analysts', PolicyName: 'p', PolicyDocument }));
  expect(await outcome(bo)).toBe('AccessDeniedException');
  await iam.send(new AddUserToGroupCommand(member));
  expect(await outcome(bo)).toBe('answered');
  await iam.send(new RemoveUserFromGroupCommand(member));
  expect(await outcome(bo)).toBe('AccessDeniedException');
});

test('a key that is inactive or gone opens nothing', async () => {
  const cy = await createUser('cy');
  await iam.send(new PutUserPolicyCommand({ UserName: 'cy', PolicyName: 'p', PolicyDocument }));
  const key = { UserName: 'cy', AccessKeyId: cy.accessKeyId };
  expect(await outcome(cy)).toBe('answered');
  await iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Inactive' }));
  expect(await outcome(cy)).toBe('UnrecognizedClientException');
  await iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Active' }));
  expect(await outcome(cy)).toBe('answered');
  await iam.send(new DeleteAccessKeyCommand(key));
  expect(await outcome(cy)).toBe('UnrecognizedClientException');
});

test('what IAM refuses changes no key', async () => {
  const di = await createUser('di');
  const other = { UserName: 'nobody', AccessKeyId: di.accessKeyId };
  await expect(iam.send(new DeleteAccessKeyCommand(other))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
  expect(await outcome(di)).toBe('AccessDeniedException');
});

test("the deployer's key lies where only the owner of the account can read it", () => {
  expect(statSync(join(account.folder, 'credentials.json')).mode & 0o777).toBe(0o600);
  expect(statSync(account.folder).mode & 0o777).toBe(0o700);
});

test('ids are of the form that AWS gives them, and never the same', () => {
  const made = Array.from({ length: 200 }, () => newId('AKIA'));
  expect(made.filter((id) => !/^AKIA[A-Z2-7]{16}$/.test(id))).toEqual([]);
  expect(new Set(made).size).toBe(200);
});
