import {
  BudgetsClient,
  ListTagsForResourceCommand,
  paginateDescribeBudgetActionsForAccount,
  paginateDescribeBudgets,
  paginateDescribeNotificationsForBudget,
  paginateDescribeSubscribersForNotification,
} from '@aws-sdk/client-budgets';
import type { Fingerprint } from './readCache';

/** Fingerprints of the account's budgets and of their actions, by Terraform's types: all that the provider reads of them. */
export function budgetFingerprints(AccountId: string): Record<string, Fingerprint> {
  const client = new BudgetsClient({});
  const paged = { client };
  const tags = async (ResourceARN: string) =>
    (await client.send(new ListTagsForResourceCommand({ ResourceARN }))).ResourceTags;

  async function* budgets() {
    for await (const { Budgets = [] } of paginateDescribeBudgets(paged, { AccountId }))
      for (const budget of Budgets) {
        const BudgetName = budget.BudgetName!;
        yield [budget, await tags(`arn:aws:budgets::${AccountId}:budget/${BudgetName}`)];
        const named = { AccountId, BudgetName };
        for await (const { Notifications = [] } of paginateDescribeNotificationsForBudget(paged, named))
          for (const Notification of Notifications) {
            yield Notification;
            const of = { ...named, Notification };
            for await (const { Subscribers } of paginateDescribeSubscribersForNotification(paged, of))
              yield Subscribers;
          }
      }
  }
  async function* actions() {
    for await (const { Actions = [] } of paginateDescribeBudgetActionsForAccount(paged, { AccountId }))
      for (const action of Actions) {
        const { BudgetName, ActionId } = action;
        yield [action, await tags(`arn:aws:budgets::${AccountId}:budget/${BudgetName}/action/${ActionId}`)];
      }
  }
  return { aws_budgets_budget: textOf(budgets), aws_budgets_budget_action: textOf(actions) };
}

const textOf =
  (look: () => AsyncIterable<unknown>): Fingerprint =>
  async () => {
    const parts: unknown[] = [];
    for await (const part of look()) parts.push(part);
    return JSON.stringify(parts);
  };
