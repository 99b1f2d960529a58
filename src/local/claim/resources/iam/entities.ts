import { AwsError } from '../../../errors';
import type { Destination } from '../../authorization';
import { arnLike, MISSING, parseArn } from '../arn';
import { named, text } from '../members';
import type { Resource } from '../rule';
import type { IamKind, ResourceNames } from '../serviceResources';

/** IAM is of no region. */
const iamArn = (at: Destination, resource: string): string => `arn:aws:iam::${at.accountId}:${resource}`;

/** @throws AwsError ValidationError for a path that would run into the name */
function pathOf(value: unknown): string {
  const path = text(value) ?? '/';
  if (!/^\/(?:.*\/)?$/s.test(path))
    throw new AwsError(
      'ValidationError',
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
      400,
    );
  return path;
}

/** An entity by its name, with the path that it was made with; one that is not there has none. */
async function entityNamed(
  kind: Exclude<IamKind, 'access-key'>,
  name: unknown,
  at: Destination,
  names: ResourceNames,
): Promise<string> {
  const given = text(name);
  const found = given === undefined ? undefined : await names.iamEntity(kind, given);
  return found ?? iamArn(at, `${kind}/${named(given)}`);
}

const existing =
  (kind: Exclude<IamKind, 'access-key'>, member: string): Resource =>
  (input, at, names) =>
    entityNamed(kind, input[member], at, names);

export const role = existing('role', 'RoleName');
export const user = existing('user', 'UserName');
export const group = existing('group', 'GroupName');
export const instanceProfile = existing('instance-profile', 'InstanceProfileName');
export const serverCertificate = existing('server-certificate', 'ServerCertificateName');

/** What an operation makes: the path is the request's. */
export const made =
  (kind: string, member: string): Resource =>
  (input, at) =>
    iamArn(at, `${kind}${pathOf(input.Path)}${named(input[member])}`);

/** An entity and what it is called after: the right to both is needed ("Renaming an IAM user"). */
export const renamed =
  (kind: 'user' | 'group', member: string, newName: string): Resource =>
  async (input, at, names) => {
    const before = await entityNamed(kind, input[member], at, names);
    if (input.NewPath === undefined && input[newName] === undefined) return before;
    const [path, name] = splitPath(parseArn(before)?.resource.slice(kind.length) ?? '/');
    const next = input.NewPath === undefined ? path : pathOf(input.NewPath);
    return [before, iamArn(at, `${kind}${next}${text(input[newName]) ?? name}`)];
  };

function splitPath(pathAndName: string): [path: string, name: string] {
  const end = pathAndName.lastIndexOf('/') + 1;
  return [pathAndName.slice(0, end), pathAndName.slice(end)];
}

/** What is named by its ARN: moto looks it up by the whole text. */
export const byArn =
  (kind: string, member: string): Resource =>
  (input, at) =>
    arnLike(input[member], 'iam', new RegExp(`^${kind}/`)) ?? iamArn(at, `${kind}/${MISSING}`);

/** The user whose access key it is. */
export const userOfAccessKey: Resource = async ({ AccessKeyId }, at, names) => {
  const id = text(AccessKeyId);
  return (
    (id === undefined ? undefined : await names.iamEntity('access-key', id)) ?? iamArn(at, `user/${MISSING}`)
  );
};

/** @throws AwsError ValidationError */
export const newOidcProvider: Resource = ({ Url }, at) => {
  const [, host] = /^https:\/\/([\w.~:/-]+)$/.exec(text(Url) ?? '') ?? [];
  if (host === undefined) throw new AwsError('ValidationError', 'Invalid Open ID Connect Provider URL', 400);
  return iamArn(at, `oidc-provider/${host}`);
};

/** Parts of service names that IAM writes in its own way in the names of roles (`moto/iam/models.py`). */
const SERVICE_NAMES: Record<string, string> = {
  autoscaling: 'AutoScaling',
  'application-autoscaling': 'ApplicationAutoScaling',
  elasticbeanstalk: 'ElasticBeanstalk',
};

/** The role that a service will get: `…/aws-service-role/es.amazonaws.com/AWSServiceRoleFores`. */
export const serviceLinkedRole: Resource = ({ AWSServiceName, CustomSuffix }, at) => {
  const [first = MISSING, ...others] = named(AWSServiceName).split('.');
  const service = [first, ...others].at(-3) ?? MISSING;
  const prefix = first === service ? '' : `_${first.split('-').map(capitalized).join('')}`;
  const own = Object.hasOwn(SERVICE_NAMES, service) ? SERVICE_NAMES[service] : service;
  const suffix = text(CustomSuffix) === undefined ? '' : `_${CustomSuffix}`;
  return iamArn(
    at,
    `role/aws-service-role/${named(AWSServiceName)}/AWSServiceRoleFor${own}${prefix}${suffix}`,
  );
};

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/** The role that a task deletes: its id has the role's path and name in it. */
export const roleOfDeletion: Resource = ({ DeletionTaskId }, at) => {
  const [, path] = /^task\/(aws-service-role\/[^/]+\/[^/]+)\/[^/]+$/.exec(text(DeletionTaskId) ?? '') ?? [];
  return iamArn(at, `role/${path ?? MISSING}`);
};
