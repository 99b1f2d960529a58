import type {
  DescribeBudgetActionCommandInput,
  DescribeBudgetActionHistoriesCommandInput,
  DescribeBudgetActionHistoriesResponse,
  DescribeBudgetActionResponse,
  DescribeBudgetActionsForAccountCommandInput,
  DescribeBudgetActionsForAccountResponse,
  DescribeBudgetActionsForBudgetCommandInput,
  DescribeBudgetActionsForBudgetResponse,
} from '@aws-sdk/client-budgets';
import type { Operation } from '../call';
import { timestamp } from '../glue/timestamp';
import { needAction } from './action';
import { checkActionId } from './actions';
import { openBudgets } from './budgets';
import { budgetsPage, checkAccount, checkBudgetName, notFound } from './request';

export const describeBudgetAction: Operation<
  DescribeBudgetActionCommandInput,
  DescribeBudgetActionResponse
> = async (input, call) => {
  checkActionId(call, input);
  const Action = needAction(
    openBudgets(call.account.store),
    input.BudgetName!,
    input.ActionId!,
    'get action',
  );
  return { AccountId: input.AccountId, BudgetName: input.BudgetName, Action };
};

export const describeBudgetActionsForBudget: Operation<
  DescribeBudgetActionsForBudgetCommandInput,
  DescribeBudgetActionsForBudgetResponse
> = async (input, call) => {
  checkBudgetName(call, input);
  const budgets = openBudgets(call.account.store);
  if (!budgets.get(input.BudgetName!)) throw notFound("Unable to get actions - the budget doesn't exist.");
  const { items, NextToken } = budgetsPage(
    budgets.actions(input.BudgetName),
    ({ ActionId }) => ActionId,
    input,
  );
  return { Actions: items, NextToken };
};

export const describeBudgetActionsForAccount: Operation<
  DescribeBudgetActionsForAccountCommandInput,
  DescribeBudgetActionsForAccountResponse
> = async (input, call) => {
  checkAccount(call, input);
  const actions = openBudgets(call.account.store).actions();
  const { items, NextToken } = budgetsPage(
    actions,
    ({ BudgetName, ActionId }) => `${BudgetName}\n${ActionId}`,
    input,
  );
  return { Actions: items, NextToken };
};

/** The trail of an action, oldest first. */
export const describeBudgetActionHistories: Operation<
  DescribeBudgetActionHistoriesCommandInput,
  DescribeBudgetActionHistoriesResponse
> = async (input, call) => {
  checkActionId(call, input);
  const budgets = openBudgets(call.account.store);
  const { BudgetName, ActionId } = needAction(
    budgets,
    input.BudgetName!,
    input.ActionId!,
    'get action histories',
  );
  const [from, to] = [timestamp(input.TimePeriod?.Start), timestamp(input.TimePeriod?.End)];
  const keyed = budgets
    .histories(BudgetName, ActionId)
    .map((history, i) => ({ history, key: String(i).padStart(6, '0') }))
    .filter(({ history: { Timestamp } }) => (!from || Timestamp! >= from) && (!to || Timestamp! <= to));
  const { items, NextToken } = budgetsPage(keyed, ({ key }) => key, input);
  return { ActionHistories: items.map(({ history }) => history), NextToken };
};
