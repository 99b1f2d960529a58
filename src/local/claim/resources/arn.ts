import type { Destination } from '../authorization';

/** Stands where a request names nothing: no policy but one for all resources of the kind matches it. */
export const MISSING = '<missing>';
/** Stands for all resources of a kind: what a list shows when it is not narrowed by names. */
export const EVERY = '<every>';

export interface Arn {
  service: string;
  region: string;
  account: string;
  /** What follows the account. */
  resource: string;
}

/** Undefined for what is no ARN of the partition `aws`. */
export function parseArn(text: string): Arn | undefined {
  const [, service, region, account, resource] = /^arn:aws:([^:]*):([^:]*):([^:]*):(.+)$/s.exec(text) ?? [];
  return service !== undefined && region !== undefined && account !== undefined && resource !== undefined
    ? { service, region, account, resource }
    : undefined;
}

/** Is the ARN of the account and region that the request goes to? */
export const isOurs = ({ region, account }: Arn, at: Destination): boolean =>
  region === at.region && account === at.accountId;

export const arnOf = (service: string, at: Destination, resource: string): string =>
  `arn:aws:${service}:${at.region}:${at.accountId}:${resource}`;

/** An ARN as it was given, if it is of the service and its resource is of the pattern. */
export function arnLike(value: unknown, service: string, resource: RegExp): string | undefined {
  const arn = typeof value === 'string' ? parseArn(value) : undefined;
  return typeof value === 'string' && arn?.service === service && resource.test(arn.resource)
    ? value
    : undefined;
}
