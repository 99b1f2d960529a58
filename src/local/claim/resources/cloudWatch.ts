import type { Destination } from '../authorization';
import { arnLike, arnOf, EVERY, MISSING } from './arn';
import { condition, listed, requestTags, tagKeys, told } from './conditions';
import { fields, named, namedEach, text, texts } from './members';
import { both, type Condition, on, onAll, operationsOf, type Resource, type Rule, tagging } from './rule';
import type { ServiceResources } from './serviceResources';

const alarm = (name: string, at: Destination): string => arnOf('cloudwatch', at, `alarm:${name}`);
const insightRule = (name: string, at: Destination): string =>
  arnOf('cloudwatch', at, `insight-rule/${name}`);
/** Dashboards are of no region. */
const dashboard = (name: string, at: Destination): string =>
  arnOf('cloudwatch', { ...at, region: '' }, `dashboard/${name}`);

const one =
  (arn: (name: string, at: Destination) => string, member: string): Resource =>
  (input, at) =>
    arn(named(input[member]), at);
const each =
  (arn: (name: string, at: Destination) => string, member: string): Resource =>
  (input, at) =>
    namedEach(input[member]).map((name) => arn(name, at));

/** Alarms by name, unless a prefix decides, which moto prefers; a list that is not narrowed shows every alarm. */
const listedAlarms: Resource = (input, at) =>
  text(input.ActionPrefix) !== undefined ||
  text(input.AlarmNamePrefix) !== undefined ||
  texts(input.AlarmNames).length === 0
    ? alarm(EVERY, at)
    : namedEach(input.AlarmNames).map((name) => alarm(name, at));

const tagged: Resource = ({ ResourceARN }, at) =>
  arnLike(
    ResourceARN,
    'cloudwatch',
    /^(?:alarm:|alarm-mute-rule:|dashboard\/|insight-rule\/|metric-stream\/|dataset\/|service\/|slo\/)/,
  ) ?? alarm(MISSING, at);

/** `cloudwatch:requestInsightRuleLogGroups`: the log groups that a rule's definition names. */
const logGroupsOfRule: Condition = ({ RuleDefinition }) => {
  try {
    const { LogGroupNames } = fields(JSON.parse(text(RuleDefinition) ?? '{}'));
    return condition('cloudwatch:requestInsightRuleLogGroups', texts(LogGroupNames));
  } catch {
    return {};
  }
};

const onAlarms = on(each(alarm, 'AlarmNames'));
const onRules = on(each(insightRule, 'RuleNames'));
/** Putting what can be tagged, with its tags. */
const putting = (resource: Resource, ...conditions: Condition[]): Rule =>
  both(on(resource, requestTags('Tags'), ...conditions), tagging('Tags', 'cloudwatch:TagResource', resource));

/** Amazon CloudWatch. Source: Service Authorization Reference, "Amazon CloudWatch". */
export const cloudWatchResources: ServiceResources = {
  service: 'monitoring',
  operations: operationsOf('cloudwatch:', {
    DeleteAlarms: onAlarms,
    DeleteDashboards: on(each(dashboard, 'DashboardNames')),
    DeleteInsightRules: onRules,
    DescribeAlarms: on(listedAlarms),
    DescribeAlarmsForMetric: onAll(),
    DescribeInsightRules: onAll(),
    DisableAlarmActions: onAlarms,
    DisableInsightRules: onRules,
    EnableAlarmActions: onAlarms,
    EnableInsightRules: onRules,
    GetDashboard: on(one(dashboard, 'DashboardName')),
    // Data sets, the only resource of these three, are not there: without one, AWS decides on `*`.
    GetMetricData: onAll(),
    ListMetrics: onAll(),
    PutMetricData: onAll(told('cloudwatch:namespace', 'Namespace')),
    GetMetricStatistics: onAll(),
    ListDashboards: onAll(),
    ListTagsForResource: on(tagged),
    PutDashboard: putting(one(dashboard, 'DashboardName')),
    PutInsightRule: putting(one(insightRule, 'RuleName'), logGroupsOfRule),
    PutMetricAlarm: putting(
      one(alarm, 'AlarmName'),
      listed('cloudwatch:AlarmActions', 'AlarmActions', 'OKActions', 'InsufficientDataActions'),
    ),
    SetAlarmState: on(one(alarm, 'AlarmName')),
    TagResource: on(tagged, requestTags('Tags')),
    UntagResource: on(tagged, tagKeys('TagKeys')),
  }),
};
