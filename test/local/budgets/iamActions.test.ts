import { expect, test } from 'vitest';
import { budgetsService } from '../../../src/local/budgets/service';

test('IAM knows budgets, notifications and subscribers as viewed or modified, actions and tags by name', () => {
  const actions: Record<string, string[]> = {};
  for (const operation of Object.keys(budgetsService.operations)) {
    const action = budgetsService.action!(operation);
    actions[action] = [...(actions[action] ?? []), operation];
  }
  const own = [
    'CreateBudgetAction',
    'DescribeBudgetAction',
    'DescribeBudgetActionsForBudget',
    'DescribeBudgetActionsForAccount',
    'DescribeBudgetActionHistories',
    'UpdateBudgetAction',
    'DeleteBudgetAction',
    'ExecuteBudgetAction',
    'ListTagsForResource',
    'TagResource',
    'UntagResource',
  ];
  expect(actions).toEqual({
    ...Object.fromEntries(own.map((name) => [name, [name]])),
    ViewBudget: [
      'DescribeBudget',
      'DescribeBudgets',
      'DescribeBudgetPerformanceHistory',
      'DescribeNotificationsForBudget',
      'DescribeBudgetNotificationsForAccount',
      'DescribeSubscribersForNotification',
    ],
    ModifyBudget: [
      'CreateBudget',
      'UpdateBudget',
      'DeleteBudget',
      'CreateNotification',
      'UpdateNotification',
      'DeleteNotification',
      'CreateSubscriber',
      'UpdateSubscriber',
      'DeleteSubscriber',
    ],
  });
});
