import { timingSafeEqual } from 'node:crypto';
import { AwsError } from '../errors';
import { canonicalRequest, hmac, type SignedParts, sha256, signingKey } from './canonicalRequest';

/** What the account keeps of an access key. */
export interface AccessKey {
  secret: string;
  /** Of a session: the token that must come with the key. */
  sessionToken?: string;
  /** Of a session: when it ends. */
  expiration?: Date;
}

/** What a request's Authorization header or presigned query says. */
export interface SignedScope {
  accessKeyId: string;
  /** `20260131`. */
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  /** `20260131T120000Z`. */
  timestamp: string;
  sessionToken?: string;
  /** Of a presigned request: how long it holds. Seconds. */
  expires?: number;
}

/** A verified claim, with what the chunks of a body are signed with. */
export interface Verified extends SignedScope {
  key: Buffer;
}

const SKEW_MS = 15 * 60_000;
const MAX_EXPIRES = 7 * 86_400;
const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Reads the claim of a request; undefined when it makes none. @throws AwsError for one that is not well formed */
export function readSignature(
  headers: Record<string, string>,
  query: URLSearchParams,
): SignedScope | undefined {
  const header = headers.authorization;
  if (header?.startsWith('AWS ') || (query.has('AWSAccessKeyId') && query.has('Signature')))
    throw new AwsError(
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
      400,
    );
  const inQuery = [...query.keys()].filter((name) =>
    /^X-Amz-(?:Algorithm|Credential|Signature)$/i.test(name),
  );
  if ((header !== undefined && inQuery.length > 0) || new Set(inQuery).size !== inQuery.length)
    throw new AwsError(
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      400,
    );
  if (header !== undefined) {
    const fields =
      /^AWS4-HMAC-SHA256 +Credential=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]{64})$/.exec(
        header,
      );
    if (!fields)
      throw new AwsError(
        'IncompleteSignatureException',
        "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' parameters of AWS4-HMAC-SHA256.",
        400,
      );
    return {
      ...scope(fields[1]!),
      signedHeaders: fields[2]!.split(';'),
      signature: fields[3]!,
      timestamp: headers['x-amz-date'] ?? '',
      sessionToken: headers['x-amz-security-token'],
    };
  }
  if (!query.has('X-Amz-Signature')) return undefined;
  if (query.get('X-Amz-Algorithm') !== ALGORITHM)
    throw new AwsError(
      'AuthorizationQueryParametersError',
      'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"',
      400,
    );
  const expires = Number(query.get('X-Amz-Expires'));
  if (!Number.isInteger(expires) || expires < 0 || expires > MAX_EXPIRES)
    throw new AwsError(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be a number between 0 and 604800',
      400,
    );
  return {
    ...scope(query.get('X-Amz-Credential') ?? ''),
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: query.get('X-Amz-Signature')!,
    timestamp: query.get('X-Amz-Date') ?? '',
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    expires,
  };
}

function scope(credential: string): Pick<SignedScope, 'accessKeyId' | 'date' | 'region' | 'service'> {
  const [accessKeyId, date, region, service, terminator, ...rest] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || rest.length > 0)
    throw new AwsError(
      'IncompleteSignatureException',
      `Credential must have exactly 5 slash-delimited elements, got '${credential}'`,
      400,
    );
  return { accessKeyId, date, region, service };
}

function instant(timestamp: string): number {
  const fields = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp);
  return fields
    ? Date.UTC(+fields[1]!, +fields[2]! - 1, +fields[3]!, +fields[4]!, +fields[5]!, +fields[6]!)
    : Number.NaN;
}

/**
 * Holds a request against its signature. Header names are lower case.
 * @throws AwsError with the codes of S3; the gateway says them in other services' words
 */
export function verify(
  claim: SignedScope,
  parts: Omit<SignedParts, 'signedHeaders'>,
  accessKey: AccessKey | undefined,
  now: Date,
): Verified {
  if (!accessKey)
    throw new AwsError(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      403,
    );
  const at = instant(claim.timestamp);
  if (Number.isNaN(at) || !claim.timestamp.startsWith(claim.date))
    throw new AwsError('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header', 403);
  if (claim.expires === undefined ? Math.abs(now.getTime() - at) > SKEW_MS : at - now.getTime() > SKEW_MS)
    throw new AwsError(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      403,
    );
  const unsigned = Object.keys(parts.headers).filter(
    (name) =>
      name.startsWith('x-amz-') &&
      !claim.signedHeaders.includes(name) &&
      !(claim.expires !== undefined && name === 'x-amz-content-sha256'),
  );
  if (!claim.signedHeaders.includes('host') || unsigned.length > 0)
    throw new AwsError(
      'AccessDenied',
      'There were headers present in the request which were not signed',
      403,
    );

  const key = signingKey(accessKey.secret, claim.date, claim.region, claim.service);
  const request = canonicalRequest({ ...parts, signedHeaders: claim.signedHeaders }, claim.service);
  const text = [
    ALGORITHM,
    claim.timestamp,
    `${claim.date}/${claim.region}/${claim.service}/aws4_request`,
    sha256(request),
  ].join('\n');
  if (!sameText(hmac(key, text).toString('hex'), claim.signature)) {
    throw new AwsError(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      403,
    );
  }
  // Only now: who cannot sign learns nothing of tokens and times.
  if (accessKey.sessionToken !== undefined && !sameText(accessKey.sessionToken, claim.sessionToken ?? ''))
    throw new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.', 403);
  if (accessKey.sessionToken === undefined && claim.sessionToken !== undefined)
    throw new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.', 403);
  if (accessKey.expiration && accessKey.expiration <= now)
    throw new AwsError('ExpiredToken', 'The provided token has expired.', 403);
  if (claim.expires !== undefined && now.getTime() > at + claim.expires * 1000)
    throw new AwsError('AccessDenied', 'Request has expired', 403);
  return { ...claim, key };
}

/** Comparison in constant time. */
export function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(sha256(a)), Buffer.from(sha256(b))];
  return timingSafeEqual(x, y);
}
