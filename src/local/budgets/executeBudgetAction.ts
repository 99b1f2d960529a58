import type {
  ActionStatus,
  ExecuteBudgetActionCommandInput,
  ExecuteBudgetActionResponse,
} from '@aws-sdk/client-budgets';
import type { Operation } from '../call';
import { Constraints } from '../glue/constraints';
import { needAction } from './action';
import { checkActionId } from './actions';
import { openBudgets } from './budgets';
import { invalidParameter } from './request';

/** The status in which an action must be for each way of executing it. */
const NEEDED: Record<string, ActionStatus> = {
  APPROVE_BUDGET_ACTION: 'PENDING',
  RETRY_BUDGET_ACTION: 'EXECUTION_FAILURE',
  REVERSE_BUDGET_ACTION: 'EXECUTION_SUCCESS',
  RESET_BUDGET_ACTION: 'EXECUTION_SUCCESS',
};

/**
 * An action runs only when its threshold has been crossed. Spend is not evaluated yet, so every action stands by, and
 * this always refuses: nothing is ever said to have run that has not.
 */
export const executeBudgetAction: Operation<
  ExecuteBudgetActionCommandInput,
  ExecuteBudgetActionResponse
> = async (input, call) => {
  checkActionId(call, input);
  new Constraints()
    .oneOf('executionType', input.ExecutionType, Object.keys(NEEDED))
    .check('InvalidParameterException');
  const action = needAction(
    openBudgets(call.account.store),
    input.BudgetName!,
    input.ActionId!,
    'execute action',
  );
  throw invalidParameter(
    `${input.ExecutionType} needs an action in status ${NEEDED[input.ExecutionType!]}; action ${action.ActionId} is in status ${action.Status}.`,
  );
};
