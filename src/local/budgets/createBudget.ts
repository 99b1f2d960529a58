import type { CreateBudgetCommandInput, CreateBudgetResponse } from '@aws-sdk/client-budgets';
import type { Operation } from '../call';
import { AwsError } from '../errors';
import { Constraints } from '../glue/constraints';
import { budgetFrom } from './budget';
import { openBudgets } from './budgets';
import { addNotification, notificationFrom, subscribersFrom } from './notification';
import { checkAccount } from './request';
import { mergedTags } from './tags';

/** Makes a budget, with its notifications if the request has any: all of it or nothing. */
export const createBudget: Operation<CreateBudgetCommandInput, CreateBudgetResponse> = async (
  input,
  call,
) => {
  checkAccount(call, input);
  const budget = budgetFrom('budget', input.Budget, call.now);
  new Constraints()
    .optionalList('notificationsWithSubscribers', input.NotificationsWithSubscribers, { max: 10 })
    .check('InvalidParameterException');
  const notifications = (input.NotificationsWithSubscribers ?? []).map((item, i) => {
    const path = `notificationsWithSubscribers.${i + 1}.member`;
    return {
      notification: notificationFrom(`${path}.notification`, item?.Notification),
      subscribers: subscribersFrom(`${path}.subscribers`, item.Subscribers),
    };
  });
  const tags = mergedTags([], input.ResourceTags);
  call.account.store.transaction(() => {
    const budgets = openBudgets(call.account.store);
    if (budgets.get(budget.BudgetName))
      throw new AwsError(
        'DuplicateRecordException',
        `Error creating budget: ${budget.BudgetName} - the budget already exists.`,
      );
    budgets.put(budget);
    for (const notification of notifications) addNotification(budgets, budget.BudgetName, notification);
    if (tags.length > 0) budgets.putTags(tags, budget.BudgetName);
  });
  return {};
};
