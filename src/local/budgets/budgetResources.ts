import type { JsonService } from '../service';

/** Stands where a name is missing: only the right to every budget is one to it. */
const MISSING = '<missing>';

const named = (value: unknown): string => (typeof value === 'string' && value !== '' ? value : MISSING);

/**
 * The ARNs that IAM decides on, from exactly the members that an operation itself reads. Budgets are of no region.
 * Source: Service Authorization Reference, "AWS Budget Service".
 */
export const budgetResources: JsonService['resources'] = (operation, input, { account }) => {
  const budget = (name: string) => `arn:aws:budgets::${account.id}:budget/${name}`;
  const action = (id: string) => `${budget(named(input.BudgetName))}/action/${id}`;
  switch (operation) {
    case 'CreateBudget':
      return [budget(named(nameIn(input.Budget)))];
    case 'UpdateBudget':
      return [budget(named(nameIn(input.NewBudget)))];
    case 'DescribeBudgets':
    case 'DescribeBudgetNotificationsForAccount':
      return [budget('*')];
    case 'DescribeBudgetActionsForAccount':
      return ['*'];
    case 'ListTagsForResource':
    case 'TagResource':
    case 'UntagResource':
      return [typeof input.ResourceARN === 'string' ? input.ResourceARN : budget(MISSING)];
    case 'CreateBudgetAction':
      return [action('<new>')];
    case 'DescribeBudgetAction':
    case 'DescribeBudgetActionHistories':
    case 'UpdateBudgetAction':
    case 'DeleteBudgetAction':
    case 'ExecuteBudgetAction':
      return [action(named(input.ActionId))];
    default:
      return [budget(named(input.BudgetName))];
  }
};

const nameIn = (budget: unknown): unknown =>
  budget !== null && typeof budget === 'object' && 'BudgetName' in budget ? budget.BudgetName : undefined;
