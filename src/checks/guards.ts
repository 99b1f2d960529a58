import type { Dimension } from '@aws-sdk/client-cloudwatch';
import { type CheckContext, type ExitCheck, fail, pass } from './check';

const LEAST_METRICS = 3;
const DAY_MS = 86_400_000;

/** Exit check 7: what Terraform's outputs name really exists, and the dashboard's metrics have data. */
export const guards: ExitCheck = {
  id: 7,
  name: 'Fin/Obs guards',
  async run(context) {
    const outputs = context.outputs.guards ?? {};
    const budget = text(outputs.budget_name);
    const dashboard = text(outputs.dashboard_name);
    if (!budget || !dashboard)
      return fail('Terraform has no outputs budget_name and dashboard_name of the layer guards');
    const problems: string[] = [];
    const alerts = await budgetAlerts(context, budget, problems);
    const metrics = await dashboardMetrics(context, dashboard, problems);
    if (metrics.length < LEAST_METRICS)
      problems.push(
        `the dashboard ${dashboard} shows ${metrics.length} metrics, fewer than ${LEAST_METRICS}`,
      );
    const silent = await withoutData(context, metrics);
    if (silent.length > 0) problems.push(`no data point in the last day for ${silent.join(', ')}`);
    return problems.length > 0
      ? fail(problems.join('; '))
      : pass(
          `budget ${budget} alerts ${alerts} ${alerts === 1 ? 'subscriber' : 'subscribers'}; dashboard ${dashboard} shows ${metrics.length} metrics, each with data points`,
        );
  },
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** @returns how many subscribers the budget's notifications reach */
async function budgetAlerts({ as, target }: CheckContext, name: string, problems: string[]): Promise<number> {
  const {
    DescribeBudgetCommand,
    DescribeNotificationsForBudgetCommand,
    DescribeSubscribersForNotificationCommand,
  } = await import('@aws-sdk/client-budgets');
  const budgets = await as('deployer').budgets();
  const of = { AccountId: target.accountId, BudgetName: name };
  try {
    await budgets.send(new DescribeBudgetCommand(of));
  } catch (error) {
    problems.push(`the budget ${name} cannot be found: ${(error as Error).name}`);
    return 0;
  }
  const { Notifications = [] } = await budgets.send(new DescribeNotificationsForBudgetCommand(of));
  const reached = await Promise.all(
    Notifications.map(
      async (Notification) =>
        (await budgets.send(new DescribeSubscribersForNotificationCommand({ ...of, Notification })))
          .Subscribers?.length ?? 0,
    ),
  );
  const subscribers = reached.reduce((a, b) => a + b, 0);
  if (subscribers === 0) problems.push(`the budget ${name} alerts nobody`);
  return subscribers;
}

/** One metric, as CloudWatch is asked for it. */
export interface DashboardMetric {
  Namespace: string;
  MetricName: string;
  Dimensions: Dimension[];
}

/** The metrics of a dashboard's widgets; "." repeats the value above, "..." the rest (CloudWatch, "Dashboard body structure"). */
export function metricsOf(body: string): DashboardMetric[] {
  const widgets =
    (JSON.parse(body) as { widgets?: { type: string; properties: { metrics?: unknown[][] } }[] }).widgets ??
    [];
  return widgets.flatMap(({ type, properties }) => {
    if (type !== 'metric') return [];
    let above: string[] = [];
    return (properties.metrics ?? []).flatMap((row) => {
      const cells = row.filter((cell): cell is string => typeof cell === 'string');
      const rest = cells.indexOf('...');
      const full =
        rest < 0
          ? cells.map((cell, i) => (cell === '.' ? (above[i] ?? cell) : cell))
          : [...above.slice(0, above.length - (cells.length - rest - 1)), ...cells.slice(rest + 1)];
      if (full.length < 2) return [];
      above = full;
      const [Namespace = '', MetricName = '', ...pairs] = full;
      const Dimensions = Array.from({ length: pairs.length / 2 }, (_, i) => ({
        Name: pairs[2 * i],
        Value: pairs[2 * i + 1],
      }));
      return [{ Namespace, MetricName, Dimensions }];
    });
  });
}

async function dashboardMetrics(
  { as }: CheckContext,
  name: string,
  problems: string[],
): Promise<DashboardMetric[]> {
  const { GetDashboardCommand } = await import('@aws-sdk/client-cloudwatch');
  try {
    const { DashboardBody = '{}' } = await (await as('deployer').cloudWatch()).send(
      new GetDashboardCommand({ DashboardName: name }),
    );
    return metricsOf(DashboardBody);
  } catch (error) {
    problems.push(`the dashboard ${name} cannot be read: ${(error as Error).name}`);
    return [];
  }
}

/** The metrics that have no data point in the last day. */
async function withoutData({ as }: CheckContext, metrics: DashboardMetric[]): Promise<string[]> {
  const { GetMetricStatisticsCommand } = await import('@aws-sdk/client-cloudwatch');
  const cloudWatch = await as('deployer').cloudWatch();
  const now = Date.now();
  const looked = await Promise.all(
    metrics.map(async (metric) => {
      const { Datapoints = [] } = await cloudWatch.send(
        new GetMetricStatisticsCommand({
          ...metric,
          StartTime: new Date(now - DAY_MS),
          EndTime: new Date(now + 60_000),
          Period: 3600,
          Statistics: ['Sum', 'SampleCount'],
        }),
      );
      return Datapoints.length > 0
        ? []
        : [`${metric.MetricName} (${metric.Dimensions.map((d) => d.Value).join(', ')})`];
    }),
  );
  return looked.flat();
}
