import { CreateBudgetActionCommand } from '@aws-sdk/client-budgets';
import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  GetPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { allow, deny, policy, ROOT, trustIn } from '../../local/gateway/roles';
import { documented, type PolicyCase, type Probe, when } from './case';
import { authorization, IAM_KEYS, IDENTIFIERS, PASS_ROLE } from './pages';
import { attachToTarget, getRole, makeRole } from './probes';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const READER = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const attachOnly = [
  allow('iam:AttachRolePolicy', '<target>', when({ ArnEquals: { 'iam:PolicyARN': READER } })),
];
const role = (path: string) => `arn:aws:iam::<account>:role/${path}`;
const user = (path: string) => `arn:aws:iam::<account>:user/${path}`;

/** A budget's action takes over a role, which it must be given. */
const makeBudgetAction: Probe = (scene) =>
  scene.budgets.send(
    new CreateBudgetActionCommand({
      AccountId: scene.names.account,
      BudgetName: 'month',
      NotificationType: 'ACTUAL',
      ActionType: 'APPLY_IAM_POLICY',
      ActionThreshold: { ActionThresholdValue: 90, ActionThresholdType: 'PERCENTAGE' },
      Definition: { IamActionDefinition: { PolicyArn: READER, Roles: ['open-role'] } },
      ExecutionRoleArn: scene.names.target,
      ApprovalModel: 'MANUAL',
      Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'ana@example.com' }],
    }),
  );
const BUDGETS = allow('budgets:*');
const passTo = (service: string) =>
  allow('iam:PassRole', '<target>', when({ StringEquals: { 'iam:PassedToService': service } }));

/** Makes a function that runs as the case's other role. */
const makeFunction: Probe = (scene) =>
  scene.raw('lambda', {
    method: 'POST',
    path: '/2015-03-31/functions',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      FunctionName: scene.names.made,
      Runtime: 'python3.12',
      Handler: 'index.main',
      Role: scene.names.target,
      Code: { ZipFile: 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==' },
    }),
  });

const addToGroup =
  (GroupName: string): Probe =>
  ({ iam, names }) =>
    iam.send(new AddUserToGroupCommand({ GroupName, UserName: names.name }));

const changeTrust =
  (RoleName: string): Probe =>
  ({ iam }) =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trustIn(ROOT) }));

const putRolePolicy =
  (RoleName: string): Probe =>
  ({ iam }) =>
    iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: policy(allow('s3:ListBucket')) }),
    );

const putUserPolicy =
  (UserName: string): Probe =>
  (scene) =>
    scene.iam.send(
      new PutUserPolicyCommand({
        UserName: scene.fill(UserName),
        PolicyName: 'p',
        PolicyDocument: policy(allow('s3:ListBucket')),
      }),
    );

/** Makes a new version of a policy that the deployer has made, the way to give oneself more. */
const makeVersion: Probe = async (scene) => {
  const document = policy(allow('s3:ListBucket'));
  const { Policy } = await scene
    .asDeployer()
    .iam.send(new CreatePolicyCommand({ PolicyName: `${scene.names.made}-own`, PolicyDocument: document }));
  return scene.iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn: Policy!.Arn,
      PolicyDocument: policy(allow('*')),
      SetAsDefault: true,
    }),
  );
};

/** Rights on IAM itself: who has them may give himself others. */
export const iamOperations: PolicyCase[] = [
  ...documented(IAM_KEYS, [
    {
      name: 'iam:PolicyARN: attaching the one policy',
      identity: attachOnly,
      target: {},
      request: attachToTarget(READER),
      expect: 'allow',
    },
    {
      name: 'iam:PolicyARN: attaching another policy',
      identity: attachOnly,
      target: {},
      request: attachToTarget(ADMIN),
      expect: 'deny',
    },
    {
      name: 'iam:PolicyARN in a denial of administrators',
      identity: [allow('iam:*'), deny('iam:*', '*', when({ ArnEquals: { 'iam:PolicyARN': ADMIN } }))],
      target: {},
      request: attachToTarget(ADMIN),
      expect: 'deny',
    },
  ]),
  ...documented(PASS_ROLE, [
    {
      name: 'a role is given to a budget action: allowed',
      identity: [BUDGETS, passTo('budgets.amazonaws.com')],
      target: {},
      request: makeBudgetAction,
      expect: 'allow',
    },
    {
      name: 'a role is given to a budget action: without PassRole',
      identity: [BUDGETS],
      target: {},
      request: makeBudgetAction,
      expect: 'deny',
    },
    {
      name: 'a role is given to a budget action: for another service',
      identity: [BUDGETS, passTo('lambda.amazonaws.com')],
      target: {},
      request: makeBudgetAction,
      expect: 'deny',
    },
    {
      name: 'a role is given to a budget action: for another role',
      identity: [BUDGETS, allow('iam:PassRole', role('open/*'))],
      target: {},
      request: makeBudgetAction,
      expect: 'deny',
    },
    {
      name: 'a role is given to a function: without PassRole',
      identity: [allow('lambda:*')],
      target: {},
      request: makeFunction,
      expect: 'deny',
    },
    {
      name: 'a role is given to a function: for another service',
      identity: [allow('lambda:*'), passTo('budgets.amazonaws.com')],
      target: {},
      request: makeFunction,
      expect: 'deny',
    },
    {
      name: 'a role is given to a function: denied',
      identity: [allow('*'), deny('iam:PassRole', '<target>')],
      target: {},
      request: makeFunction,
      expect: 'deny',
    },
  ]),
  ...documented(IDENTIFIERS, [
    {
      name: 'a role in a path: allowed with it',
      identity: [allow('iam:GetRole', role('open/*'))],
      request: getRole('open-role'),
      expect: 'allow',
    },
    {
      name: 'a role in a path: allowed without it',
      identity: [allow('iam:GetRole', role('open-role'))],
      request: getRole('open-role'),
      expect: 'deny',
    },
    {
      name: 'a role in a path: denied with it',
      identity: [allow('iam:*'), deny('iam:*', role('closed/*'))],
      request: changeTrust('closed-role'),
      expect: 'deny',
    },
    {
      name: 'a role in a path: its policies are denied with it',
      identity: [allow('iam:*'), deny('iam:*', role('closed/*'))],
      request: putRolePolicy('closed-role'),
      expect: 'deny',
    },
    {
      name: 'a user in a path: denied with it',
      identity: [allow('iam:*'), deny('iam:*', user('closed/*'))],
      request: putUserPolicy('closed-user'),
      expect: 'deny',
    },
    {
      name: 'a new role in a path: allowed',
      identity: [allow('iam:CreateRole', role('team/*'))],
      request: makeRole({ Path: '/team/' }),
      expect: 'allow',
    },
    {
      name: 'a new role in a path: another',
      identity: [allow('iam:CreateRole', role('team/*'))],
      request: makeRole(),
      expect: 'deny',
    },
    {
      name: 'a new role in a path that is denied',
      identity: [allow('iam:*'), deny('iam:CreateRole', role('admin/*'))],
      request: makeRole({ Path: '/admin/' }),
      expect: 'deny',
    },
  ]),
  ...documented(authorization('AWS Identity and Access Management'), [
    {
      name: 'to put a user into a group is a right on the group: allowed',
      as: 'user',
      identity: [allow('iam:AddUserToGroup', 'arn:aws:iam::<account>:group/open-group')],
      request: addToGroup('open-group'),
      expect: 'allow',
    },
    {
      name: 'to put a user into a group is a right on the group: denied',
      as: 'user',
      identity: [allow('iam:*'), deny('iam:*', 'arn:aws:iam::<account>:group/closed-group')],
      request: addToGroup('closed-group'),
      expect: 'deny',
    },
    {
      name: 'to put a user into a group is no right on the user',
      as: 'user',
      identity: [allow('iam:*', '<user>')],
      request: addToGroup('closed-group'),
      expect: 'deny',
    },
    {
      name: 'to make a version is a right on the policy: another',
      identity: [allow('iam:CreatePolicyVersion', 'arn:aws:iam::<account>:policy/other')],
      request: makeVersion,
      expect: 'deny',
    },
    {
      name: 'to make a version is a right on the policy: denied',
      identity: [allow('iam:*'), deny('iam:*', 'arn:aws:iam::<account>:policy/<made>-own')],
      request: makeVersion,
      expect: 'deny',
    },
    {
      name: 'to read a policy is a right on it',
      identity: [allow('iam:GetPolicy', READER)],
      request: ({ iam }) => iam.send(new GetPolicyCommand({ PolicyArn: READER })),
      expect: 'allow',
    },
    {
      name: 'a user makes keys of its own',
      as: 'user',
      identity: [allow('iam:CreateAccessKey', user('${aws:username}'))],
      request: ({ iam, names }) => iam.send(new CreateAccessKeyCommand({ UserName: names.name })),
      expect: 'allow',
    },
    {
      name: 'a user makes no keys of others',
      as: 'user',
      identity: [allow('iam:CreateAccessKey', user('${aws:username}'))],
      request: ({ iam }) => iam.send(new CreateAccessKeyCommand({ UserName: 'open-user' })),
      expect: 'deny',
    },
    {
      name: 'a user does not give itself a policy',
      as: 'user',
      identity: [allow('iam:*'), deny('iam:*Policy', '<user>')],
      request: putUserPolicy('<name>'),
      expect: 'deny',
    },
  ]),
];
