import type { Account } from '../account';
import type { ResourceNames } from '../claim/resources/serviceResources';
import type { HealthSource } from '../health';
import type { AccessKeys } from '../identity/accessKeys';
import type { Policies } from '../identity/policies';
import type { Moto } from '../moto/moto';
import type { JsonService, S3Service } from '../service';

/** What the gateway answers with. */
export interface GatewayDependencies {
  account: Account;
  keys: AccessKeys;
  policies: Policies;
  moto: Moto;
  names: ResourceNames;
  services: JsonService[];
  s3: S3Service;
  /** What the account's health is made of. */
  healthSources: readonly HealthSource[];
}
