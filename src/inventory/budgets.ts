import type { Item } from './item';
import type { Account } from './liveInventory';
import { allPages } from './pages';

export async function listBudgets({ clients, target, ours }: Account): Promise<Item[]> {
  const { DescribeBudgetsCommand, DescribeBudgetActionsForBudgetCommand } = await import(
    '@aws-sdk/client-budgets'
  );
  const budgets = await clients.budgets();
  const AccountId = target.accountId;
  const names = (
    await allPages(
      (NextToken) => budgets.send(new DescribeBudgetsCommand({ AccountId, NextToken })),
      (page) => page.Budgets,
      (page) => page.NextToken,
    )
  )
    .map((budget) => budget.BudgetName!)
    .filter(ours);
  const actions = await Promise.all(
    names.map((BudgetName) =>
      allPages(
        (NextToken) =>
          budgets.send(new DescribeBudgetActionsForBudgetCommand({ AccountId, BudgetName, NextToken })),
        (page) => page.Actions,
        (page) => page.NextToken,
      ),
    ),
  );
  return [
    ...names.map((id): Item => ({ kind: 'budget', id })),
    ...actions.flat().map(
      (action): Item => ({
        kind: 'budget action',
        id: action.ActionId!,
        label: `of ${action.Definition?.IamActionDefinition?.PolicyArn?.split('/').at(-1) ?? action.ActionId}`,
      }),
    ),
  ];
}
