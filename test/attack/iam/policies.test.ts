import { afterAll, beforeAll } from 'vitest';
import { attackSuite } from '../suite';
import { arnIpBoolConditions } from './arnIpBoolConditions';
import { boundaries } from './boundaries';
import type { PolicyCase } from './case';
import { changes } from './changes';
import { evaluation } from './evaluation';
import { failedOnce } from './failedOnce';
import { globalKeys } from './globalKeys';
import { iamOperations } from './iamOperations';
import { ifExists } from './ifExists';
import { kms } from './kms';
import { kmsKeys } from './kmsKeys';
import { notElements } from './notElements';
import { numericDateConditions } from './numericDateConditions';
import { resourceChanges } from './resourceChanges';
import { resourcePolicies } from './resourcePolicies';
import { attackOf } from './runCase';
import { s3Keys } from './s3Keys';
import { s3Operations } from './s3Operations';
import { services } from './services';
import { sessions } from './sessions';
import { setOperators } from './setOperators';
import { openStage, type Stage } from './stage';
import { stringConditions } from './stringConditions';
import { trustPolicies } from './trust';
import { variables } from './variables';
import { wildcards } from './wildcards';

/** Decisions on requests, as AWS's documentation has them. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const groups: Record<string, PolicyCase[]> = {
  evaluation,
  'elements that name what is not meant': notElements,
  'conditions on texts': stringConditions,
  'conditions on numbers and times': numericDateConditions,
  'conditions on ARNs, addresses and truth': arnIpBoolConditions,
  'conditions on sets and absence': setOperators,
  'conditions on keys that may be absent': ifExists,
  variables,
  'global keys': globalKeys,
  'keys of S3': s3Keys,
  'requests to S3': s3Operations,
  'permissions boundaries': boundaries,
  sessions,
  'policies of resources': resourcePolicies,
  'policies of keys': kms,
  'aliases, conditions and grants of keys': kmsKeys,
  'policies of trust': trustPolicies,
  wildcards,
  'rights on IAM': iamOperations,
  'other services': services,
  changes,
  'changes of resources': resourceChanges,
};

const names = new Set(Object.values(groups).flatMap((cases) => cases.map(({ name }) => name)));
for (const name of failedOnce) if (!names.has(name)) throw new Error(`no case is called ${name}`);

attackSuite(
  'policies of IAM',
  Object.fromEntries(Object.entries(groups).map(([group, cases]) => [group, cases.map(attackOf)])),
  () => stage,
  12,
);
