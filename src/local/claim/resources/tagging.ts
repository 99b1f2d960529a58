import { onAll, operationsOf } from './rule';
import type { ServiceResources } from './serviceResources';

/** Reading tags of the account. Writing them needs each service's own right to tag, so it is for administrators. */
export const taggingResources: ServiceResources = {
  service: 'tagging',
  operations: operationsOf('tag:', {
    GetResources: onAll(),
    GetTagKeys: onAll(),
    GetTagValues: onAll(),
  }),
};
