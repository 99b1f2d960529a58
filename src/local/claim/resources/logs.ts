import { AwsError } from '../../errors';
import type { Destination } from '../authorization';
import { arnLike, arnOf, EVERY, isOurs, MISSING, parseArn } from './arn';
import { condition, requestTags, tagKeys } from './conditions';
import { fields, named, text, texts } from './members';
import {
  both,
  type Condition,
  on,
  onAll,
  operationsOf,
  passing,
  type Resource,
  type Rule,
  tagging,
} from './rule';
import type { Input, ServiceResources } from './serviceResources';

/**
 * A log group, as AWS shows it to IAM: with an empty stream behind it, so that a policy names it by `…:log-group:NAME:*`,
 * the form that the user guide tells for all actions but those on tags ("CloudWatch Logs resources and operations").
 */
const logGroup = (name: string, at: Destination): string => logStream(name, '', at);
const logStream = (group: string, stream: string, at: Destination): string =>
  arnOf('logs', at, `log-group:${group}:log-stream:${stream}`);

const group: Resource = ({ logGroupName }, at) => logGroup(named(logGroupName), at);
const stream: Resource = ({ logGroupName, logStreamName }, at) =>
  logStream(named(logGroupName), named(logStreamName), at);
/** Every log group, when the request does not narrow it. */
const groupOrEvery: Resource = ({ logGroupName }, at) => logGroup(text(logGroupName) ?? EVERY, at);

const queried: Resource = ({ logGroupName, logGroupNames, logGroupIdentifiers }, at) => {
  const lists = [logGroupName === undefined ? [] : [logGroupName], logGroupNames, logGroupIdentifiers];
  const names = lists.flatMap((list) => (Array.isArray(list) ? list.map(named) : []));
  return names.length === 0 ? logGroup(MISSING, at) : names.map((name) => identified(name, at));
};

/** A log group by its name or its ARN. One of another account or region is the ARN as given. */
function identified(identifier: string, at: Destination): string {
  const name = nameOf(identifier, at);
  return name === undefined ? `${identifier.replace(/:\*$/, '')}:log-stream:` : logGroup(name, at);
}

/** The name of a log group of ours by its name or ARN; undefined for one that is not ours. */
function nameOf(identifier: string, at: Destination): string | undefined {
  const arn = parseArn(identifier);
  if (arn === undefined) return identifier;
  const [, name] = /^log-group:([^:]+)(?::\*)?$/s.exec(arn.resource) ?? [];
  if (arn.service !== 'logs' || name === undefined) return MISSING;
  return isOurs(arn, at) ? name : undefined;
}

const of =
  (kind: string, member: string): Resource =>
  (input, at) =>
    arnOf('logs', at, `${kind}:${named(input[member])}`);

const tagged: Resource = ({ resourceArn }, at) =>
  arnLike(
    resourceArn,
    'logs',
    /^(?:log-group|destination|delivery|delivery-source|delivery-destination|anomaly-detector|lookup-table|scheduled-query):/,
  )?.replace(/:\*$/, '') ?? arnOf('logs', at, `log-group:${MISSING}`);

const LOGS = 'logs.amazonaws.com';
const onGroup = on(group);
const onStream = on(stream);
const destination = of('destination', 'destinationName');
const deliveryDestination = of('delivery-destination', 'name');
const policyOfDestination = on(of('delivery-destination', 'deliveryDestinationName'));
const deliverySource = of('delivery-source', 'name');

/** Making what can be tagged, with its tags. */
const making = (resource: Resource, ...conditions: Condition[]): Rule =>
  both(on(resource, requestTags('tags'), ...conditions), tagging('tags', 'logs:TagResource', resource));

/** The ARN of tags on a log group has nothing behind its name. */
const taggedGroup = of('log-group', 'logGroupName');

/** Operations that take a log group by name or identifier. */
const BY_IDENTIFIER = new Set(['DescribeLogStreams', 'FilterLogEvents', 'GetLogEvents']);

/**
 * Puts names in the place of identifiers: by an identifier moto takes any log group, or none.
 * @throws AwsError ResourceNotFoundException for a log group that is not ours
 */
function completed(operation: string, input: Input, at: Destination): Input {
  const { logGroupIdentifier, logGroupIdentifiers, ...others } = input;
  if (operation === 'StartQuery' && Array.isArray(logGroupIdentifiers)) {
    const names = Array.isArray(others.logGroupNames) ? others.logGroupNames : [];
    return { ...others, logGroupNames: [...names, ...logGroupIdentifiers.map((id) => ourName(id, at))] };
  }
  if (!BY_IDENTIFIER.has(operation) || logGroupIdentifier === undefined) return input;
  return { ...others, logGroupName: others.logGroupName ?? ourName(logGroupIdentifier, at) };
}

function ourName(identifier: unknown, at: Destination): string {
  const name = nameOf(named(identifier), at);
  if (name === undefined)
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.', 400);
  return name;
}

/**
 * Amazon CloudWatch Logs. Source: Service Authorization Reference, "Amazon CloudWatch Logs". It has DeleteDeliverySource
 * act on a destination, which cannot be, so that one is left to administrators.
 */
export const logsResources: ServiceResources = {
  service: 'logs',
  complete: completed,
  operations: operationsOf('logs:', {
    CancelExportTask: onAll(),
    CreateDelivery: both(
      on((_, at) => arnOf('logs', at, 'delivery:<new>'), requestTags('tags')),
      on(of('delivery-source', 'deliverySourceName')),
      on(
        ({ deliveryDestinationArn }, at) =>
          arnLike(deliveryDestinationArn, 'logs', /^delivery-destination:/) ??
          arnOf('logs', at, `delivery-destination:${MISSING}`),
      ),
    ),
    CreateExportTask: onGroup,
    CreateLogGroup: both(on(group, requestTags('tags')), tagging('tags', 'logs:TagResource', taggedGroup)),
    CreateLogStream: onStream,
    DeleteDelivery: on(of('delivery', 'id')),
    DeleteDeliveryDestination: on(deliveryDestination),
    DeleteDeliveryDestinationPolicy: policyOfDestination,
    DeleteDestination: on(destination),
    DeleteLogGroup: onGroup,
    DeleteLogStream: onStream,
    DeleteMetricFilter: onGroup,
    DeleteResourcePolicy: onAll(),
    DeleteRetentionPolicy: onGroup,
    DeleteSubscriptionFilter: onGroup,
    DescribeDeliveries: onAll(),
    DescribeDeliveryDestinations: onAll(),
    DescribeDeliverySources: onAll(),
    DescribeDestinations: onAll(),
    DescribeExportTasks: onAll(),
    DescribeLogGroups: onAll(),
    DescribeLogStreams: onGroup,
    DescribeMetricFilters: on(groupOrEvery),
    DescribeQueries: onAll(),
    DescribeResourcePolicies: onAll(),
    DescribeSubscriptionFilters: onGroup,
    FilterLogEvents: onGroup,
    GetDelivery: on(of('delivery', 'id')),
    GetDeliveryDestination: on(deliveryDestination),
    GetDeliveryDestinationPolicy: policyOfDestination,
    GetDeliverySource: on(deliverySource),
    GetLogEvents: onStream,
    // The id of a query does not tell its log groups.
    GetQueryResults: on((_, at) => logGroup(EVERY, at)),
    ListTagsForResource: on(tagged),
    ListTagsLogGroup: onGroup,
    PutDeliveryDestination: making(deliveryDestination, ({ deliveryDestinationConfiguration }) =>
      condition(
        'logs:DeliveryDestinationResourceArn',
        text(fields(deliveryDestinationConfiguration).destinationResourceArn),
      ),
    ),
    PutDeliveryDestinationPolicy: policyOfDestination,
    PutDeliverySource: making(deliverySource, ({ resourceArn }) =>
      condition('logs:LogGeneratingResourceArns', texts([resourceArn])),
    ),
    PutDestination: both(
      making(destination),
      passing(LOGS, ({ roleArn }) => [roleArn]),
    ),
    PutDestinationPolicy: on(destination),
    PutLogEvents: onStream,
    PutMetricFilter: onGroup,
    PutResourcePolicy: onAll(),
    PutRetentionPolicy: onGroup,
    PutSubscriptionFilter: both(
      onGroup,
      passing(LOGS, ({ roleArn }) => [roleArn]),
    ),
    StartQuery: on(queried),
    TagLogGroup: on(group, requestTags('tags')),
    TagResource: on(tagged, requestTags('tags')),
    UntagLogGroup: on(group, tagKeys('tags')),
    UntagResource: on(tagged, tagKeys('tagKeys')),
  }),
};
