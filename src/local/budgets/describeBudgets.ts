import type {
  Budget,
  DescribeBudgetCommandInput,
  DescribeBudgetPerformanceHistoryCommandInput,
  DescribeBudgetPerformanceHistoryResponse,
  DescribeBudgetResponse,
  DescribeBudgetsCommandInput,
  DescribeBudgetsResponse,
} from '@aws-sdk/client-budgets';
import type { Call, Operation } from '../call';
import { openBudgets, type StoredBudget } from './budgets';
import { budgetsPage, checkAccount, checkBudgetName, notFound } from './request';

export const describeBudget: Operation<DescribeBudgetCommandInput, DescribeBudgetResponse> = async (
  input,
  call,
) => {
  checkBudgetName(call, input);
  return { Budget: needBudget(call, input.BudgetName!) };
};

export const describeBudgets: Operation<DescribeBudgetsCommandInput, DescribeBudgetsResponse> = async (
  input,
  call,
) => {
  checkAccount(call, input);
  const { items, NextToken } = budgetsPage<Budget>(
    openBudgets(call.account.store).list(),
    ({ BudgetName }) => BudgetName!,
    input,
    1000,
  );
  return { Budgets: items, NextToken };
};

/** No period of a budget is over yet: what was spent is not kept by period. */
export const describeBudgetPerformanceHistory: Operation<
  DescribeBudgetPerformanceHistoryCommandInput,
  DescribeBudgetPerformanceHistoryResponse
> = async (input, call) => {
  checkBudgetName(call, input);
  const { BudgetName, BudgetType, CostFilters, CostTypes, TimeUnit } = needBudget(call, input.BudgetName!);
  return {
    BudgetPerformanceHistory: {
      BudgetName,
      BudgetType,
      CostFilters,
      CostTypes,
      TimeUnit,
      BudgetedAndActualAmountsList: [],
    },
  };
};

function needBudget(call: Call, name: string): StoredBudget {
  const found = openBudgets(call.account.store).get(name);
  if (!found) throw notFound(`Unable to get budget: ${name} - the budget doesn't exist.`);
  return found;
}
