import type { Attack } from '../../suite';
import { type Lake, query } from '../lake';
import { body, formCases } from './motoCases';
import { ids, mendUsers, OPEN } from './motoThings';
import type { State } from './things';

/** Users, groups and policies of others. */

const iamState: State = async (lake) => {
  const told: string[] = [];
  for (const [operation, parameters] of [
    ['ListUsers', {}],
    ['ListAccessKeys', { UserName: 'foreign-user' }],
    ['ListAttachedUserPolicies', { UserName: 'foreign-user' }],
    ['ListUserPolicies', { UserName: 'foreign-user' }],
    ['GetGroup', { GroupName: 'admins' }],
    ['ListPolicyVersions', { PolicyArn: ids.foreign.policy! }],
    ['ListAttachedGroupPolicies', { GroupName: 'admins' }],
  ] as [string, Record<string, string>][])
    told.push(await body(query(lake, 'deployer', 'iam', operation, parameters)));
  return told.join('\n').replace(/<RequestId>.*?</g, '');
};
const THEIRS = { UserName: 'foreign-user' };
export const iam: Attack<Lake>[] = formCases(
  'iam',
  {
    CreateAccessKey: THEIRS,
    'CreateAccessKey beside an own role': { RoleName: 'own-user', ...THEIRS },
    'CreateAccessKey beside an own group': { GroupName: 'own-user', ...THEIRS },
    PutUserPolicy: { ...THEIRS, PolicyName: 'x', PolicyDocument: OPEN },
    DeleteUser: THEIRS,
    UpdateUser: { ...THEIRS, NewUserName: 'planted' },
    'UpdateUser of itself to another path': { UserName: 'own-user', NewUserName: 'foreign-user' },
    AddUserToGroup: { UserName: 'own-user', GroupName: 'admins' },
    'AddUserToGroup of another': { ...THEIRS, GroupName: 'admins' },
    CreateGroup: { GroupName: 'planted' },
    'PutGroupPolicy beside an own user': {
      UserName: 'own-user',
      GroupName: 'admins',
      PolicyName: 'x',
      PolicyDocument: OPEN,
    },
    'AttachGroupPolicy beside an own user': {
      UserName: 'own-user',
      GroupName: 'admins',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    },
    CreatePolicyVersion: { PolicyArn: '<policy>', PolicyDocument: OPEN, SetAsDefault: 'true' },
    'CreatePolicyVersion beside an own user': {
      UserName: 'own-user',
      PolicyArn: '<policy>',
      PolicyDocument: OPEN,
      SetAsDefault: 'true',
    },
    'DeletePolicy beside an own user': { UserName: 'own-user', PolicyArn: '<policy>' },
    'CreateUser with a path': { UserName: 'planted', Path: '/own-user/' },
    'CreateRole beside an own user': {
      UserName: 'own-user',
      RoleName: 'planted',
      AssumeRolePolicyDocument: OPEN,
    },
    'PutRolePolicy beside an own user': {
      UserName: 'own-user',
      RoleName: 'lakehouse-tenant',
      PolicyName: 'x',
      PolicyDocument: OPEN,
    },
    'UpdateAssumeRolePolicy beside an own user': {
      UserName: 'own-user',
      RoleName: 'lakehouse-engineer',
      PolicyDocument: OPEN,
    },
    'CreatePolicy beside an own user': { UserName: 'own-user', PolicyName: 'planted', PolicyDocument: OPEN },
    'UpdateAccountPasswordPolicy beside an own user': { UserName: 'own-user', MinimumPasswordLength: '6' },
    'CreateAccountAlias beside an own user': { UserName: 'own-user', AccountAlias: 'planted' },
    'GetAccountAuthorizationDetails beside an own user': { UserName: 'own-user' },
    'ListUsers beside an own user': { UserName: 'own-user' },
  },
  iamState,
  ['tenant'],
  mendUsers,
);
