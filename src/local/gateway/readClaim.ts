import type { Claim } from '../claim/claim';
import { parseRequest } from '../claim/parseRequest';
import type { ServiceModel, ServiceModels } from '../claim/serviceModel';
import { modelsOf } from '../claim/services';
import { AwsError } from '../errors';
import type { Incoming } from './incoming';
import type { SignedScope } from './signature';

/** The form of AWS's names of regions. */
const REGION =
  /^[a-z]{2}(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-\d$/;

/**
 * The models of the service that a request is signed for.
 * @throws AwsError for a name that is not exactly a known one: `S3` is none
 */
export function modelsOfService(
  { service, region }: Pick<SignedScope, 'service' | 'region'>,
  models: ServiceModels,
): ServiceModel[] {
  if (!REGION.test(region))
    throw new AwsError(
      'InvalidSignatureException',
      `Credential should be scoped to a valid region, not '${region.slice(0, 60)}'.`,
      403,
    );
  const names = modelsOf(service);
  if (!names)
    throw new AwsError(
      'InvalidSignatureException',
      `Credential should be scoped to a service of the local account, spelled exactly as AWS does; '${service.slice(0, 60)}' is none.`,
      403,
    );
  return names.map((name) => models.model(name));
}

/**
 * Parses a request, once. What it says beside the claim goes no further.
 * @param isOwn services that are answered here read timestamps and numbers as the wire has them
 * @throws AwsError
 */
export function readClaim(
  { service, region }: Pick<SignedScope, 'service' | 'region'>,
  models: readonly ServiceModel[],
  { method, path, query, headers }: Incoming,
  body: Buffer,
  isOwn: boolean,
): Claim {
  const parsed = parseRequest(
    service,
    models,
    { method, path, query, headers, body },
    isOwn ? 'wire' : 'typed',
  );
  return { service, region, ...parsed };
}
