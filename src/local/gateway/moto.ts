import type { Claim } from '../claim/claim';
import { cborOfJson } from '../claim/protocol/cborAnswer';
import { readRestInput } from '../claim/protocol/rest';
import { AwsError } from '../errors';
import type { HttpResponse } from '../http';
import { recordAccessKeys } from '../identity/recordAccessKeys';
import type { MotoAnswer } from '../moto/moto';
import type { BucketCall } from '../s3/s3Operation';
import type { Authenticated } from './authenticated';
import { authorizeClaim } from './authorizeClaim';
import { checkPolicies } from './checkPolicies';
import type { GatewayDependencies } from './dependencies';
import { isMissing, motoFailure } from './motoFailure';
import { validateClaim } from './validateClaim';

/** Asks IAM, and has moto carry out the claim of a service that is not here. @throws AwsError */
export async function forward(
  parts: GatewayDependencies,
  claim: Claim,
  by: Authenticated,
): Promise<HttpResponse> {
  const { moto, policies, keys } = parts;
  refuseSessionWithoutMfa(claim, by);
  const carried = await authorizeClaim(parts, claim, by);
  validateClaim(parts, carried, 'bounds');
  checkArns(carried);
  checkPolicies(carried);
  const inCbor = carried.protocol === 'smithy-rpc-v2-cbor';
  // moto does not speak CBOR; the service that does also speaks JSON.
  const answer = await moto.call(inCbor ? { ...carried, protocol: 'json' } : carried);
  if (isMissing(answer) || answer.headers['x-lakehouse-failed']) throw motoFailure(carried, answer);
  if (claim.service === 'iam' && answer.status < 300)
    await recordAccessKeys(carried, answer.body.toString('utf8'), keys, policies);
  if (inCbor) return answerInCbor(carried, answer, parts);
  return { status: answer.status, headers: passOn(answer.headers), body: answer.body };
}

/** SNS looks at the form of every ARN before it looks for what it names. @throws AwsError InvalidParameter */
function checkArns({ service, input }: Claim): void {
  if (service !== 'sns') return;
  for (const [name, value] of Object.entries(input)) {
    const elements = typeof value === 'string' && /Arn$/.test(name) ? value.split(':').length : 6;
    if (elements < 6)
      throw new AwsError(
        'InvalidParameter',
        `Invalid parameter: ${name} Reason: An ARN must have at least 6 elements, not ${elements}`,
        400,
      );
  }
}

function answerInCbor(
  { model, operation }: Claim,
  { status, headers, body }: MotoAnswer,
  { moto }: Pick<GatewayDependencies, 'moto'>,
): HttpResponse {
  const shape = status < 300 ? operation : '';
  return {
    status,
    headers: {
      ...passOn(headers),
      'content-type': 'application/cbor',
      'smithy-protocol': 'rpc-v2-cbor',
    },
    body: cborOfJson(moto.models.model(model), shape, body.toString('utf8')),
  };
}

/**
 * A session of a user (GetSessionToken) reaches IAM only with a second factor, which nobody has here.
 * @throws AwsError InvalidClientTokenId (IAM user guide, "Compare AWS STS credentials")
 */
function refuseSessionWithoutMfa({ service }: Claim, { verified, caller }: Authenticated): void {
  if (service === 'iam' && verified.sessionToken !== undefined && caller.principal.arn.includes(':user/'))
    throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid', 403);
}

/** Members of S3's settings that speak of the caller's bytes: they were checked, and the claim's own bytes are others. */
const OF_THE_BYTES = /^(ContentMD5|Checksum.*)$/;

const CHECKSUMS = /^(CRC32|CRC32C|SHA1|SHA256|CRC64NVME|MD5|SHA512|XXHASH\w+)$/;

/** Has moto carry out what a bucket is asked, which S3 has decided on by the same operation. @throws AwsError */
export async function forwardBucketCall(
  { moto }: Pick<GatewayDependencies, 'moto'>,
  { operation: name, bucket, query, headers, body }: BucketCall,
  region: string,
): Promise<HttpResponse> {
  const model = moto.models.model('s3');
  const operation = model.operations[name];
  if (!operation) throw new Error(`S3's model has no operation ${name}`);
  const input = readRestInput(
    model,
    { operation, labels: { Bucket: bucket } },
    { method: operation.http.method, path: '/', query, headers, body },
  );
  if (input.ChecksumAlgorithm !== undefined && !CHECKSUMS.test(String(input.ChecksumAlgorithm)))
    throw new AwsError('InvalidRequest', 'Value for x-amz-sdk-checksum-algorithm header is invalid.', 400);
  const claim: Claim = {
    service: 's3',
    model: model.name,
    operation: name,
    input: Object.fromEntries(Object.entries(input).filter(([member]) => !OF_THE_BYTES.test(member))),
    region,
    protocol: 'rest-xml',
  };
  validateClaim({ moto }, claim, 'all');
  checkPolicies(claim);
  const answer = await moto.call(claim);
  if (answer.headers['x-lakehouse-failed'])
    throw new AwsError(
      'NotImplemented',
      'A header or query you provided implies functionality that the local account does not support.',
      400,
    );
  // moto says nothing of a versioning without a status; S3 does.
  if (answer.status >= 400 && answer.body.length === 0 && !name.startsWith('Head'))
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
      400,
    );
  return { status: answer.status, headers: passOn(answer.headers), body: answer.body };
}

/** Headers of an answer but those of the connection to moto. */
const passOn = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        !/^(connection|transfer-encoding|keep-alive|server|date|content-length|x-lakehouse-.*)$/.test(name),
    ),
  );
