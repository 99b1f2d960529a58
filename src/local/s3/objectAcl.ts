import { noSuchKey } from './errors';
import type { S3Operation } from './s3Operation';
import { aclNotSupported, OWNER_ACLS } from './wire/attributes';
import { OWNER } from './wire/listParameters';
import { readBody, xmlResponse } from './wire/xml';

/** Buckets enforce their owner, so an object's ACL is always the same. */
export const getObjectAcl: S3Operation = async ({ bucket, key }, call) => {
  if (!(await call.account.objects.head(bucket, key))) throw noSuchKey(key);
  const response = xmlResponse('AccessControlPolicy', {
    Owner: OWNER,
    AccessControlList: { Grant: { GRANTEE: OWNER, Permission: 'FULL_CONTROL' } },
  });
  // The one element of S3 that carries an attribute.
  const body = String(response.body)
    .replace('<GRANTEE>', `<Grantee xmlns:xsi="${XSI}" xsi:type="CanonicalUser">`)
    .replace('</GRANTEE>', '</Grantee>');
  return { ...response, body };
};

/** Takes only what changes nothing. */
export const putObjectAcl: S3Operation = async ({ bucket, key, headers, http }, call) => {
  if (!(await call.account.objects.head(bucket, key))) throw noSuchKey(key);
  await readBody(http);
  if (!OWNER_ACLS.includes(headers['x-amz-acl'] ?? '')) throw aclNotSupported();
  return { status: 200, headers: {} };
};

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
