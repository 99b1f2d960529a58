import { requestTags, tagKeys, told } from './conditions';
import { withCallersUser } from './iam/callersUser';
import {
  byArn,
  group,
  instanceProfile,
  made,
  newOidcProvider,
  renamed,
  role,
  roleOfDeletion,
  serverCertificate,
  serviceLinkedRole,
  user,
  userOfAccessKey,
} from './iam/entities';
import { as, both, type Condition, on, onAll, operationsOf, type Resource, type Rule, tagging } from './rule';
import type { ServiceResources } from './serviceResources';

const policy = byArn('policy', 'PolicyArn');
const oidcProvider = byArn('oidc-provider', 'OpenIDConnectProviderArn');
const samlProvider = byArn('saml-provider', 'SAMLProviderArn');

const policyArn = told('iam:PolicyARN', 'PolicyArn');
const boundary = told('iam:PermissionsBoundary', 'PermissionsBoundary');

const [onRole, onUser, onGroup] = [on(role), on(user), on(group)];
const [onProfile, onPolicy, onCertificate] = [on(instanceProfile), on(policy), on(serverCertificate)];
const [onOidcProvider, onSamlProvider] = [on(oidcProvider), on(samlProvider)];

/** Making what can be tagged, with its tags. */
const making = (resource: Resource, tag: string, ...conditions: Condition[]): Rule =>
  both(on(resource, requestTags('Tags'), ...conditions), tagging('Tags', tag, resource));
const tagged = (resource: Resource): Rule => on(resource, requestTags('Tags'));
const untagged = (resource: Resource): Rule => on(resource, tagKeys('TagKeys'));

/** A role in an instance profile is handed to EC2. */
const passingToEc2 = as(
  'iam:PassRole',
  on(role, () => ({ 'iam:PassedToService': 'ec2.amazonaws.com' })),
);

/**
 * AWS IAM. Source: Service Authorization Reference, "AWS Identity and Access Management".
 */
export const iamResources: ServiceResources = {
  service: 'iam',
  complete: withCallersUser,
  operations: operationsOf('iam:', {
    AddRoleToInstanceProfile: both(onProfile, passingToEc2),
    AddUserToGroup: onGroup,
    AttachGroupPolicy: on(group, policyArn),
    AttachRolePolicy: on(role, policyArn),
    AttachUserPolicy: on(user, policyArn),
    CreateAccessKey: onUser,
    CreateAccountAlias: onAll(),
    CreateGroup: on(made('group', 'GroupName')),
    CreateInstanceProfile: making(made('instance-profile', 'InstanceProfileName'), 'iam:TagInstanceProfile'),
    CreateLoginProfile: onUser,
    CreateOpenIDConnectProvider: making(newOidcProvider, 'iam:TagOpenIDConnectProvider'),
    CreatePolicy: making(made('policy', 'PolicyName'), 'iam:TagPolicy'),
    CreatePolicyVersion: onPolicy,
    CreateRole: making(made('role', 'RoleName'), 'iam:TagRole', boundary),
    CreateSAMLProvider: making(
      (input, at, names) => made('saml-provider', 'Name')({ Name: input.Name }, at, names),
      'iam:TagSAMLProvider',
    ),
    CreateServiceLinkedRole: on(serviceLinkedRole, told('iam:AWSServiceName', 'AWSServiceName')),
    CreateUser: making(made('user', 'UserName'), 'iam:TagUser', boundary),
    DeleteUserPermissionsBoundary: onUser,
    PutUserPermissionsBoundary: on(user, boundary),
    CreateVirtualMFADevice: making(made('mfa', 'VirtualMFADeviceName'), 'iam:TagMFADevice'),
    DeactivateMFADevice: onUser,
    DeleteAccessKey: onUser,
    DeleteAccountAlias: onAll(),
    DeleteAccountPasswordPolicy: onAll(),
    DeleteGroup: onGroup,
    DeleteGroupPolicy: onGroup,
    DeleteInstanceProfile: onProfile,
    DeleteLoginProfile: onUser,
    DeleteOpenIDConnectProvider: onOidcProvider,
    DeletePolicy: onPolicy,
    DeletePolicyVersion: onPolicy,
    DeleteRole: onRole,
    DeleteRolePermissionsBoundary: onRole,
    DeleteRolePolicy: onRole,
    DeleteSAMLProvider: onSamlProvider,
    DeleteSSHPublicKey: onUser,
    DeleteServerCertificate: onCertificate,
    DeleteServiceLinkedRole: onRole,
    DeleteSigningCertificate: onUser,
    DeleteUser: onUser,
    DeleteUserPolicy: onUser,
    DeleteVirtualMFADevice: on(byArn('mfa', 'SerialNumber')),
    DetachGroupPolicy: on(group, policyArn),
    DetachRolePolicy: on(role, policyArn),
    DetachUserPolicy: on(user, policyArn),
    EnableMFADevice: onUser,
    GenerateCredentialReport: onAll(),
    GetAccessKeyLastUsed: on(userOfAccessKey),
    GetAccountAuthorizationDetails: onAll(),
    GetAccountPasswordPolicy: onAll(),
    GetAccountSummary: onAll(),
    GetCredentialReport: onAll(),
    GetGroup: onGroup,
    GetGroupPolicy: onGroup,
    GetInstanceProfile: onProfile,
    GetLoginProfile: onUser,
    GetOpenIDConnectProvider: onOidcProvider,
    GetPolicy: onPolicy,
    GetPolicyVersion: onPolicy,
    GetRole: onRole,
    GetRolePolicy: onRole,
    GetSAMLProvider: onSamlProvider,
    GetSSHPublicKey: onUser,
    GetServerCertificate: onCertificate,
    GetServiceLinkedRoleDeletionStatus: on(roleOfDeletion),
    GetUser: onUser,
    GetUserPolicy: onUser,
    ListAccessKeys: onUser,
    ListAccountAliases: onAll(),
    ListAttachedGroupPolicies: onGroup,
    ListAttachedRolePolicies: onRole,
    ListAttachedUserPolicies: onUser,
    ListEntitiesForPolicy: onPolicy,
    ListGroupPolicies: onGroup,
    ListGroups: onAll(),
    ListGroupsForUser: onUser,
    ListInstanceProfiles: onAll(),
    ListInstanceProfilesForRole: onRole,
    ListMFADevices: onUser,
    ListOpenIDConnectProviderTags: onOidcProvider,
    ListOpenIDConnectProviders: onAll(),
    ListPolicies: onAll(),
    ListPolicyTags: onPolicy,
    ListPolicyVersions: onPolicy,
    ListRolePolicies: onRole,
    ListRoleTags: onRole,
    ListRoles: onAll(),
    ListSAMLProviders: onAll(),
    ListSSHPublicKeys: onUser,
    ListServerCertificates: onAll(),
    ListSigningCertificates: onUser,
    ListUserPolicies: onUser,
    ListUserTags: onUser,
    ListUsers: onAll(),
    ListVirtualMFADevices: onAll(),
    PutGroupPolicy: onGroup,
    PutRolePermissionsBoundary: on(role, boundary),
    PutRolePolicy: onRole,
    PutUserPolicy: onUser,
    RemoveRoleFromInstanceProfile: onProfile,
    RemoveUserFromGroup: onGroup,
    SetDefaultPolicyVersion: onPolicy,
    TagInstanceProfile: tagged(instanceProfile),
    TagOpenIDConnectProvider: tagged(oidcProvider),
    TagPolicy: tagged(policy),
    TagRole: tagged(role),
    TagUser: tagged(user),
    UntagInstanceProfile: untagged(instanceProfile),
    UntagOpenIDConnectProvider: untagged(oidcProvider),
    UntagPolicy: untagged(policy),
    UntagRole: untagged(role),
    UntagUser: untagged(user),
    UpdateAccessKey: onUser,
    UpdateAccountPasswordPolicy: onAll(),
    UpdateAssumeRolePolicy: onRole,
    UpdateGroup: on(renamed('group', 'GroupName', 'NewGroupName')),
    UpdateLoginProfile: onUser,
    UpdateOpenIDConnectProviderThumbprint: onOidcProvider,
    UpdateRole: onRole,
    UpdateRoleDescription: onRole,
    UpdateSAMLProvider: onSamlProvider,
    UpdateSSHPublicKey: onUser,
    UpdateSigningCertificate: onUser,
    UpdateUser: on(renamed('user', 'UserName', 'NewUserName')),
    UploadSSHPublicKey: onUser,
    UploadServerCertificate: making(
      made('server-certificate', 'ServerCertificateName'),
      'iam:TagServerCertificate',
    ),
    UploadSigningCertificate: onUser,
  }),
};
