import { scanCost } from '../../athena/price';
import { type Exercise, numberOf } from './exercise';

const CENT = 0.005;

export const cost: readonly Exercise[] = [
  {
    id: '07.1',
    question:
      'A query scans 250 GB (1 GB is 2^30 bytes). What does Athena charge for it, in USD, to the cent?',
    hints: ['Athena charges USD 5 a TB that is scanned; a TB is 1,024 GB.', '250 / 1024 of 5 dollars.'],
    solution: '(250 / 1024) * 5',
    async check(answer) {
      const usd = numberOf(answer);
      if (usd === undefined) return 'The answer is a number.';
      const right = scanCost(250 * 2 ** 30);
      if (Math.abs(usd - right) <= CENT) return true;
      if (Math.abs(usd - 1.25) <= CENT) return 'Nearly: that counts 1,000 GB to the TB.';
      return usd > 100
        ? 'That is the price of a year of such queries.'
        : 'Take the price of a TB and the part of it.';
    },
  },
  {
    id: '07.2',
    question:
      'How much may the lakehouse cost in a month before the budget takes away the right to start queries? In USD.',
    hints: [
      'Alerts come earlier: at 80 % of what was spent, and when the forecast is above it.',
      'The budget lakehouse-monthly has a BudgetLimit; its action works at 100 % of it.',
    ],
    solution: `const named = (await budgets.send(new DescribeBudgetsCommand({ AccountId: (await target()).accountId }))).Budgets;
Number(named[0].BudgetLimit.Amount)`,
    async check(answer, { clients, target }) {
      const usd = numberOf(answer);
      if (usd === undefined) return 'The answer is a number.';
      const { DescribeBudgetCommand, DescribeBudgetActionsForBudgetCommand } = await import(
        '@aws-sdk/client-budgets'
      );
      const budgets = await (await clients('deployer')).budgets();
      const named = { AccountId: target.accountId, BudgetName: 'lakehouse-monthly' };
      const { Budget } = await budgets.send(new DescribeBudgetCommand(named));
      const { Actions = [] } = await budgets.send(new DescribeBudgetActionsForBudgetCommand(named));
      const limit = Number(Budget?.BudgetLimit?.Amount);
      const percent = Actions[0]?.ActionThreshold?.ActionThresholdValue ?? 100;
      if (usd === (limit * percent) / 100) return true;
      return usd === limit * 0.8
        ? 'There an alert is sent; nothing is stopped yet.'
        : 'The budget says another limit.';
    },
  },
];
