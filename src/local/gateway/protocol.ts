import type { Wire } from './errorBody';
import type { Incoming } from './incoming';

/** Signing names of services with the query protocol: forms in, XML out. */
const QUERY_SERVICES = new Set([
  'sts',
  'iam',
  'sns',
  'monitoring',
  'ec2',
  'sqs',
  'elasticloadbalancing',
  'autoscaling',
  'cloudformation',
  'rds',
]);

/** How a service speaks, by its signing name. */
export function wireOf(service: string): Wire {
  if (service === 's3') return 's3';
  if (service === 'lakeformation') return 'rest-json';
  return QUERY_SERVICES.has(service) ? 'query' : 'json';
}

/** For an answer to who did not sign: JSON services name a target, all else is taken for S3. */
export const guessService = (incoming: Incoming): string =>
  incoming.headers['x-amz-target']
    ? 'athena'
    : incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
      ? 'sts'
      : 's3';
