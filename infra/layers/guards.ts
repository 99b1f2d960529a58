import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { BudgetsBudgetAction } from '@cdktf/provider-aws/lib/budgets-budget-action';
import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import type { Construct } from 'constructs';
import { type DashboardMetric, dashboardBody } from '../dashboard';
import { type Environment, Layer } from '../layer';
import { type BucketPurpose, PROJECT, type RoleName, roleName } from '../names';
import { serviceTrust, stopSpendPolicy } from '../policies';

export interface GuardsProps {
  buckets: Record<BucketPurpose, string>;
  roles: Record<RoleName, string>;
  keyArn: string;
}

const MONTHLY_USD = '20';
const WATCHED: RoleName[] = ['engineer', 'analyst'];
const METRICS: { name: string; title: string; stat: 'Sum' | 'Average' }[] = [
  { name: 'ProcessedBytes', title: 'Bytes scanned', stat: 'Sum' },
  { name: 'TotalExecutionTime', title: 'Time of a query (ms)', stat: 'Average' },
  { name: 'QueryQueueTime', title: 'Time in the queue (ms)', stat: 'Average' },
];
/** More than this scanned in an hour raises an alarm. Bytes. */
const HOURLY_SCAN = 10 * 2 ** 30;

/** What it costs, and what stops it: a budget with alerts and a stop-spend action, a dashboard, alarms, lifecycle rules. */
export class GuardsLayer extends Layer {
  constructor(scope: Construct, environment: Environment, props: GuardsProps) {
    super(scope, 'guards', environment);
    const topic = this.alerts(props);
    const budget = this.budget(topic);
    this.stopSpend(budget, topic);
    this.watch(topic);
    this.lifecycle(props.buckets);
  }

  private alerts(props: GuardsProps): SnsTopic {
    const topic = new SnsTopic(this, 'alerts', { name: `${PROJECT}-alerts`, kmsMasterKeyId: props.keyArn });
    const statement = (service: string) => ({
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'SNS:Publish',
      Resource: topic.arn,
      Condition: { StringEquals: { 'aws:SourceAccount': this.environment.accountId } },
    });
    new SnsTopicPolicy(this, 'alerts_policy', {
      arn: topic.arn,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [statement('budgets.amazonaws.com'), statement('cloudwatch.amazonaws.com')],
      }),
    });
    this.output('alerts_topic_arn', topic.arn);
    return topic;
  }

  private budget(topic: SnsTopic): BudgetsBudget {
    const notification = (notificationType: string, threshold: number) => ({
      comparisonOperator: 'GREATER_THAN',
      notificationType,
      threshold,
      thresholdType: 'PERCENTAGE',
      subscriberEmailAddresses: [this.environment.alertEmail],
      subscriberSnsTopicArns: [topic.arn],
    });
    const budget = new BudgetsBudget(this, 'budget', {
      name: `${PROJECT}-monthly`,
      budgetType: 'COST',
      limitAmount: MONTHLY_USD,
      limitUnit: 'USD',
      timeUnit: 'MONTHLY',
      // With credits counted as income, an account that has some would never alarm.
      costTypes: { includeCredit: false, includeRefund: false },
      notification: [notification('ACTUAL', 80), notification('FORECASTED', 100)],
    });
    this.output('budget_name', budget.name);
    return budget;
  }

  /** At the whole budget the roles lose the right to start work that costs. */
  private stopSpend(budget: BudgetsBudget, topic: SnsTopic): void {
    const policy = new IamPolicy(this, 'stop_spend', {
      name: `${PROJECT}-stop-spend`,
      description: 'Denies what costs; the budget attaches it',
      policy: JSON.stringify(stopSpendPolicy()),
    });
    const role = new IamRole(this, 'budget_actions', {
      name: `${PROJECT}-budget-actions`,
      assumeRolePolicy: JSON.stringify(serviceTrust('budgets.amazonaws.com', this.environment)),
    });
    new IamRolePolicy(this, 'budget_actions_rights', {
      name: 'rights',
      role: role.name,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
            Resource: WATCHED.map(
              (name) => `arn:aws:iam::${this.environment.accountId}:role/${roleName(name)}`,
            ),
            Condition: { ArnEquals: { 'iam:PolicyARN': policy.arn } },
          },
        ],
      }),
    });
    new BudgetsBudgetAction(this, 'stop_spend_action', {
      budgetName: budget.name,
      actionType: 'APPLY_IAM_POLICY',
      approvalModel: 'AUTOMATIC',
      notificationType: 'ACTUAL',
      actionThreshold: { actionThresholdType: 'PERCENTAGE', actionThresholdValue: 100 },
      executionRoleArn: role.arn,
      definition: { iamActionDefinition: { policyArn: policy.arn, roles: WATCHED.map(roleName) } },
      subscriber: [{ address: topic.arn, subscriptionType: 'SNS' }],
    });
  }

  private watch(topic: SnsTopic): void {
    const dimensions = (role: RoleName) => ({
      WorkGroup: roleName(role),
      QueryType: 'DML',
      QueryState: 'SUCCEEDED',
    });
    const metrics: DashboardMetric[] = METRICS.map((metric) => ({
      ...metric,
      namespace: 'AWS/Athena',
      series: WATCHED.map((role) => ({ label: role, dimensions: dimensions(role) })),
    }));
    const dashboard = new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: PROJECT,
      dashboardBody: dashboardBody(metrics, this.environment.region),
    });
    const alarms = WATCHED.map(
      (role) =>
        new CloudwatchMetricAlarm(this, `scan_${role}`, {
          alarmName: `${PROJECT}-scan-${role}`,
          alarmDescription: `The ${role} scanned more than 10 GB in an hour`,
          namespace: 'AWS/Athena',
          metricName: 'ProcessedBytes',
          dimensions: dimensions(role),
          statistic: 'Sum',
          period: 3600,
          evaluationPeriods: 1,
          threshold: HOURLY_SCAN,
          comparisonOperator: 'GreaterThanThreshold',
          treatMissingData: 'notBreaching',
          alarmActions: [topic.arn],
        }),
    );
    this.output('dashboard_name', dashboard.dashboardName);
    this.output(
      'dashboard_metrics',
      METRICS.map((metric) => metric.name),
    );
    this.output(
      'alarm_names',
      alarms.map((alarm) => alarm.alarmName),
    );
  }

  /** Results are copies: they go after a week. What an upload left half done goes everywhere. */
  private lifecycle(buckets: Record<BucketPurpose, string>): void {
    const abort = {
      id: 'abort-uploads',
      status: 'Enabled',
      filter: [{ prefix: '' }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
    };
    new S3BucketLifecycleConfiguration(this, 'lifecycle_results', {
      bucket: buckets.results,
      rule: [
        { id: 'expire-results', status: 'Enabled', filter: [{ prefix: '' }], expiration: [{ days: 7 }] },
        abort,
      ],
    });
    for (const bucket of ['raw', 'lake'] as const)
      new S3BucketLifecycleConfiguration(this, `lifecycle_${bucket}`, {
        bucket: buckets[bucket],
        rule: [abort],
      });
  }
}
