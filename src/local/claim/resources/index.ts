import { cloudWatchResources } from './cloudWatch';
import { iamResources } from './iam';
import { kmsResources } from './kms';
import { lambdaResources } from './lambda';
import { logsResources } from './logs';
import { secretsManagerResources } from './secretsManager';
import type { ServiceResources } from './serviceResources';
import { snsResources } from './sns';
import { sqsResources } from './sqs';
import { taggingResources } from './tagging';

const SERVICES = new Map(
  [
    cloudWatchResources,
    iamResources,
    kmsResources,
    lambdaResources,
    logsResources,
    secretsManagerResources,
    snsResources,
    sqsResources,
    taggingResources,
  ].map((resources) => [resources.service, resources]),
);

/**
 * The resources of a service that other callers than administrators may reach; undefined for one that is for
 * administrators alone.
 * @param service the signing name
 */
export const resourcesOf = (service: string): ServiceResources | undefined => SERVICES.get(service);
