import { setTimeout } from 'node:timers/promises';
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreatePolicyVersionCommand,
  DeleteAccessKeyCommand,
  DeleteGroupPolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  ListAccessKeysCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  SetDefaultPolicyVersionCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { allow, deny, policy } from '../../local/gateway/roles';
import { documented, OBJECTS, type PolicyCase, type Probe, when } from './case';
import { BOUNDARIES, EVALUATION, MANAGED_VERSIONS, TAGS } from './pages';
import { createPolicy } from './principal';
import { getObject } from './probes';
import type { Scene } from './scene';

const READ = [allow('s3:GetObject', OBJECTS)];
const NOTHING = [deny('s3:GetObject', OBJECTS)];
const ALL = 'arn:aws:iam::aws:policy/AdministratorAccess';
const inline = { PolicyName: 'inline' };
const user = { as: 'user', request: getObject() } as const;
const role = { request: getObject() };

const putRole =
  (statements: object[]): Probe =>
  (scene) =>
    scene.iam.send(
      new PutRolePolicyCommand({
        RoleName: scene.names.name,
        ...inline,
        PolicyDocument: policy(...scene.fill(statements)),
      }),
    );
const putUser =
  (statements: object[]): Probe =>
  (scene) =>
    scene.iam.send(
      new PutUserPolicyCommand({
        UserName: scene.names.name,
        ...inline,
        PolicyDocument: policy(...scene.fill(statements)),
      }),
    );
const managed = (scene: Scene): string =>
  `arn:aws:iam::${scene.names.account}:policy/${scene.names.name}-managed0`;
const tagRole =
  (Value: string): Probe =>
  ({ iam, names }) =>
    iam.send(new TagRoleCommand({ RoleName: names.name, Tags: [{ Key: 'team', Value }] }));

/** Allowed for a second and a half, then no more: nothing changes but the time. */
const putRoleForAMoment: Probe = (scene) =>
  putRole([
    allow('s3:GetObject', OBJECTS, {
      Condition: { DateLessThan: { 'aws:CurrentTime': new Date(Date.now() + 1500).toISOString() } },
    }),
  ])(scene);

/** Changes the one key of the case's user. */
const changeKeys =
  (change: (scene: Scene, AccessKeyId: string) => Promise<unknown>): Probe =>
  async (scene) => {
    const UserName = scene.names.name;
    const { AccessKeyMetadata } = await scene.iam.send(new ListAccessKeysCommand({ UserName }));
    return change(scene, AccessKeyMetadata![0]!.AccessKeyId!);
  };

/** What was decided holds until something changes, and not a call longer. */
export const changes: PolicyCase[] = [
  ...documented(EVALUATION, [
    {
      name: 'the inline policy of a role is put, changed and deleted',
      ...role,
      expect: 'deny',
      after: [
        { change: putRole(READ), expect: 'allow' },
        { change: putRole([...READ, ...NOTHING]), expect: 'deny' },
        { change: putRole(READ), expect: 'allow' },
        {
          change: ({ iam, names }) =>
            iam.send(new DeleteRolePolicyCommand({ RoleName: names.name, ...inline })),
          expect: 'deny',
        },
      ],
    },
    {
      name: 'the inline policy of a user is put and deleted',
      ...user,
      expect: 'deny',
      after: [
        { change: putUser(READ), expect: 'allow' },
        {
          change: ({ iam, names }) =>
            iam.send(new DeleteUserPolicyCommand({ UserName: names.name, ...inline })),
          expect: 'deny',
        },
      ],
    },
    {
      name: 'a policy is attached to a role and detached',
      ...role,
      expect: 'deny',
      after: [
        {
          change: ({ iam, names }) =>
            iam.send(new AttachRolePolicyCommand({ RoleName: names.name, PolicyArn: ALL })),
          expect: 'allow',
        },
        {
          change: ({ iam, names }) =>
            iam.send(new DetachRolePolicyCommand({ RoleName: names.name, PolicyArn: ALL })),
          expect: 'deny',
        },
      ],
    },
    {
      name: 'a policy is attached to a user and detached',
      ...user,
      expect: 'deny',
      after: [
        {
          change: ({ iam, names }) =>
            iam.send(new AttachUserPolicyCommand({ UserName: names.name, PolicyArn: ALL })),
          expect: 'allow',
        },
        {
          change: ({ iam, names }) =>
            iam.send(new DetachUserPolicyCommand({ UserName: names.name, PolicyArn: ALL })),
          expect: 'deny',
        },
      ],
    },
    {
      name: 'a user leaves a group and comes back, and the group changes',
      ...user,
      group: READ,
      expect: 'allow',
      after: [
        {
          change: ({ iam, names: { name } }) =>
            iam.send(new RemoveUserFromGroupCommand({ UserName: name, GroupName: `${name}-group` })),
          expect: 'deny',
        },
        {
          change: ({ iam, names: { name } }) =>
            iam.send(new AddUserToGroupCommand({ UserName: name, GroupName: `${name}-group` })),
          expect: 'allow',
        },
        {
          change: ({ iam, names: { name } }) =>
            iam.send(new DeleteGroupPolicyCommand({ GroupName: `${name}-group`, ...inline })),
          expect: 'deny',
        },
        {
          change: ({ iam, names: { name } }) =>
            iam.send(new AttachGroupPolicyCommand({ GroupName: `${name}-group`, PolicyArn: ALL })),
          expect: 'allow',
        },
      ],
    },
    {
      name: 'an allowance ends by the clock',
      ...role,
      expect: 'deny',
      after: [
        { change: putRoleForAMoment, expect: 'allow' },
        { change: () => setTimeout(1600), expect: 'deny' },
      ],
    },
    {
      name: 'a key of a user is switched off',
      ...user,
      identity: READ,
      refusal: /^(AccessDenied|InvalidAccessKeyId)/,
      expect: 'allow',
      after: [
        {
          change: changeKeys(({ iam, names }, AccessKeyId) =>
            iam.send(new UpdateAccessKeyCommand({ UserName: names.name, AccessKeyId, Status: 'Inactive' })),
          ),
          expect: 'deny',
        },
        {
          change: changeKeys(({ iam, names }, AccessKeyId) =>
            iam.send(new UpdateAccessKeyCommand({ UserName: names.name, AccessKeyId, Status: 'Active' })),
          ),
          expect: 'allow',
        },
        {
          change: changeKeys(({ iam, names }, AccessKeyId) =>
            iam.send(new DeleteAccessKeyCommand({ UserName: names.name, AccessKeyId })),
          ),
          expect: 'deny',
        },
      ],
    },
  ]),
  ...documented(MANAGED_VERSIONS, [
    {
      name: 'a managed policy gets a new version, and the old one again',
      ...role,
      managed: [READ],
      expect: 'allow',
      after: [
        {
          change: (scene) =>
            scene.iam.send(
              new CreatePolicyVersionCommand({
                PolicyArn: managed(scene),
                PolicyDocument: policy(allow('athena:*')),
                SetAsDefault: true,
              }),
            ),
          expect: 'deny',
        },
        {
          change: (scene) =>
            scene.iam.send(
              new SetDefaultPolicyVersionCommand({ PolicyArn: managed(scene), VersionId: 'v1' }),
            ),
          expect: 'allow',
        },
      ],
    },
    {
      name: 'a new version that is not the default does not count',
      ...role,
      managed: [READ],
      expect: 'allow',
      after: [
        {
          change: (scene) =>
            scene.iam.send(
              new CreatePolicyVersionCommand({
                PolicyArn: managed(scene),
                PolicyDocument: policy(allow('athena:*')),
              }),
            ),
          expect: 'allow',
        },
      ],
    },
  ]),
  ...documented(BOUNDARIES, [
    {
      name: 'the boundary of a role is put and deleted',
      ...role,
      identity: READ,
      expect: 'allow',
      after: [
        {
          change: async (scene) =>
            scene.iam.send(
              new PutRolePermissionsBoundaryCommand({
                RoleName: scene.names.name,
                PermissionsBoundary: await createPolicy(scene, `${scene.names.name}-later`, NOTHING),
              }),
            ),
          expect: 'deny',
        },
        {
          change: ({ iam, names }) =>
            iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: names.name })),
          expect: 'allow',
        },
      ],
    },
    {
      name: 'the boundary of a user is put and deleted',
      ...user,
      identity: READ,
      expect: 'allow',
      after: [
        {
          change: async (scene) =>
            scene.iam.send(
              new PutUserPermissionsBoundaryCommand({
                UserName: scene.names.name,
                PermissionsBoundary: await createPolicy(scene, `${scene.names.name}-later`, NOTHING),
              }),
            ),
          expect: 'deny',
        },
        {
          change: ({ iam, names }) =>
            iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: names.name })),
          expect: 'allow',
        },
      ],
    },
  ]),
  ...documented(TAGS, [
    {
      name: 'a role is tagged, tagged otherwise and no more',
      ...role,
      identity: [allow('s3:GetObject', '*', when({ StringEquals: { 'aws:PrincipalTag/team': 'data' } }))],
      expect: 'deny',
      after: [
        { change: tagRole('data'), expect: 'allow' },
        { change: tagRole('web'), expect: 'deny' },
        { change: tagRole('data'), expect: 'allow' },
        {
          change: ({ iam, names }) =>
            iam.send(new UntagRoleCommand({ RoleName: names.name, TagKeys: ['team'] })),
          expect: 'deny',
        },
      ],
    },
  ]),
];
