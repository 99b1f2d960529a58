import type { ServiceModels } from '../claim/serviceModel';
import { modelsOf } from '../claim/services';
import type { Wire } from './errorBody';
import type { Incoming } from './incoming';

/** How a request to a service is answered when something is wrong with it: in the form that it came in, if that can be told. */
export function wireOf(service: string, { headers, query }: Incoming, models: ServiceModels): Wire {
  if (service === 's3') return 's3';
  if (headers['smithy-protocol'] !== undefined) return 'cbor';
  if (headers['x-amz-target'] !== undefined) return 'json';
  const [first] = modelsOf(service) ?? [];
  const spoken = first === undefined ? [] : models.model(first).protocols;
  const isForm = headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded');
  if ((isForm || query.has('Action')) && spoken.some((one) => one === 'query' || one === 'ec2'))
    return 'query';
  switch (spoken[0]) {
    case 'query':
    case 'ec2':
    case 'rest-xml':
      return 'query';
    case 'rest-json':
      return 'rest-json';
    default:
      return 'json';
  }
}

/** For an answer to who did not sign: JSON services name a target, all else is taken for S3. */
export const guessService = (incoming: Incoming): string =>
  incoming.headers['x-amz-target']
    ? 'athena'
    : incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
      ? 'sts'
      : 's3';
