import type { DeleteBudgetCommandInput, DeleteBudgetResponse } from '@aws-sdk/client-budgets';
import type { Operation } from '../call';
import { openBudgets } from './budgets';
import { checkBudgetName, notFound } from './request';

/** Removes a budget with its notifications, subscribers and actions. */
export const deleteBudget: Operation<DeleteBudgetCommandInput, DeleteBudgetResponse> = async (
  input,
  call,
) => {
  checkBudgetName(call, input);
  const budgets = openBudgets(call.account.store);
  if (!budgets.get(input.BudgetName!))
    throw notFound(
      `Unable to delete budget: ${input.BudgetName} - the budget doesn't exist. Try creating it first. `,
    );
  budgets.remove(input.BudgetName!);
  return {};
};
