import type { Claim } from '../claim/claim';
import { type Strictness, violationsOf, violationText } from '../claim/validateInput';
import { AwsError } from '../errors';
import type { JsonService } from '../service';
import type { GatewayDependencies } from './dependencies';

/** What services call an input that their model does not allow, where it is not ValidationException or, in XML, ValidationError. */
const CODES: Record<string, string> = {
  sns: 'InvalidParameter',
  sqs: 'InvalidParameterValue',
  logs: 'InvalidParameterException',
  tagging: 'InvalidParameterException',
  secretsmanager: 'InvalidParameterException',
  s3: 'MalformedXML',
};

/**
 * Holds a claim against its model before it is carried out: what the model forbids is nobody's to find out by failing.
 * @param service its own error, by default the one of its protocol; and what its operations check themselves
 * @throws AwsError with all violations in one text
 */
export function validateClaim(
  { moto }: Pick<GatewayDependencies, 'moto'>,
  { service, model, operation, input, protocol }: Omit<Claim, 'region'>,
  strictness: Strictness,
  { invalid, ownChecks }: Partial<Pick<JsonService, 'invalid' | 'ownChecks'>> = {},
): void {
  const violations = violationsOf(moto.models.model(model), operation, input, strictness, ownChecks);
  if (violations.length === 0) return;
  const message = violationText(violations);
  if (invalid) throw invalid(message);
  const isXml = protocol === 'query' || protocol === 'ec2';
  throw new AwsError(CODES[service] ?? (isXml ? 'ValidationError' : 'ValidationException'), message, 400);
}
