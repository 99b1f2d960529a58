import { expect, test } from 'vitest';
import { needed } from './lookups';
import { expectRows } from './rows';

const iam = 'arn:aws:iam::123456789012';
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

expectRows('iam', [
  ['GetRole', { RoleName: 'deep' }, [`iam:GetRole ${iam}:role/service/deep`]],
  ['GetRole', { RoleName: 'none', UserName: 'deep' }, [`iam:GetRole ${iam}:role/none`]],
  ['GetRole', { RoleName: '*' }, [`iam:GetRole ${iam}:role/*`]],
  ['GetRole', {}, [`iam:GetRole ${iam}:role/<missing>`]],
  [
    'AttachRolePolicy',
    { RoleName: 'deep', PolicyArn: readOnly },
    [`iam:AttachRolePolicy ${iam}:role/service/deep {"iam:PolicyARN":"${readOnly}"}`],
  ],
  [
    'CreateRole',
    { RoleName: 'new', Path: '/teams/', PermissionsBoundary: readOnly, Tags: [{ Key: 'k', Value: 'v' }] },
    [
      `iam:CreateRole ${iam}:role/teams/new {"aws:RequestTag/k":"v","aws:TagKeys":["k"],"iam:PermissionsBoundary":"${readOnly}"}`,
      `iam:TagRole ${iam}:role/teams/new {"aws:RequestTag/k":"v","aws:TagKeys":["k"]}`,
    ],
  ],
  ['CreateRole', { RoleName: 'new', Path: 'x' }, 'ValidationError'],
  [
    'CreateUser',
    { UserName: 'new', PermissionsBoundary: readOnly },
    [`iam:CreateUser ${iam}:user/new {"iam:PermissionsBoundary":"${readOnly}"}`],
  ],
  [
    'UpdateUser',
    { UserName: 'deep', NewUserName: 'boss' },
    [`iam:UpdateUser ${iam}:user/people/deep`, `iam:UpdateUser ${iam}:user/people/boss`],
  ],
  [
    'UpdateGroup',
    { GroupName: 'deep', NewPath: '/' },
    [`iam:UpdateGroup ${iam}:group/people/deep`, `iam:UpdateGroup ${iam}:group/deep`],
  ],
  ['AddUserToGroup', { GroupName: 'deep', UserName: 'ana' }, [`iam:AddUserToGroup ${iam}:group/people/deep`]],
  [
    'AddRoleToInstanceProfile',
    { InstanceProfileName: 'p', RoleName: 'deep' },
    [
      `iam:AddRoleToInstanceProfile ${iam}:instance-profile/p`,
      `iam:PassRole ${iam}:role/service/deep {"iam:PassedToService":"ec2.amazonaws.com"}`,
    ],
  ],
  ['GetPolicy', { PolicyArn: readOnly }, [`iam:GetPolicy ${readOnly}`]],
  ['DeletePolicy', { PolicyArn: `${iam}:role/admin` }, [`iam:DeletePolicy ${iam}:policy/<missing>`]],
  ['DeletePolicy', { PolicyArn: 'mine' }, [`iam:DeletePolicy ${iam}:policy/<missing>`]],
  ['CreatePolicy', { PolicyName: 'p', Path: '/a/' }, [`iam:CreatePolicy ${iam}:policy/a/p`]],
  [
    'CreateOpenIDConnectProvider',
    { Url: 'https://login.example.com/tenant' },
    [`iam:CreateOpenIDConnectProvider ${iam}:oidc-provider/login.example.com/tenant`],
  ],
  [
    'CreateServiceLinkedRole',
    { AWSServiceName: 'custom-resource.application-autoscaling.amazonaws.com', CustomSuffix: 'x' },
    [
      `iam:CreateServiceLinkedRole ${iam}:role/aws-service-role/custom-resource.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_CustomResource_x {"iam:AWSServiceName":"custom-resource.application-autoscaling.amazonaws.com"}`,
    ],
  ],
  ['GetAccessKeyLastUsed', { AccessKeyId: 'AKIADEEP' }, [`iam:GetAccessKeyLastUsed ${iam}:user/people/deep`]],
  ['GetAccessKeyLastUsed', { AccessKeyId: 'AKIANONE' }, [`iam:GetAccessKeyLastUsed ${iam}:user/<missing>`]],
  // Without a user, moto would delete whatever key is named: the caller's user is filled in.
  ['DeleteAccessKey', { AccessKeyId: 'AKIADEEP' }, [`iam:DeleteAccessKey ${iam}:user/ana`]],
  [
    'DeleteAccessKey',
    { AccessKeyId: 'AKIADEEP', UserName: 'deep' },
    [`iam:DeleteAccessKey ${iam}:user/people/deep`],
  ],
  ['ListRoles', { PathPrefix: '/teams/' }, ['iam:ListRoles *']],
]);

test('a session has no user of its own', async () => {
  const session = 'arn:aws:sts::123456789012:assumed-role/reader/ana';
  await expect(needed('iam', 'ListAccessKeys', {}, session)).rejects.toMatchObject({
    code: 'ValidationError',
  });
});
