import { ACCOUNT_ID } from '../harness/clients';
import { orNull } from '../harness/failure';
import type { FaultAccount } from '../harness/faultAccount';
import { type Scene, someName, type Writer } from '../harness/writer';

const AccountId = ACCOUNT_ID;

async function readBudget({ clients: { budgets } }: FaultAccount, BudgetName: string) {
  const found = await orNull(budgets.describeBudget({ AccountId, BudgetName }), 'NotFoundException');
  return found && Number(found.Budget?.BudgetLimit?.Amount);
}

/** Makes, changes and removes budgets. */
export const budgetWriter: Writer = {
  name: 'budgets',
  async step({ account, ledger, random }: Scene) {
    const { budgets } = account.clients;
    const BudgetName = someName(random, 'faults-budget', 5);
    const key = `budget/${BudgetName}`;
    if (!ledger.isSettled(key)) return;
    const read = () => readBudget(account, BudgetName);
    const amount = 1 + random.below(1000);
    const budget = {
      BudgetName,
      BudgetLimit: { Amount: String(amount), Unit: 'USD' },
      TimeUnit: 'MONTHLY' as const,
      BudgetType: 'COST' as const,
    };
    if (ledger.value(key) === null)
      return ledger.change(key, read, amount, () => budgets.createBudget({ AccountId, Budget: budget }));
    return random.below(2)
      ? ledger.change(key, read, amount, () => budgets.updateBudget({ AccountId, NewBudget: budget }))
      : ledger.change(key, read, null, () => budgets.deleteBudget({ AccountId, BudgetName }));
  },
};
