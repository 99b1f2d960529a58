import { expect, test } from 'vitest';
import { AwsError } from '../../../src/local/errors';
import { deployerArn, Policies } from '../../../src/local/identity/policies';
import { ACCOUNT } from '../gateway/account';

const caller = (arn: string) => ({
  principal: { arn, grantee: arn, userId: 'AIDA' },
  request: { region: 'us-east-1', userAgent: 'test', now: new Date() },
});

test('while the identities cannot be asked for, nobody is denied: the answer is 503', async () => {
  const policies = new Policies(
    {
      control: async () => {
        throw new AwsError('ServiceUnavailable', 'It is starting.', 503);
      },
    },
    ACCOUNT,
  );
  const refused = { code: 'ServiceUnavailable', status: 503 };
  const role = caller(`arn:aws:iam::${ACCOUNT}:role/r`);
  await expect(policies.authorize(role, 's3:GetObject', 'arn:aws:s3:::b/k')).rejects.toMatchObject(refused);
  const objects = ['arn:aws:s3:::b/1', 'arn:aws:s3:::b/2'];
  await expect(policies.authorizeEach(role, 's3:GetObject', objects)).rejects.toMatchObject(refused);
  const deployer = caller(deployerArn(ACCOUNT));
  await expect(policies.authorize(deployer, 's3:PutObject', 'arn:aws:s3:::b/k')).rejects.toMatchObject(
    refused,
  );
});

test('what fails for another reason is denied', async () => {
  const policies = new Policies(
    {
      control: async () => {
        throw new Error('unreadable');
      },
    },
    ACCOUNT,
  );
  await expect(
    policies.authorize(caller(`arn:aws:iam::${ACCOUNT}:role/r`), 's3:GetObject', 'arn:aws:s3:::b/k'),
  ).rejects.toMatchObject({ status: 403 });
});
