import type { JsonService } from '../service';

/** The ARNs that IAM decides on, from exactly the members that an operation itself reads. Budgets are of no region. */
export const budgetResources: JsonService['resources'] = (operation, input, { account }) => {
  const arn = (budget: unknown, action?: unknown): string[] => {
    const name = typeof budget === 'string' && budget !== '' ? budget : '*';
    return [
      `arn:aws:budgets::${account.id}:budget/${name}${typeof action === 'string' ? `/action/${action}` : ''}`,
    ];
  };
  switch (operation) {
    case 'CreateBudget':
      return arn(nameIn(input.Budget));
    case 'UpdateBudget':
      return arn(nameIn(input.NewBudget));
    case 'DescribeBudgets':
    case 'DescribeBudgetNotificationsForAccount':
    case 'DescribeBudgetActionsForAccount':
      return arn('*');
    case 'ListTagsForResource':
    case 'TagResource':
    case 'UntagResource':
      return [typeof input.ResourceARN === 'string' ? input.ResourceARN : '*'];
    case 'DescribeBudgetAction':
    case 'DescribeBudgetActionHistories':
    case 'UpdateBudgetAction':
    case 'DeleteBudgetAction':
    case 'ExecuteBudgetAction':
      return arn(input.BudgetName, input.ActionId);
    default:
      return arn(input.BudgetName);
  }
};

const nameIn = (budget: unknown): unknown =>
  budget !== null && typeof budget === 'object' && 'BudgetName' in budget ? budget.BudgetName : undefined;
