import type { Budget, CostTypes, Spend, TimeUnit } from '@aws-sdk/client-budgets';
import { Constraints } from '../glue/constraints';
import { timestamp } from '../glue/timestamp';
import type { StoredBudget } from './budgets';
import { checkName, invalidParameter } from './request';

const BUDGET_TYPES = [
  'USAGE',
  'COST',
  'RI_UTILIZATION',
  'RI_COVERAGE',
  'SAVINGS_PLANS_UTILIZATION',
  'SAVINGS_PLANS_COVERAGE',
];
const TIME_UNITS = ['DAILY', 'MONTHLY', 'QUARTERLY', 'ANNUALLY', 'CUSTOM'];

const DEFAULT_COST_TYPES: CostTypes = {
  IncludeCredit: true,
  IncludeDiscount: true,
  IncludeOtherSubscription: true,
  IncludeRecurring: true,
  IncludeRefund: true,
  IncludeSubscription: true,
  IncludeSupport: true,
  IncludeTax: true,
  IncludeUpfront: true,
  UseAmortized: false,
  UseBlended: false,
};

/** "06/15/87 00:00 UTC", that is 2087: the end of a budget that has none (Budgets API reference, TimePeriod). */
const NO_END = new Date('2087-06-15T00:00:00Z');

/**
 * A budget as Budgets keeps it, with what the service fills in. `old` is the budget that is replaced: its period and its
 * spend stay.
 * @throws AwsError InvalidParameterException
 */
export function budgetFrom(
  path: string,
  input: Budget | undefined,
  now: Date,
  old?: StoredBudget,
): StoredBudget {
  check(path, input);
  const budget = input!;
  const byFilter = budget.FilterExpression !== undefined || budget.Metrics !== undefined;
  const start =
    timestamp(budget.TimePeriod?.Start) ?? old?.TimePeriod?.Start ?? periodStart(budget.TimeUnit!, now);
  const end = timestamp(budget.TimePeriod?.End) ?? old?.TimePeriod?.End ?? NO_END;
  if (start >= end) throw invalidParameter('The start of the time period must be before its end.');
  const unit = limitsOf(budget)[0]?.Unit ?? 'USD';
  const costTypes = byFilter ? undefined : { ...DEFAULT_COST_TYPES, ...given(budget.CostTypes) };
  return {
    ...given({
      BudgetLimit: budget.BudgetLimit,
      PlannedBudgetLimits: budget.PlannedBudgetLimits,
      AutoAdjustData: budget.AutoAdjustData && {
        HistoricalOptions: { LookBackAvailablePeriods: 0, ...budget.AutoAdjustData.HistoricalOptions! },
        AutoAdjustType: budget.AutoAdjustData.AutoAdjustType,
        LastAutoAdjustTime: now,
      },
      CostTypes: costTypes,
      CostFilters: byFilter ? undefined : (budget.CostFilters ?? {}),
      FilterExpression: budget.FilterExpression,
      Metrics: budget.Metrics,
      BillingViewArn: budget.BillingViewArn,
    }),
    BudgetName: budget.BudgetName!,
    BudgetType: budget.BudgetType,
    TimeUnit: budget.TimeUnit,
    TimePeriod: { Start: start, End: end },
    CalculatedSpend: old?.CalculatedSpend ?? {
      ActualSpend: { Amount: '0', Unit: unit },
      ForecastedSpend: { Amount: '0', Unit: unit },
    },
    HealthStatus: { Status: 'HEALTHY', LastUpdatedTime: now },
    LastUpdatedTime: now,
  };
}

function check(path: string, budget: Budget | undefined): void {
  new Constraints().structure(path, budget).check('InvalidParameterException');
  checkName(`${path}.budgetName`, budget!.BudgetName);
  const constraints = new Constraints()
    .oneOf(`${path}.budgetType`, budget!.BudgetType, BUDGET_TYPES)
    .oneOf(`${path}.timeUnit`, budget!.TimeUnit, TIME_UNITS);
  for (const limit of limitsOf(budget!))
    constraints
      .text(`${path}.budgetLimit.amount`, limit?.Amount, { pattern: /^([0-9]*\.)?[0-9]+$/ })
      .text(`${path}.budgetLimit.unit`, limit?.Unit);
  constraints.check('InvalidParameterException');

  const limits = [budget!.BudgetLimit, budget!.PlannedBudgetLimits, budget!.AutoAdjustData].filter(Boolean);
  if (limits.length === 0)
    throw invalidParameter(
      'Unable to create/update budget - please provide one of the followings: Budget Limit/ Planned Budget Limit/ Auto Adjust Data',
    );
  if (limitsOf(budget!).some(({ Amount }) => Number(Amount) <= 0))
    throw invalidParameter('Budget limit must be greater than 0.');
  const byCost = budget!.CostTypes !== undefined || Object.keys(budget!.CostFilters ?? {}).length > 0;
  const byFilter = budget!.FilterExpression !== undefined || budget!.Metrics !== undefined;
  if (byCost && byFilter)
    throw invalidParameter(
      'CostFilters and CostTypes cannot be given together with FilterExpression and Metrics.',
    );
}

const limitsOf = (budget: Budget): Spend[] => [
  ...(budget.BudgetLimit ? [budget.BudgetLimit] : []),
  ...Object.values(budget.PlannedBudgetLimits ?? {}),
];

/** The first moment of the running period, in UTC. */
function periodStart(unit: TimeUnit, now: Date): Date {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  switch (unit) {
    case 'ANNUALLY':
      return new Date(Date.UTC(year, 0));
    case 'QUARTERLY':
      return new Date(Date.UTC(year, month - (month % 3)));
    case 'MONTHLY':
      return new Date(Date.UTC(year, month));
    default:
      return new Date(Date.UTC(year, month, now.getUTCDate()));
  }
}

function given<T extends object>(members: T | undefined): T {
  return Object.fromEntries(
    Object.entries(members ?? {}).filter(([, value]) => value !== undefined && value !== null),
  ) as T;
}
