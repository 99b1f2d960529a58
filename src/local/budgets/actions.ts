import { randomUUID } from 'node:crypto';
import type {
  CreateBudgetActionCommandInput,
  CreateBudgetActionResponse,
  DeleteBudgetActionCommandInput,
  DeleteBudgetActionResponse,
  UpdateBudgetActionCommandInput,
  UpdateBudgetActionResponse,
} from '@aws-sdk/client-budgets';
import type { Call, Operation } from '../call';
import { Constraints } from '../glue/constraints';
import { type ActionInput, checkAction, needAction } from './action';
import { openBudgets, type StoredAction } from './budgets';
import { checkBudgetName, notFound } from './request';
import { mergedTags } from './tags';

/** Makes an action that stands by until the threshold is crossed. */
export const createBudgetAction: Operation<
  CreateBudgetActionCommandInput,
  CreateBudgetActionResponse
> = async (input, call) => {
  checkBudgetName(call, input);
  checkAction(input);
  await passRole(input, call);
  const tags = mergedTags([], input.ResourceTags);
  const BudgetName = input.BudgetName!;
  const action = { ...members(input), ActionId: randomUUID(), BudgetName, Status: 'STANDBY' } as StoredAction;
  call.account.store.transaction(() => {
    const budgets = openBudgets(call.account.store);
    if (!budgets.get(BudgetName)) throw notFound("Unable to create action - the budget doesn't exist.");
    budgets.putAction(action);
    record(call, action, 'CREATE_ACTION', 'The action was created.');
    if (tags.length > 0) budgets.putTags(tags, BudgetName, action.ActionId);
  });
  return { AccountId: input.AccountId, BudgetName, ActionId: action.ActionId };
};

/** Changes the members that are given; the others stay. */
export const updateBudgetAction: Operation<
  UpdateBudgetActionCommandInput,
  UpdateBudgetActionResponse
> = async (input, call) => {
  checkActionId(call, input);
  await passRole(input, call);
  const { store } = call.account;
  return store.transaction(() => {
    const budgets = openBudgets(store);
    const OldAction = needAction(budgets, input.BudgetName!, input.ActionId!, 'update action');
    const NewAction: StoredAction = { ...OldAction, ...members(input) };
    checkAction(NewAction);
    budgets.putAction(NewAction);
    record(call, NewAction, 'UPDATE_ACTION', 'The action was updated.');
    return { AccountId: input.AccountId, BudgetName: input.BudgetName, OldAction, NewAction };
  });
};

/** Whoever gives an action a role hands the role to Budgets, which needs a right on the role. @throws AwsError AccessDenied */
async function passRole({ ExecutionRoleArn }: ActionInput, call: Call): Promise<void> {
  if (typeof ExecutionRoleArn === 'string')
    await call.authorize('iam:PassRole', ExecutionRoleArn, {
      'iam:PassedToService': 'budgets.amazonaws.com',
    });
}

export const deleteBudgetAction: Operation<
  DeleteBudgetActionCommandInput,
  DeleteBudgetActionResponse
> = async (input, call) => {
  checkActionId(call, input);
  const budgets = openBudgets(call.account.store);
  const Action = needAction(budgets, input.BudgetName!, input.ActionId!, 'delete action');
  budgets.removeAction(Action.BudgetName, Action.ActionId);
  return { AccountId: input.AccountId, BudgetName: input.BudgetName, Action };
};

/** @throws AwsError InvalidParameterException */
export function checkActionId(
  call: Call,
  input: { AccountId?: unknown; BudgetName?: unknown; ActionId?: unknown },
): void {
  checkBudgetName(call, input);
  new Constraints()
    .text('actionId', input.ActionId, {
      min: 36,
      max: 36,
      pattern: /^[a-fA-F0-9]{8}(-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$/,
    })
    .check('InvalidParameterException');
}

/** The members of an action that a request can set, without those that it leaves out. */
function members(input: ActionInput): ActionInput {
  const {
    NotificationType,
    ActionType,
    ActionThreshold,
    Definition,
    ExecutionRoleArn,
    ApprovalModel,
    Subscribers,
  } = input;
  const all = {
    NotificationType,
    ActionType,
    ActionThreshold,
    Definition,
    ExecutionRoleArn,
    ApprovalModel,
    Subscribers,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== null));
}

function record(
  call: Call,
  action: StoredAction,
  EventType: 'CREATE_ACTION' | 'UPDATE_ACTION',
  Message: string,
): void {
  openBudgets(call.account.store).addHistory(action.BudgetName, action.ActionId, {
    Timestamp: call.now,
    Status: action.Status,
    EventType,
    ActionHistoryDetails: { Message, Action: action },
  });
}
