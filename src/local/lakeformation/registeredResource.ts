import type {
  DeregisterResourceCommandInput,
  DeregisterResourceResponse,
  DescribeResourceCommandInput,
  DescribeResourceResponse,
  FilterCondition,
  ListResourcesCommandInput,
  ListResourcesResponse,
  RegisterResourceCommandInput,
  RegisterResourceResponse,
  UpdateResourceCommandInput,
  UpdateResourceResponse,
} from '@aws-sdk/client-lakeformation';
import type { Operation } from '../call';
import { AwsError } from '../errors';
import { Constraints } from '../glue/constraints';
import { pageOf } from '../glue/page';
import { openRegistrations, type Registration, type Registrations } from './registration';

export const registerResource: Operation<RegisterResourceCommandInput, RegisterResourceResponse> = async (
  input,
  call,
) => {
  const arn = readArn(input.ResourceArn);
  new Constraints().optionalText('roleArn', input.RoleArn, { max: 2048 }).check();
  if (!input.RoleArn && !input.UseServiceLinkedRole)
    throw new AwsError(
      'InvalidInputException',
      'Either a role ARN or the service linked role must be given to register a resource.',
    );
  if (input.RoleArn && input.UseServiceLinkedRole)
    throw new AwsError(
      'InvalidInputException',
      'A role ARN and the service linked role cannot both be given.',
    );
  const serviceLinked = `arn:aws:iam::${call.account.id}:role/aws-service-role/lakeformation.amazonaws.com/AWSServiceRoleForLakeFormationDataAccess`;
  call.account.store.transaction(() => {
    const registrations = openRegistrations(call.account.store);
    if (registrations.get(arn))
      throw new AwsError('AlreadyExistsException', 'Resource is already registered');
    registrations.put({
      ResourceArn: arn,
      RoleArn: input.RoleArn ?? serviceLinked,
      LastModified: call.now,
      WithFederation: input.WithFederation ?? false,
      HybridAccessEnabled: input.HybridAccessEnabled ?? false,
      WithPrivilegedAccess: input.WithPrivilegedAccess ?? false,
    });
  });
  return {};
};

export const describeResource: Operation<DescribeResourceCommandInput, DescribeResourceResponse> = async (
  input,
  call,
) => ({
  ResourceInfo: registered(openRegistrations(call.account.store), input.ResourceArn),
});

export const updateResource: Operation<UpdateResourceCommandInput, UpdateResourceResponse> = async (
  input,
  call,
) => {
  new Constraints().text('roleArn', input.RoleArn, { max: 2048 }).check();
  call.account.store.transaction(() => {
    const registrations = openRegistrations(call.account.store);
    const old = registered(registrations, input.ResourceArn);
    registrations.put({
      ...old,
      RoleArn: input.RoleArn!,
      LastModified: call.now,
      WithFederation: input.WithFederation ?? old.WithFederation,
      HybridAccessEnabled: input.HybridAccessEnabled ?? old.HybridAccessEnabled,
    });
  });
  return {};
};

/** From then on Lake Formation vends nothing for the location: what lies there is open to whom IAM lets read it. */
export const deregisterResource: Operation<
  DeregisterResourceCommandInput,
  DeregisterResourceResponse
> = async (input, call) => {
  const registrations = openRegistrations(call.account.store);
  registrations.remove(registered(registrations, input.ResourceArn).ResourceArn);
  return {};
};

export const listResources: Operation<ListResourcesCommandInput, ListResourcesResponse> = async (
  input,
  call,
) => {
  new Constraints()
    .optionalList('filterConditionList', input.FilterConditionList, { min: 1, max: 20 })
    .number('maxResults', input.MaxResults, { min: 1, max: 1000 })
    .check();
  const all = openRegistrations(call.account.store).list();
  const { items, nextToken } = pageOf(
    all.filter((registration) =>
      (input.FilterConditionList ?? []).every((condition) => meets(registration, condition)),
    ),
    ({ ResourceArn }) => ResourceArn,
    { token: input.NextToken, limit: input.MaxResults ?? 1000 },
    () => new AwsError('InvalidInputException', 'Invalid NextToken.'),
  );
  return { ResourceInfoList: items, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
};

function readArn(arn: unknown): string {
  new Constraints().text('resourceArn', arn, { max: 2048 }).check();
  if (!/^arn:aws[\w-]*:s3:::[a-z0-9][a-z0-9.-]+(\/.*)?$/.test(arn as string))
    throw new AwsError('InvalidInputException', `Invalid resource ARN: ${arn}`);
  return arn as string;
}

function registered(registrations: Registrations, arn: string | undefined): Registration {
  new Constraints().text('resourceArn', arn, { max: 2048 }).check();
  const found = registrations.get(arn!);
  if (!found) throw new AwsError('EntityNotFoundException', 'Entity not found');
  return found;
}

const FILTERED = { RESOURCE_ARN: 'ResourceArn', ROLE_ARN: 'RoleArn', LAST_MODIFIED: 'LastModified' } as const;

function meets(
  registration: Registration,
  { Field, ComparisonOperator, StringValueList = [] }: FilterCondition,
): boolean {
  const member = Field && FILTERED[Field];
  if (!member) throw new AwsError('InvalidInputException', 'Invalid field in filter condition.');
  const value = registration[member];
  const actual = value instanceof Date ? value.toISOString() : (value ?? '');
  const [first = '', second = ''] = StringValueList;
  switch (ComparisonOperator) {
    case 'EQ':
      return actual === first;
    case 'NE':
      return actual !== first;
    case 'LE':
      return actual <= first;
    case 'LT':
      return actual < first;
    case 'GE':
      return actual >= first;
    case 'GT':
      return actual > first;
    case 'CONTAINS':
      return actual.includes(first);
    case 'NOT_CONTAINS':
      return !actual.includes(first);
    case 'BEGINS_WITH':
      return actual.startsWith(first);
    case 'IN':
      return StringValueList.includes(actual);
    case 'BETWEEN':
      return first <= actual && actual <= second;
    default:
      throw new AwsError('InvalidInputException', 'Invalid comparison operator in filter condition.');
  }
}
