import type {
  CreateNotificationCommandInput,
  CreateNotificationResponse,
  DeleteNotificationCommandInput,
  DeleteNotificationResponse,
  DescribeBudgetNotificationsForAccountCommandInput,
  DescribeBudgetNotificationsForAccountResponse,
  DescribeNotificationsForBudgetCommandInput,
  DescribeNotificationsForBudgetResponse,
  UpdateNotificationCommandInput,
  UpdateNotificationResponse,
} from '@aws-sdk/client-budgets';
import type { Operation } from '../call';
import { openBudgets } from './budgets';
import { addNotification, needNotification, notificationFrom, subscribersFrom } from './notification';
import { budgetsPage, checkAccount, checkBudgetName, notFound } from './request';

export const createNotification: Operation<
  CreateNotificationCommandInput,
  CreateNotificationResponse
> = async (input, call) => {
  checkBudgetName(call, input);
  const notification = notificationFrom('notification', input.Notification);
  const subscribers = subscribersFrom('subscribers', input.Subscribers);
  const { store } = call.account;
  store.transaction(() =>
    addNotification(openBudgets(store), input.BudgetName!, { notification, subscribers }),
  );
  return {};
};

export const describeNotificationsForBudget: Operation<
  DescribeNotificationsForBudgetCommandInput,
  DescribeNotificationsForBudgetResponse
> = async (input, call) => {
  checkBudgetName(call, input);
  const budgets = openBudgets(call.account.store);
  if (!budgets.get(input.BudgetName!))
    throw notFound("Unable to get notifications - the budget doesn't exist.");
  const keyed = budgets
    .notifications(input.BudgetName!)
    .map(({ notification }, i) => ({ notification, key: pad(i) }));
  const { items, NextToken } = budgetsPage(keyed, ({ key }) => key, input);
  return { Notifications: items.map(({ notification }) => notification), NextToken };
};

export const describeBudgetNotificationsForAccount: Operation<
  DescribeBudgetNotificationsForAccountCommandInput,
  DescribeBudgetNotificationsForAccountResponse
> = async (input, call) => {
  checkAccount(call, input);
  const budgets = openBudgets(call.account.store);
  const { items, NextToken } = budgetsPage(budgets.list(), ({ BudgetName }) => BudgetName, input, 1000);
  return {
    BudgetNotificationsForAccount: items.map(({ BudgetName }) => ({
      BudgetName,
      Notifications: budgets.notifications(BudgetName).map(({ notification }) => notification),
    })),
    NextToken,
  };
};

/** Changes a notification; its subscribers stay. */
export const updateNotification: Operation<
  UpdateNotificationCommandInput,
  UpdateNotificationResponse
> = async (input, call) => {
  checkBudgetName(call, input);
  const old = notificationFrom('oldNotification', input.OldNotification);
  const next = notificationFrom('newNotification', input.NewNotification);
  const { store } = call.account;
  store.transaction(() => {
    const budgets = openBudgets(store);
    const { subscribers } = needNotification(budgets, input.BudgetName!, old, 'update notification');
    budgets.removeNotification(input.BudgetName!, old);
    addNotification(budgets, input.BudgetName!, { notification: next, subscribers });
  });
  return {};
};

export const deleteNotification: Operation<
  DeleteNotificationCommandInput,
  DeleteNotificationResponse
> = async (input, call) => {
  checkBudgetName(call, input);
  const notification = notificationFrom('notification', input.Notification);
  const budgets = openBudgets(call.account.store);
  needNotification(budgets, input.BudgetName!, notification, 'delete notification');
  budgets.removeNotification(input.BudgetName!, notification);
  return {};
};

const pad = (index: number): string => String(index).padStart(4, '0');
