import type { Claim } from '../claim/claim';

/** Verbs of operations that change nothing. */
const READS =
  /^(Get|List|Describe|Head|BatchGet|Search|Lookup|Simulate|Filter|Test|Check|Estimate|Preview|Verify|Validate|Scan|Query|Decode|Select|Count)/;
/** Reads by their name that leave traces. */
const CHANGES = new Set([
  'GetCredentialReport',
  'GetId',
  'GetSessionToken',
  'VerifyDomainDkim',
  'VerifyDomainIdentity',
  'VerifyEmailAddress',
  'VerifyEmailIdentity',
  'VerifySoftwareToken',
]);
/** Operations that change nothing although their verb says so. */
const STATELESS = new Set([
  'Encrypt',
  'Decrypt',
  'ReEncrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateRandom',
  'GenerateMac',
  'Sign',
]);

/** Does the operation change anything that the service keeps? Then its claim is journalled. */
export const mutates = ({
  service,
  operation,
  input,
}: Pick<Claim, 'service' | 'operation' | 'input'>): boolean =>
  (!STATELESS.has(operation) && (CHANGES.has(operation) || !READS.test(operation))) ||
  (service === 'kms' && namesAwsAlias(input));

/** The first use of an alias of AWS's own makes its key, whatever the use is. */
const namesAwsAlias = (input: Record<string, unknown>): boolean =>
  Object.values(input).some((value) => typeof value === 'string' && /(?:^|:)alias\/aws\//.test(value));
