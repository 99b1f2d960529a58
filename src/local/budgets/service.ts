import type { JsonService } from '../service';
import { createBudgetAction, deleteBudgetAction, updateBudgetAction } from './actions';
import { budgetIamAction } from './budgetIamAction';
import { budgetResources } from './budgetResources';
import { createBudget } from './createBudget';
import { deleteBudget } from './deleteBudget';
import {
  describeBudgetAction,
  describeBudgetActionHistories,
  describeBudgetActionsForAccount,
  describeBudgetActionsForBudget,
} from './describeBudgetActions';
import { describeBudget, describeBudgetPerformanceHistory, describeBudgets } from './describeBudgets';
import { executeBudgetAction } from './executeBudgetAction';
import {
  createNotification,
  deleteNotification,
  describeBudgetNotificationsForAccount,
  describeNotificationsForBudget,
  updateNotification,
} from './notifications';
import { invalidParameter } from './request';
import {
  createSubscriber,
  deleteSubscriber,
  describeSubscribersForNotification,
  updateSubscriber,
} from './subscribers';
import { listTagsForResource, tagResource, untagResource } from './tags';
import { updateBudget } from './updateBudget';

/** AWS Budgets: budgets, who is told, and what would be done. What is spent is not evaluated yet. */
export const budgetsService: JsonService = {
  name: 'budgets',
  ownChecks: /\.amount$/,
  operations: {
    CreateBudget: createBudget,
    DescribeBudget: describeBudget,
    DescribeBudgets: describeBudgets,
    DescribeBudgetPerformanceHistory: describeBudgetPerformanceHistory,
    UpdateBudget: updateBudget,
    DeleteBudget: deleteBudget,
    CreateNotification: createNotification,
    DescribeNotificationsForBudget: describeNotificationsForBudget,
    DescribeBudgetNotificationsForAccount: describeBudgetNotificationsForAccount,
    UpdateNotification: updateNotification,
    DeleteNotification: deleteNotification,
    CreateSubscriber: createSubscriber,
    DescribeSubscribersForNotification: describeSubscribersForNotification,
    UpdateSubscriber: updateSubscriber,
    DeleteSubscriber: deleteSubscriber,
    CreateBudgetAction: createBudgetAction,
    DescribeBudgetAction: describeBudgetAction,
    DescribeBudgetActionsForBudget: describeBudgetActionsForBudget,
    DescribeBudgetActionsForAccount: describeBudgetActionsForAccount,
    DescribeBudgetActionHistories: describeBudgetActionHistories,
    UpdateBudgetAction: updateBudgetAction,
    DeleteBudgetAction: deleteBudgetAction,
    ExecuteBudgetAction: executeBudgetAction,
    ListTagsForResource: listTagsForResource,
    TagResource: tagResource,
    UntagResource: untagResource,
  },
  action: budgetIamAction,
  resources: budgetResources,
  invalid: invalidParameter,
};
