import { describe, expect, test } from 'vitest';
import { budgetsService } from '../../../src/local/budgets/service';
import { ACCOUNT, errorOf, openTestAccount, type Run } from '../glue/account';

const AccountId = ACCOUNT;
const BudgetName = 'lakehouse-monthly';
const budget = {
  BudgetName,
  BudgetType: 'COST',
  TimeUnit: 'MONTHLY',
  BudgetLimit: { Amount: '20.0', Unit: 'USD' },
};
const named = { AccountId, BudgetName };
const notification = {
  NotificationType: 'ACTUAL',
  ComparisonOperator: 'GREATER_THAN',
  Threshold: 80,
  ThresholdType: 'PERCENTAGE',
};
const email = (Address: string) => ({ SubscriptionType: 'EMAIL', Address });
const topic = { SubscriptionType: 'SNS', Address: `arn:aws:sns:us-east-1:${ACCOUNT}:budget-alerts` };
const arn = `arn:aws:budgets::${ACCOUNT}:budget/${BudgetName}`;

/** A budget as Terraform makes it. */
async function open(): Promise<Run> {
  const run = openTestAccount().service(budgetsService);
  await run('CreateBudget', { AccountId, Budget: budget });
  return run;
}
const subscribersOf = async (run: Run, of: object = notification) =>
  (
    (await run('DescribeSubscribersForNotification', { ...named, Notification: of })).Subscribers as {
      Address: string;
    }[]
  ).map(({ Address }) => Address);

describe('budgets', () => {
  test('what AWS fills in', async () => {
    const run = await open();
    expect(await run('DescribeBudget', named)).toEqual({
      Budget: {
        ...budget,
        CostFilters: {},
        CostTypes: {
          IncludeCredit: true,
          IncludeDiscount: true,
          IncludeOtherSubscription: true,
          IncludeRecurring: true,
          IncludeRefund: true,
          IncludeSubscription: true,
          IncludeSupport: true,
          IncludeTax: true,
          IncludeUpfront: true,
          UseAmortized: false,
          UseBlended: false,
        },
        TimePeriod: { Start: new Date('2026-01-01T00:00:00Z'), End: new Date('2087-06-15T00:00:00Z') },
        CalculatedSpend: {
          ActualSpend: { Amount: '0', Unit: 'USD' },
          ForecastedSpend: { Amount: '0', Unit: 'USD' },
        },
        HealthStatus: { Status: 'HEALTHY', LastUpdatedTime: new Date('2026-01-02T03:04:05Z') },
        LastUpdatedTime: new Date('2026-01-02T03:04:05Z'),
      },
    });
  });

  test('what is given stays: period, credits, filters', async () => {
    const run = openTestAccount().service(budgetsService);
    const given = {
      ...budget,
      TimePeriod: { Start: 1_700_000_000, End: 1_800_000_000 },
      CostTypes: { IncludeCredit: false },
      CostFilters: { Service: ['Amazon Athena'] },
    };
    await run('CreateBudget', { AccountId, Budget: given });
    expect((await run('DescribeBudget', named)).Budget).toMatchObject({
      TimePeriod: { Start: new Date(1_700_000_000_000), End: new Date(1_800_000_000_000) },
      CostTypes: { IncludeCredit: false, IncludeTax: true },
      CostFilters: { Service: ['Amazon Athena'] },
    });
  });

  test.each([
    ['DAILY', '2026-01-02T00:00:00Z'],
    ['QUARTERLY', '2026-01-01T00:00:00Z'],
    ['ANNUALLY', '2026-01-01T00:00:00Z'],
  ])('a %s budget starts with its period', async (TimeUnit, start) => {
    const run = openTestAccount().service(budgetsService);
    await run('CreateBudget', { AccountId, Budget: { ...budget, TimeUnit } });
    expect((await run('DescribeBudget', named)).Budget).toMatchObject({
      TimePeriod: { Start: new Date(start) },
    });
  });

  test('update replaces the budget and keeps its period and notifications; delete takes all', async () => {
    const run = await open();
    await run('CreateNotification', {
      ...named,
      Notification: notification,
      Subscribers: [email('a@example.com')],
    });
    await run('UpdateBudget', {
      AccountId,
      NewBudget: { ...budget, BudgetLimit: { Amount: '30', Unit: 'USD' } },
    });
    expect((await run('DescribeBudget', named)).Budget).toMatchObject({
      BudgetLimit: { Amount: '30' },
      TimePeriod: { Start: new Date('2026-01-01T00:00:00Z') },
    });
    expect(await subscribersOf(run)).toEqual(['a@example.com']);
    await run('DeleteBudget', named);
    expect(await run('DescribeBudgets', { AccountId })).toEqual({ Budgets: [], NextToken: undefined });
    await run('CreateBudget', { AccountId, Budget: budget });
    expect(await run('DescribeNotificationsForBudget', named)).toMatchObject({ Notifications: [] });
  });

  test('lists go by pages', async () => {
    const run = await open();
    await run('CreateBudget', { AccountId, Budget: { ...budget, BudgetName: 'another' } });
    const first = await run('DescribeBudgets', { AccountId, MaxResults: 1 });
    expect(first.Budgets).toMatchObject([{ BudgetName: 'another' }]);
    expect(
      await run('DescribeBudgets', { AccountId, MaxResults: 1, NextToken: first.NextToken }),
    ).toMatchObject({ Budgets: [{ BudgetName }] });
    expect(await errorOf(run('DescribeBudgets', { AccountId, NextToken: 'x' }))).toBe(
      'InvalidNextTokenException: The pagination token is invalid.',
    );
  });

  const violation = (text: string) => `InvalidParameterException: 1 validation error detected: ${text}`;
  test.each<[string, object, string]>([
    [
      'CreateBudget',
      { AccountId, Budget: budget },
      `DuplicateRecordException: Error creating budget: ${BudgetName} - the budget already exists.`,
    ],
    [
      'CreateBudget',
      { AccountId, Budget: { ...budget, BudgetName: 'x', BudgetLimit: undefined } },
      'InvalidParameterException: Unable to create/update budget - please provide one of the followings: Budget Limit/ Planned Budget Limit/ Auto Adjust Data',
    ],
    [
      'CreateBudget',
      { AccountId, Budget: { ...budget, BudgetName: 'a:b' } },
      violation(
        "Value 'a:b' at 'budget.budgetName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?![^:\\\\]*\\/action\\/|.*<script>.*<\\/script>.*)[^:\\\\]+$",
      ),
    ],
    [
      'CreateBudget',
      { AccountId, Budget: { ...budget, BudgetName: 'x', BudgetType: 'MONEY' } },
      violation(
        "Value 'MONEY' at 'budget.budgetType' failed to satisfy constraint: Member must satisfy enum value set: [USAGE, COST, RI_UTILIZATION, RI_COVERAGE, SAVINGS_PLANS_UTILIZATION, SAVINGS_PLANS_COVERAGE]",
      ),
    ],
    [
      'CreateBudget',
      { AccountId, Budget: { ...budget, BudgetName: 'x', BudgetLimit: { Amount: 'much', Unit: 'USD' } } },
      violation(
        "Value 'much' at 'budget.budgetLimit.amount' failed to satisfy constraint: Member must satisfy regular expression pattern: ^([0-9]*\\.)?[0-9]+$",
      ),
    ],
    [
      'CreateBudget',
      {
        AccountId,
        Budget: { ...budget, BudgetName: 'x', TimePeriod: { Start: 2_000_000_000, End: 1_000_000_000 } },
      },
      'InvalidParameterException: The start of the time period must be before its end.',
    ],
    [
      'CreateBudget',
      { AccountId, Budget: { ...budget, BudgetName: 'x', Metrics: ['UnblendedCost'], CostTypes: {} } },
      'InvalidParameterException: CostFilters and CostTypes cannot be given together with FilterExpression and Metrics.',
    ],
    [
      'CreateBudget',
      {
        AccountId,
        Budget: { ...budget, BudgetName: 'x' },
        NotificationsWithSubscribers: [{ Notification: notification, Subscribers: [] }],
      },
      violation(
        "Value '[]' at 'notificationsWithSubscribers.1.member.subscribers' failed to satisfy constraint: Member must have length greater than or equal to 1",
      ),
    ],
    [
      'CreateBudget',
      {
        AccountId,
        Budget: { ...budget, BudgetName: 'x' },
        NotificationsWithSubscribers: [1, 2].map(() => ({
          Notification: notification,
          Subscribers: [topic],
        })),
      },
      'DuplicateRecordException: Error creating notification: x - the notification already exists.',
    ],
    [
      'CreateBudget',
      { AccountId: '210987654321', Budget: { ...budget, BudgetName: 'x' } },
      `AccessDeniedException: arn:aws:iam::${ACCOUNT}:user/deployer is not authorized to act on the budgets of account 210987654321`,
    ],
    [
      'UpdateBudget',
      { AccountId, NewBudget: { ...budget, BudgetName: 'x' } },
      "NotFoundException: Unable to update budget: x - the budget doesn't exist. Try creating it first. ",
    ],
    [
      'DescribeBudget',
      { AccountId, BudgetName: 'x' },
      "NotFoundException: Unable to get budget: x - the budget doesn't exist.",
    ],
    [
      'DeleteBudget',
      { AccountId, BudgetName: 'x' },
      "NotFoundException: Unable to delete budget: x - the budget doesn't exist. Try creating it first. ",
    ],
  ])('%s refuses %j and changes nothing', async (operation, input, error) => {
    const run = await open();
    const before = await run('DescribeBudgets', { AccountId });
    expect(await errorOf(run(operation, { ...input }))).toBe(error);
    expect(await run('DescribeBudgets', { AccountId })).toEqual(before);
  });
});

describe('notifications and subscribers', () => {
  test('come back as they were sent, found by what they are and not by their state', async () => {
    const run = await open();
    await run('CreateNotification', {
      ...named,
      Notification: { ...notification, ThresholdType: undefined },
      Subscribers: [topic, email('a@example.com')],
    });
    const { Notifications } = await run('DescribeNotificationsForBudget', named);
    expect(Notifications).toEqual([{ ...notification, NotificationState: 'OK' }]);
    expect(await subscribersOf(run, { ...notification, NotificationState: 'ALARM' })).toEqual([
      'a@example.com',
      topic.Address,
    ]);
    expect(await run('DescribeBudgetNotificationsForAccount', { AccountId })).toMatchObject({
      BudgetNotificationsForAccount: [{ BudgetName, Notifications: [notification] }],
    });
  });

  test('with the budget', async () => {
    const run = openTestAccount().service(budgetsService);
    await run('CreateBudget', {
      AccountId,
      Budget: budget,
      NotificationsWithSubscribers: [{ Notification: notification, Subscribers: [topic] }],
    });
    expect(await subscribersOf(run)).toEqual([topic.Address]);
  });

  test('change and go', async () => {
    const run = await open();
    await run('CreateNotification', {
      ...named,
      Notification: notification,
      Subscribers: [email('a@example.com')],
    });
    const higher = { ...notification, Threshold: 90 };
    await run('UpdateNotification', { ...named, OldNotification: notification, NewNotification: higher });
    const of = { ...named, Notification: higher };
    await run('CreateSubscriber', { ...of, Subscriber: topic });
    await run('UpdateSubscriber', {
      ...of,
      OldSubscriber: email('a@example.com'),
      NewSubscriber: email('b@example.com'),
    });
    expect(await subscribersOf(run, higher)).toEqual(['b@example.com', topic.Address]);
    await run('DeleteSubscriber', { ...of, Subscriber: topic });
    await run('DeleteSubscriber', { ...of, Subscriber: email('b@example.com') });
    expect(
      await run('DescribeNotificationsForBudget', named),
      'the last subscriber takes it along',
    ).toMatchObject({ Notifications: [] });
    expect(await errorOf(subscribersOf(run, higher))).toBe(
      "NotFoundException: Unable to get subscribers - the notification doesn't exist.",
    );
  });

  test.each<[string, object, string]>([
    [
      'CreateNotification',
      { Notification: notification, Subscribers: [topic] },
      `DuplicateRecordException: Error creating notification: ${BudgetName} - the notification already exists.`,
    ],
    [
      'CreateNotification',
      { BudgetName: 'x', Notification: notification, Subscribers: [topic] },
      "NotFoundException: Unable to create notification - the budget doesn't exist.",
    ],
    [
      'CreateNotification',
      { Notification: { ...notification, Threshold: -1 }, Subscribers: [topic] },
      "InvalidParameterException: 1 validation error detected: Value '-1' at 'notification.threshold' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
    [
      'CreateNotification',
      {
        Notification: { ...notification, Threshold: 90 },
        Subscribers: [topic, { ...topic, Address: `${topic.Address}2` }],
      },
      'InvalidParameterException: A notification can have at most one SNS subscriber and 10 email subscribers.',
    ],
    [
      'CreateNotification',
      { Notification: { ...notification, Threshold: 90 }, Subscribers: [email('nobody')] },
      'InvalidParameterException: Email address is not valid.',
    ],
    [
      'CreateSubscriber',
      { Notification: notification, Subscriber: email('a@example.com') },
      'DuplicateRecordException: Error creating subscriber: a@example.com - the subscriber already exists.',
    ],
    [
      'DeleteSubscriber',
      { Notification: notification, Subscriber: topic },
      "NotFoundException: Unable to delete subscriber - the subscriber doesn't exist.",
    ],
    [
      'DeleteNotification',
      { Notification: { ...notification, Threshold: 1 } },
      "NotFoundException: Unable to delete notification - the notification doesn't exist.",
    ],
    [
      'UpdateNotification',
      { OldNotification: { ...notification, Threshold: 1 }, NewNotification: notification },
      "NotFoundException: Unable to update notification - the notification doesn't exist.",
    ],
  ])('%s refuses %j', async (operation, input, error) => {
    const run = await open();
    await run('CreateNotification', {
      ...named,
      Notification: notification,
      Subscribers: [email('a@example.com')],
    });
    expect(await errorOf(run(operation, { ...named, ...input }))).toBe(error);
    expect(await subscribersOf(run)).toEqual(['a@example.com']);
    expect((await run('DescribeNotificationsForBudget', named)).Notifications).toHaveLength(1);
  });

  test('ten notifications are the most', async () => {
    const run = await open();
    for (let Threshold = 1; Threshold <= 10; Threshold++)
      await run('CreateNotification', {
        ...named,
        Notification: { ...notification, Threshold },
        Subscribers: [topic],
      });
    expect(
      await errorOf(
        run('CreateNotification', {
          ...named,
          Notification: { ...notification, Threshold: 11 },
          Subscribers: [topic],
        }),
      ),
    ).toMatch(/^CreationLimitExceededException/);
  });
});

describe('actions', () => {
  const action = {
    ...named,
    NotificationType: 'ACTUAL',
    ActionType: 'APPLY_IAM_POLICY',
    ActionThreshold: { ActionThresholdValue: 100, ActionThresholdType: 'PERCENTAGE' },
    Definition: {
      IamActionDefinition: {
        PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/stop-spend`,
        Roles: ['lakehouse-engineer'],
      },
    },
    ExecutionRoleArn: `arn:aws:iam::${ACCOUNT}:role/budget-action`,
    ApprovalModel: 'AUTOMATIC',
    Subscribers: [email('a@example.com')],
  };
  const { AccountId: _, ...kept } = action;

  test('stand by, change, and leave a trail', async () => {
    const run = await open();
    const { ActionId } = await run('CreateBudgetAction', action);
    const one = { ...named, ActionId };
    expect(await run('DescribeBudgetAction', one)).toEqual({
      ...named,
      Action: { ...kept, ActionId, Status: 'STANDBY' },
    });
    const updated = await run('UpdateBudgetAction', { ...one, ApprovalModel: 'MANUAL' });
    expect(updated).toMatchObject({
      OldAction: { ApprovalModel: 'AUTOMATIC' },
      NewAction: { ApprovalModel: 'MANUAL', Definition: kept.Definition },
    });
    expect(await run('DescribeBudgetActionsForBudget', named)).toMatchObject({
      Actions: [{ ActionId, ApprovalModel: 'MANUAL' }],
    });
    expect(await run('DescribeBudgetActionsForAccount', { AccountId })).toMatchObject({
      Actions: [{ ActionId }],
    });
    const { ActionHistories } = await run('DescribeBudgetActionHistories', one);
    expect(ActionHistories).toMatchObject([
      { EventType: 'CREATE_ACTION' },
      { EventType: 'UPDATE_ACTION', Status: 'STANDBY' },
    ]);
    await run('DeleteBudgetAction', one);
    expect(await errorOf(run('DescribeBudgetAction', one))).toBe(
      `NotFoundException: Unable to get action: ${ActionId} - the action doesn't exist.`,
    );
  });

  test('cannot be executed while they stand by', async () => {
    const run = await open();
    const { ActionId } = await run('CreateBudgetAction', action);
    expect(
      await errorOf(
        run('ExecuteBudgetAction', { ...named, ActionId, ExecutionType: 'APPROVE_BUDGET_ACTION' }),
      ),
    ).toBe(
      `InvalidParameterException: APPROVE_BUDGET_ACTION needs an action in status PENDING; action ${ActionId} is in status STANDBY.`,
    );
  });

  test.each<[object, RegExp]>([
    [{ BudgetName: 'x' }, /^NotFoundException: Unable to create action - the budget doesn't exist\.$/],
    [{ Definition: {} }, /must be a IamActionDefinition and nothing else/],
    [{ ActionType: 'RUN_SSM_DOCUMENTS' }, /must be a SsmActionDefinition/],
    [
      { ExecutionRoleArn: 'lakehouse-engineer-and-some-more-text' },
      /'executionRoleArn' failed to satisfy constraint: Member must satisfy regular expression/,
    ],
    [
      { Definition: { IamActionDefinition: { PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/stop-spend` } } },
      /at least one role, group or user/,
    ],
    [{ ApprovalModel: undefined }, /'approvalModel' failed to satisfy constraint: Member must not be null/],
    [{ Subscribers: [] }, /'subscribers' failed to satisfy constraint/],
  ])('refuses %j', async (part, error) => {
    const run = await open();
    expect(await errorOf(run('CreateBudgetAction', { ...action, ...part }))).toMatch(error);
    expect(await run('DescribeBudgetActionsForAccount', { AccountId })).toMatchObject({ Actions: [] });
  });

  test('tags of budgets and actions', async () => {
    const run = openTestAccount().service(budgetsService);
    await run('CreateBudget', {
      AccountId,
      Budget: budget,
      ResourceTags: [{ Key: 'project', Value: 'lakehouse' }],
    });
    const { ActionId } = await run('CreateBudgetAction', action);
    const ofAction = `${arn}/action/${ActionId}`;
    await run('TagResource', { ResourceARN: ofAction, ResourceTags: [{ Key: 'a', Value: '1' }] });
    await run('TagResource', { ResourceARN: arn, ResourceTags: [{ Key: 'b', Value: '2' }] });
    await run('UntagResource', { ResourceARN: arn, ResourceTagKeys: ['project'] });
    expect(await run('ListTagsForResource', { ResourceARN: arn })).toEqual({
      ResourceTags: [{ Key: 'b', Value: '2' }],
    });
    expect(await run('ListTagsForResource', { ResourceARN: ofAction })).toEqual({
      ResourceTags: [{ Key: 'a', Value: '1' }],
    });
    expect(await errorOf(run('ListTagsForResource', { ResourceARN: `${arn}x` }))).toBe(
      `NotFoundException: Resource not found: ${arn}x`,
    );
  });
});

test('IAM is asked about what the operation reads, and nothing else that the request says', () => {
  const { call } = openTestAccount();
  const resources = (operation: string, input: Record<string, unknown>) =>
    budgetsService.resources(operation, input, call('x'));
  const of = (name: string) => [`arn:aws:budgets::${ACCOUNT}:budget/${name}`];
  expect(resources('CreateBudget', { BudgetName: 'open', Budget: { BudgetName: 'secret' } })).toEqual(
    of('secret'),
  );
  expect(
    resources('UpdateBudget', { Budget: { BudgetName: 'open' }, NewBudget: { BudgetName: 'secret' } }),
  ).toEqual(of('secret'));
  expect(resources('DescribeBudget', { BudgetName: 'secret', ActionId: 'x', ResourceARN: 'y' })).toEqual(
    of('secret'),
  );
  expect(resources('DeleteBudgetAction', { BudgetName: 'b', ActionId: 'a' })).toEqual(of('b/action/a'));
  expect(resources('DescribeBudgets', { BudgetName: 'open' })).toEqual(of('*'));
  expect(resources('TagResource', { ResourceARN: arn })).toEqual([arn]);
});
