import { ACCOUNT } from '../../../local/gateway/account';
import type { Attack } from '../../suite';
import { CANARY, json, type Lake, must, type Who } from '../lake';
import { answered } from '../verdict';
import { grantsOfOthers, principal, role } from './grants';
import { beside, foreign, type Input, isRead, PATTERNS } from './things';

/** Lake Formation, whose grants decide, and Budgets, whose names do. */

export async function prepareGovernance(lake: Lake): Promise<void> {
  for (const BudgetName of ['own-budget', 'foreign-budget']) {
    const mine = BudgetName === 'own-budget';
    const Budget = {
      BudgetName,
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: '20', Unit: 'USD' },
    };
    const Subscribers = [
      { SubscriptionType: 'EMAIL', Address: mine ? 'own@example.com' : `${CANARY}@example.com` },
    ];
    const NotificationsWithSubscribers = [{ Notification: NOTIFICATION, Subscribers }];
    const ResourceTags = [{ Key: 'k', Value: mine ? 'mine' : CANARY }];
    await must(
      json(lake, 'deployer', 'budgets', 'CreateBudget', {
        AccountId: ACCOUNT,
        Budget,
        NotificationsWithSubscribers,
        ResourceTags,
      }),
    );
  }
  await must(
    json(lake, 'deployer', 'lakeformation', 'GrantPermissions', {
      Principal: principal(role('engineer')),
      Resource: { Table: { DatabaseName: 'governed', Name: 'plans' } },
      Permissions: ['SELECT'],
    }),
  );
}

const NOTIFICATION = {
  NotificationType: 'ACTUAL',
  ComparisonOperator: 'GREATER_THAN',
  Threshold: 80,
  ThresholdType: 'PERCENTAGE',
};
const EMAIL = { SubscriptionType: 'EMAIL', Address: 'planted@example.com' };
const arnOf = (name: string) => `arn:aws:budgets::${ACCOUNT}:budget/${name}`;

/** The input of each operation of Budgets that is about a budget. */
const BUDGETS: Record<string, (name: string) => Input> = {
  CreateBudget: () => ({
    Budget: {
      BudgetName: 'planted',
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: '1', Unit: 'USD' },
    },
  }),
  DescribeBudget: (BudgetName) => ({ BudgetName }),
  DescribeBudgets: () => ({}),
  DescribeBudgetPerformanceHistory: (BudgetName) => ({ BudgetName }),
  UpdateBudget: (BudgetName) => ({
    NewBudget: {
      BudgetName,
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: '999', Unit: 'USD' },
    },
  }),
  DeleteBudget: (BudgetName) => ({ BudgetName }),
  CreateNotification: (BudgetName) => ({
    BudgetName,
    Notification: { ...NOTIFICATION, Threshold: 1 },
    Subscribers: [EMAIL],
  }),
  DescribeNotificationsForBudget: (BudgetName) => ({ BudgetName }),
  DescribeBudgetNotificationsForAccount: () => ({}),
  UpdateNotification: (BudgetName) => ({
    BudgetName,
    OldNotification: NOTIFICATION,
    NewNotification: { ...NOTIFICATION, Threshold: 2 },
  }),
  DeleteNotification: (BudgetName) => ({ BudgetName, Notification: NOTIFICATION }),
  CreateSubscriber: (BudgetName) => ({ BudgetName, Notification: NOTIFICATION, Subscriber: EMAIL }),
  DescribeSubscribersForNotification: (BudgetName) => ({ BudgetName, Notification: NOTIFICATION }),
  UpdateSubscriber: (BudgetName) => ({
    BudgetName,
    Notification: NOTIFICATION,
    OldSubscriber: { ...EMAIL, Address: `${CANARY}@example.com` },
    NewSubscriber: EMAIL,
  }),
  DeleteSubscriber: (BudgetName) => ({
    BudgetName,
    Notification: NOTIFICATION,
    Subscriber: { ...EMAIL, Address: `${CANARY}@example.com` },
  }),
  CreateBudgetAction: (BudgetName) => ({
    BudgetName,
    NotificationType: 'ACTUAL',
    ActionType: 'APPLY_IAM_POLICY',
    ActionThreshold: { ActionThresholdValue: 1, ActionThresholdType: 'PERCENTAGE' },
    Definition: {
      IamActionDefinition: {
        PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
        Roles: ['lakehouse-tenant'],
      },
    },
    ExecutionRoleArn: role('tenant'),
    ApprovalModel: 'MANUAL',
    Subscribers: [EMAIL],
  }),
  DescribeBudgetAction: (BudgetName) => ({ BudgetName, ActionId: '0'.repeat(36) }),
  DescribeBudgetActionsForBudget: (BudgetName) => ({ BudgetName }),
  DescribeBudgetActionsForAccount: () => ({}),
  DescribeBudgetActionHistories: (BudgetName) => ({ BudgetName, ActionId: '0'.repeat(36) }),
  UpdateBudgetAction: (BudgetName) => ({ BudgetName, ActionId: '0'.repeat(36) }),
  DeleteBudgetAction: (BudgetName) => ({ BudgetName, ActionId: '0'.repeat(36) }),
  ExecuteBudgetAction: (BudgetName) => ({
    BudgetName,
    ActionId: '0'.repeat(36),
    ExecutionType: 'APPROVE_BUDGET_ACTION',
  }),
  ListTagsForResource: (name) => ({ ResourceARN: arnOf(name) }),
  TagResource: (name) => ({ ResourceARN: arnOf(name), ResourceTags: [{ Key: 'planted', Value: 'x' }] }),
  UntagResource: (name) => ({ ResourceARN: arnOf(name), ResourceTagKeys: ['k'] }),
};
const budgetState = async (lake: Lake) => {
  const told: string[] = [];
  for (const operation of [
    'DescribeBudget',
    'DescribeNotificationsForBudget',
    'DescribeSubscribersForNotification',
    'ListTagsForResource',
    'DescribeBudgetActionsForBudget',
  ])
    told.push(
      (
        await json(lake, 'deployer', 'budgets', operation, {
          AccountId: ACCOUNT,
          ...BUDGETS[operation]!('foreign-budget'),
        })
      ).body,
    );
  told.push(
    (await json(lake, 'deployer', 'budgets', 'DescribeBudget', { AccountId: ACCOUNT, BudgetName: 'planted' }))
      .body,
  );
  return told.join('\n').replace(/"LastUpdatedTime":[\d.]+/g, '');
};
const budgetDecoys: Input = {
  BudgetName: 'own-budget',
  ResourceARN: arnOf('own-budget'),
  Budget: { BudgetName: 'own-budget' },
  NewBudget: { BudgetName: 'own-budget' },
  ActionId: '0'.repeat(36),
};
const budgets: Attack<Lake>[] = Object.entries(BUDGETS).flatMap(([operation, input]) => {
  const theirs: Input = { AccountId: ACCOUNT, ...input('foreign-budget') };
  return [
    ...(['analyst', 'engineer', 'tenant', 'watcher'] as Who[]).map((who) =>
      foreign(
        `${operation} of another's`,
        who,
        (lake) => json(lake, who, 'budgets', operation, theirs),
        isRead(operation) ? undefined : budgetState,
      ),
    ),
    // What names no budget has nothing beside it.
    ...Object.entries(
      /s$|ForAccount$/.test(operation) && !theirs.BudgetName
        ? {}
        : beside(theirs, { AccountId: ACCOUNT, ...input('own-budget') }, budgetDecoys),
    ).map(([way, body]) =>
      foreign(
        `${operation} of another's, ${way}`,
        'tenant',
        (lake) => json(lake, 'tenant', 'budgets', operation, body),
        isRead(operation) ? undefined : budgetState,
      ),
    ),
  ];
});
const budgetPatterns: Attack<Lake>[] = [
  'DescribeBudget',
  'DeleteBudget',
  'CreateNotification',
  'TagResource',
  'ListTagsForResource',
].flatMap((operation) =>
  [
    ...PATTERNS,
    'own-budget/../foreign-budget',
    'FOREIGN-BUDGET',
    'foreign-budget ',
    'own-budget\nforeign-budget',
    'foreign-budget/action/x',
  ].map((name) =>
    foreign(
      `${operation} of the budget ${JSON.stringify(name)}`,
      'tenant',
      (lake) =>
        json(lake, 'tenant', 'budgets', operation, { AccountId: ACCOUNT, ...BUDGETS[operation]!(name) }),
      budgetState,
    ),
  ),
);

const own: Attack<Lake>[] = [
  ...[
    'DescribeBudget',
    'DescribeNotificationsForBudget',
    'ListTagsForResource',
    'TagResource',
    'CreateNotification',
  ].map((operation) => ({
    name: `${operation} of its own (tenant)`,
    run: async (lake: Lake) =>
      answered(
        await json(lake, 'tenant', 'budgets', operation, {
          AccountId: ACCOUNT,
          ...BUDGETS[operation]!('own-budget'),
        }),
      ),
  })),
];

export const governance: Record<string, Attack<Lake>[]> = {
  ...grantsOfOthers,
  "Budgets: another's": budgets,
  'Budgets: patterns for names': budgetPatterns,
  'Budgets: own things': own,
};
