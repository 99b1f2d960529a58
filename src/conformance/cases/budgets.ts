import {
  type Budget,
  CreateBudgetCommand,
  CreateNotificationCommand,
  CreateSubscriberCommand,
  DeleteBudgetActionCommand,
  DeleteBudgetCommand,
  DeleteNotificationCommand,
  DescribeBudgetActionCommand,
  DescribeBudgetActionsForBudgetCommand,
  DescribeBudgetCommand,
  DescribeNotificationsForBudgetCommand,
  ListTagsForResourceCommand,
  type Notification,
  UpdateBudgetCommand,
  UpdateNotificationCommand,
  UpdateSubscriberCommand,
} from '@aws-sdk/client-budgets';
import { attempt, steps } from '../attempt';
import type { ConformanceCase } from '../case';
import type { Scratch } from '../scratch';

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';
const LIMIT = { Amount: '1000000', Unit: 'USD' };
/** A name that is reserved for examples: nobody is written to. */
const SUBSCRIBER = { SubscriptionType: 'EMAIL', Address: 'nobody@example.com' } as const;

const least = (BudgetName: string, more: Partial<Budget> = {}): Budget => ({
  BudgetName,
  BudgetType: 'COST',
  TimeUnit: 'MONTHLY',
  BudgetLimit: LIMIT,
  ...more,
});

/** A budget that no account reaches; it is free, and removed with the run. */
async function made(scratch: Scratch, part: string) {
  const client = await scratch.clients.budgets();
  const { accountId: AccountId } = scratch.target;
  const BudgetName = scratch.name(part);
  await client.send(new CreateBudgetCommand({ AccountId, Budget: least(BudgetName) }));
  scratch.later(`budget ${BudgetName}`, () =>
    client.send(new DeleteBudgetCommand({ AccountId, BudgetName })),
  );
  return { client, AccountId, BudgetName };
}

/** Budgets, who is told, and their actions; none is ever reached, nobody is ever told. */
export const budgets: readonly ConformanceCase[] = [
  {
    id: 'budget-defaults',
    title: 'What the service fills in for a budget that says the least',
    needs: ['budgets'],
    async run(scratch) {
      const { client, ...named } = await made(scratch, 'least');
      return attempt(client.send(new DescribeBudgetCommand(named)), ({ Budget: told }) => ({
        ...told,
        // What the account has spent is nobody's business.
        CalculatedSpend: Object.keys(told?.CalculatedSpend ?? {}).sort(),
        HealthStatus: told?.HealthStatus?.Status,
      }));
    },
  },
  {
    id: 'budget-refusals',
    title: 'Budgets that are there already, are not there, or cannot be',
    needs: ['budgets'],
    async run(scratch) {
      const { client, AccountId, BudgetName } = await made(scratch, 'taken');
      const missing = scratch.name('missing');
      const create = (Budget: Budget) => () =>
        attempt(client.send(new CreateBudgetCommand({ AccountId, Budget })), () => {
          const wrong = Budget.BudgetName!;
          scratch.later(`budget ${wrong}`, () =>
            client.send(new DeleteBudgetCommand({ AccountId, BudgetName: wrong })),
          );
          return 'created';
        });
      const name = scratch.name('wrong');
      return steps({
        'there already': create(least(BudgetName)),
        get: () => attempt(client.send(new DescribeBudgetCommand({ AccountId, BudgetName: missing }))),
        update: () => attempt(client.send(new UpdateBudgetCommand({ AccountId, NewBudget: least(missing) }))),
        delete: () => attempt(client.send(new DeleteBudgetCommand({ AccountId, BudgetName: missing }))),
        'no limit': create(least(name, { BudgetLimit: undefined })),
        'limit of 0': create(least(name, { BudgetLimit: { ...LIMIT, Amount: '0' } })),
        'limit below 0': create(least(name, { BudgetLimit: { ...LIMIT, Amount: '-1' } })),
        'limit that is none': create(least(name, { BudgetLimit: { ...LIMIT, Amount: 'much' } })),
        'colon in the name': create(least(`${name}:1`)),
        'another account': () =>
          attempt(client.send(new DescribeBudgetCommand({ AccountId: '000000000000', BudgetName }))),
        'start after end': create(
          least(name, { TimePeriod: { Start: new Date('2031-01-01'), End: new Date('2030-01-01') } }),
        ),
        'costs by filter and by expression': create(
          least(name, {
            CostFilters: { Service: ['Amazon Athena'] },
            FilterExpression: { Dimensions: { Key: 'SERVICE', Values: ['Amazon Athena'] } },
            Metrics: ['UnblendedCost'],
          }),
        ),
        'tags of a missing one': () =>
          attempt(
            client.send(
              new ListTagsForResourceCommand({
                ResourceARN: `arn:aws:budgets::${AccountId}:budget/${missing}`,
              }),
            ),
          ),
      });
    },
  },
  {
    id: 'budget-notifications',
    title: 'Notifications and subscribers that are there already, are not there, or cannot be',
    needs: ['budgets'],
    async run(scratch) {
      const { client, ...named } = await made(scratch, 'notified');
      const notification = (Threshold: number): Notification => ({
        NotificationType: 'ACTUAL',
        ComparisonOperator: 'GREATER_THAN',
        Threshold,
      });
      const create =
        (Threshold: number, ...Subscribers: { SubscriptionType: 'EMAIL' | 'SNS'; Address: string }[]) =>
        () =>
          attempt(
            client.send(
              new CreateNotificationCommand({ ...named, Notification: notification(Threshold), Subscribers }),
            ),
          );
      const one = { ...named, Notification: notification(90) };
      const none = { ...named, Notification: notification(10) };
      const other = { SubscriptionType: 'EMAIL', Address: 'other@example.com' } as const;
      return steps({
        create: create(90, SUBSCRIBER),
        list: () =>
          attempt(
            client.send(new DescribeNotificationsForBudgetCommand(named)),
            ({ Notifications }) => Notifications,
          ),
        'there already': create(90, SUBSCRIBER),
        'no subscriber': create(80),
        'an address that is none': create(80, { SubscriptionType: 'EMAIL', Address: 'nobody' }),
        'a topic that is none': create(80, { SubscriptionType: 'SNS', Address: 'none' }),
        'one subscriber twice': create(80, SUBSCRIBER, SUBSCRIBER),
        'threshold below 0': create(-1, SUBSCRIBER),
        'subscriber again': () =>
          attempt(client.send(new CreateSubscriberCommand({ ...one, Subscriber: SUBSCRIBER }))),
        'update a missing subscriber': () =>
          attempt(
            client.send(new UpdateSubscriberCommand({ ...one, OldSubscriber: other, NewSubscriber: other })),
          ),
        'update a missing notification': () =>
          attempt(
            client.send(
              new UpdateNotificationCommand({
                ...named,
                OldNotification: notification(10),
                NewNotification: notification(20),
              }),
            ),
          ),
        'delete a missing notification': () => attempt(client.send(new DeleteNotificationCommand(none))),
        delete: () => attempt(client.send(new DeleteNotificationCommand(one))),
      });
    },
  },
  {
    id: 'budget-actions',
    title: 'Actions that are not there',
    needs: ['budgets'],
    async run(scratch) {
      const { client, ...named } = await made(scratch, 'without-actions');
      const ActionId = UNKNOWN_ID;
      return steps({
        list: () =>
          attempt(client.send(new DescribeBudgetActionsForBudgetCommand(named)), ({ Actions }) => Actions),
        'list of a missing budget': () =>
          attempt(
            client.send(
              new DescribeBudgetActionsForBudgetCommand({ ...named, BudgetName: scratch.name('missing') }),
            ),
          ),
        get: () => attempt(client.send(new DescribeBudgetActionCommand({ ...named, ActionId }))),
        delete: () => attempt(client.send(new DeleteBudgetActionCommand({ ...named, ActionId }))),
        'an id that is none': () =>
          attempt(client.send(new DescribeBudgetActionCommand({ ...named, ActionId: 'none' }))),
      });
    },
  },
];
