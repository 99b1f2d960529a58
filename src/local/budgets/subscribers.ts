import type {
  CreateSubscriberCommandInput,
  CreateSubscriberResponse,
  DeleteSubscriberCommandInput,
  DeleteSubscriberResponse,
  DescribeSubscribersForNotificationCommandInput,
  DescribeSubscribersForNotificationResponse,
  Subscriber,
  UpdateSubscriberCommandInput,
  UpdateSubscriberResponse,
} from '@aws-sdk/client-budgets';
import type { Call, Operation } from '../call';
import { AwsError } from '../errors';
import { openBudgets } from './budgets';
import {
  needNotification,
  notificationFrom,
  subscriberFrom,
  subscriberKey,
  subscribersFrom,
} from './notification';
import { budgetsPage, checkBudgetName, notFound } from './request';

export const createSubscriber: Operation<CreateSubscriberCommandInput, CreateSubscriberResponse> = async (
  input,
  call,
) => {
  const added = subscriberFrom('subscriber', input.Subscriber);
  change(call, input, 'create subscriber', (subscribers) => {
    if (has(subscribers, added))
      throw new AwsError(
        'DuplicateRecordException',
        `Error creating subscriber: ${added.Address} - the subscriber already exists.`,
      );
    return [...subscribers, added];
  });
  return {};
};

export const describeSubscribersForNotification: Operation<
  DescribeSubscribersForNotificationCommandInput,
  DescribeSubscribersForNotificationResponse
> = async (input, call) => {
  checkBudgetName(call, input);
  const notification = notificationFrom('notification', input.Notification);
  const budgets = openBudgets(call.account.store);
  const { subscribers } = needNotification(budgets, input.BudgetName!, notification, 'get subscribers');
  const sorted = [...subscribers].sort((a, b) => (subscriberKey(a) < subscriberKey(b) ? -1 : 1));
  const { items, NextToken } = budgetsPage(sorted, subscriberKey, input);
  return { Subscribers: items, NextToken };
};

export const updateSubscriber: Operation<UpdateSubscriberCommandInput, UpdateSubscriberResponse> = async (
  input,
  call,
) => {
  const old = subscriberFrom('oldSubscriber', input.OldSubscriber);
  const next = subscriberFrom('newSubscriber', input.NewSubscriber);
  change(call, input, 'update subscriber', (subscribers) => {
    if (!has(subscribers, old)) throw notFound("Unable to update subscriber - the subscriber doesn't exist.");
    return subscribers.map((subscriber) =>
      subscriberKey(subscriber) === subscriberKey(old) ? next : subscriber,
    );
  });
  return {};
};

/** "Deleting the last subscriber to a notification also deletes the notification" (Budgets API reference). */
export const deleteSubscriber: Operation<DeleteSubscriberCommandInput, DeleteSubscriberResponse> = async (
  input,
  call,
) => {
  const gone = subscriberFrom('subscriber', input.Subscriber);
  change(call, input, 'delete subscriber', (subscribers) => {
    if (!has(subscribers, gone))
      throw notFound("Unable to delete subscriber - the subscriber doesn't exist.");
    return subscribers.filter((subscriber) => subscriberKey(subscriber) !== subscriberKey(gone));
  });
  return {};
};

const has = (subscribers: Subscriber[], wanted: Subscriber): boolean =>
  subscribers.some((subscriber) => subscriberKey(subscriber) === subscriberKey(wanted));

function change(
  call: Call,
  input: Pick<CreateSubscriberCommandInput, 'AccountId' | 'BudgetName' | 'Notification'>,
  doing: string,
  next: (subscribers: Subscriber[]) => Subscriber[],
): void {
  checkBudgetName(call, input);
  const like = notificationFrom('notification', input.Notification);
  const { store } = call.account;
  store.transaction(() => {
    const budgets = openBudgets(store);
    const { notification, subscribers } = needNotification(budgets, input.BudgetName!, like, doing);
    const left = next(subscribers);
    if (left.length === 0) budgets.removeNotification(input.BudgetName!, notification);
    else
      budgets.putNotification(input.BudgetName!, {
        notification,
        subscribers: subscribersFrom('subscribers', left),
      });
  });
}
