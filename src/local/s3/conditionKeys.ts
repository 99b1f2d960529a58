import type { ConditionValues } from '../claim/authorization';
import type { S3Request } from './wire/s3Request';

/**
 * Condition keys that a request to S3 brings, for each action that the Service Authorization Reference lists them for.
 * A key is there only where its header or parameter was sent.
 */

const LISTINGS = /^s3:ListBucket(?:Versions)?$/;
const ON_VERSION = /^s3:\w+Object(?:Version)\w*$/;
const WITH_ACL = /^s3:(?:PutObject|PutObject(?:Version)?Acl|CreateBucket)$/;

const ACL_HEADERS = [
  'x-amz-acl',
  'x-amz-grant-full-control',
  'x-amz-grant-read',
  'x-amz-grant-read-acp',
  'x-amz-grant-write',
  'x-amz-grant-write-acp',
];
const PUT_HEADERS = [
  'if-match',
  'if-none-match',
  'x-amz-copy-source',
  'x-amz-metadata-directive',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
];
/** Headers whose keys have another name. */
const LOCK_HEADERS: Record<string, string> = {
  'x-amz-object-lock-mode': 's3:object-lock-mode',
  'x-amz-object-lock-legal-hold': 's3:object-lock-legal-hold',
  'x-amz-object-lock-retain-until-date': 's3:object-lock-retain-until-date',
};
const LISTING_PARAMETERS = ['prefix', 'delimiter', 'max-keys'];

/** Whether a request names an access control list, which is a right of its own. */
export const setsAcl = (headers: Record<string, string>): boolean =>
  ACL_HEADERS.some((name) => headers[name] !== undefined);

/** The condition keys of one action that a request needs. */
export function conditionsOf(request: S3Request, action: string): ConditionValues {
  const { headers, query } = request;
  const values: ConditionValues = { ...signatureKeys(request) };
  const send = (key: string, value: string | undefined | null) => {
    if (value !== undefined && value !== null) values[key] = value;
  };
  if (LISTINGS.test(action)) for (const name of LISTING_PARAMETERS) send(`s3:${name}`, query.get(name));
  if (ON_VERSION.test(action)) send('s3:VersionId', query.get('versionId'));
  if (WITH_ACL.test(action)) for (const name of ACL_HEADERS) send(`s3:${name}`, headers[name]);
  if (action === 's3:CreateBucket') send('s3:x-amz-object-ownership', headers['x-amz-object-ownership']);
  if (action === 's3:DeleteObject') send('s3:if-match', headers['if-match']);
  if (/^s3:PutObject(?:Version)?Acl$/.test(action))
    send('s3:x-amz-storage-class', headers['x-amz-storage-class']);
  if (action === 's3:PutObject') {
    for (const name of PUT_HEADERS) send(`s3:${name}`, headers[name]);
    for (const [name, key] of Object.entries(LOCK_HEADERS)) send(key, headers[name]);
    values['s3:ObjectCreationOperation'] = String(creates(request));
  }
  if (action === 's3:PutObject' || action === 's3:PutObjectTagging')
    Object.assign(values, tagConditions(Object.fromEntries(new URLSearchParams(headers['x-amz-tagging']))));
  return values;
}

/** `s3:RequestObjectTag/*` of the tags that a request brings. */
export function tagConditions(tags: Record<string, string>): ConditionValues {
  const keys = Object.keys(tags);
  return {
    ...(keys.length > 0 && { 's3:RequestObjectTagKeys': keys }),
    ...Object.fromEntries(keys.map((key) => [`s3:RequestObjectTag/${key}`, tags[key]!])),
  };
}

/** How the request was signed. Loopback never leaves the machine: it stands in for the newest TLS. */
function signatureKeys({ headers, query }: S3Request): ConditionValues {
  const signed = query.get('X-Amz-Date') ?? headers['x-amz-date'];
  const hash = headers['x-amz-content-sha256'] ?? (query.has('X-Amz-Date') ? 'UNSIGNED-PAYLOAD' : undefined);
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(signed ?? '') ?? [];
  const at = Date.parse(`${parts.slice(0, 3).join('-')}T${parts.slice(3).join(':')}Z`);
  return {
    's3:signatureversion': 'AWS4-HMAC-SHA256',
    's3:authType': query.has('X-Amz-Signature') ? 'REST-QUERY-STRING' : 'REST-HEADER',
    's3:TlsVersion': '1.3',
    ...(hash !== undefined && { 's3:x-amz-content-sha256': hash }),
    ...(!Number.isNaN(at) && { 's3:signatureAge': String(Math.max(0, Date.now() - at)) }),
  };
}

/** Parts and the beginning of an upload make no object yet (S3 user guide, Conditional writes). */
function creates({ http, query }: S3Request): boolean {
  return !query.has('uploads') && !(http.method === 'PUT' && query.has('uploadId'));
}
