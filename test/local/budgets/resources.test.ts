import { expect, test } from 'vitest';
import type { Account } from '../../../src/local/account';
import { budgetsService } from '../../../src/local/budgets/service';

const call = { account: { id: '123456789012' } as Account, region: 'us-east-1' };
const budget = 'arn:aws:budgets::123456789012:budget';

/** Members that other operations read. */
const decoys = { ResourceARN: `${budget}/own`, BudgetName: 'own', Budget: { BudgetName: 'own' } };

test.each([
  ['CreateBudget', { Budget: { BudgetName: 'b' } }, `${budget}/b`],
  ['UpdateBudget', { NewBudget: { BudgetName: 'b' } }, `${budget}/b`],
  ['DeleteBudget', { BudgetName: 'b' }, `${budget}/b`],
  ['DeleteBudget', { BudgetName: 7 }, `${budget}/<missing>`],
  ['DescribeBudgets', {}, `${budget}/*`],
  ['DescribeBudgetActionsForAccount', {}, '*'],
  ['CreateBudgetAction', { BudgetName: 'b', ActionId: 'x' }, `${budget}/b/action/<new>`],
  ['DeleteBudgetAction', { BudgetName: 'b', ActionId: 'x' }, `${budget}/b/action/x`],
  ['DeleteBudgetAction', { BudgetName: 'b' }, `${budget}/b/action/<missing>`],
  ['TagResource', { ResourceARN: `${budget}/b` }, `${budget}/b`],
])('%s of %j is decided on %s', (operation, input, wanted) => {
  expect(budgetsService.resources(operation, { ...decoys, ...input }, call)).toEqual([wanted]);
});
