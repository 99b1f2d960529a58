import type { Item } from './item';
import type { Account } from './liveInventory';
import { allPages } from './pages';

export async function listCloudWatch({ clients, ours }: Account): Promise<Item[]> {
  const { ListDashboardsCommand, DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
  const cloudWatch = await clients.cloudWatch();
  const [dashboards, alarms] = await Promise.all([
    allPages(
      (NextToken) => cloudWatch.send(new ListDashboardsCommand({ NextToken })),
      (page) => page.DashboardEntries,
      (page) => page.NextToken,
    ),
    allPages(
      (NextToken) => cloudWatch.send(new DescribeAlarmsCommand({ NextToken })),
      (page) => page.MetricAlarms,
      (page) => page.NextToken,
    ),
  ]);
  return [
    ...dashboards
      .map((dashboard) => dashboard.DashboardName!)
      .filter(ours)
      .map((id): Item => ({ kind: 'cloudwatch dashboard', id })),
    ...alarms
      .map((alarm) => alarm.AlarmName!)
      .filter(ours)
      .map((id): Item => ({ kind: 'cloudwatch alarm', id })),
  ];
}
