import type { Claim } from '../claim/claim';

/** Verbs of operations that change nothing. */
const READS =
  /^(Get|List|Describe|Head|BatchGet|Search|Lookup|Simulate|Filter|Test|Check|Estimate|Preview|Verify|Validate|Scan|Query|Decode|Select|Count|Is)/;
/** Reads by their name that leave traces. */
const CHANGES = new Set(['GetSessionToken', 'GetCredentialReport', 'GenerateCredentialReport']);
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
export const mutates = ({ operation }: Pick<Claim, 'operation'>): boolean =>
  !STATELESS.has(operation) && (CHANGES.has(operation) || !READS.test(operation));
