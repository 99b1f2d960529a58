import type { UpdateBudgetCommandInput, UpdateBudgetResponse } from '@aws-sdk/client-budgets';
import type { Operation } from '../call';
import { budgetFrom } from './budget';
import { openBudgets } from './budgets';
import { checkAccount, checkName, notFound } from './request';

/** Replaces a budget; its notifications, actions and tags stay. */
export const updateBudget: Operation<UpdateBudgetCommandInput, UpdateBudgetResponse> = async (
  input,
  call,
) => {
  checkAccount(call, input);
  checkName('newBudget.budgetName', input.NewBudget?.BudgetName);
  call.account.store.transaction(() => {
    const budgets = openBudgets(call.account.store);
    const old = budgets.get(input.NewBudget!.BudgetName!);
    if (!old)
      throw notFound(
        `Unable to update budget: ${input.NewBudget!.BudgetName} - the budget doesn't exist. Try creating it first. `,
      );
    budgets.put(budgetFrom('newBudget', input.NewBudget, call.now, old));
  });
  return {};
};
