import type { Authorization } from '../claim/authorization';
import { routeOf } from './routes';
import { bucketArn, objectArn } from './wire/arns';
import { copySourceOf } from './wire/copySource';
import type { S3Request } from './wire/s3Request';

/** Actions that have a name of their own on one version of an object. */
const ON_VERSION: Record<string, string> = {
  's3:GetObject': 's3:GetObjectVersion',
  's3:GetObjectAttributes': 's3:GetObjectVersionAttributes',
  's3:GetObjectAcl': 's3:GetObjectVersionAcl',
  's3:GetObjectTagging': 's3:GetObjectVersionTagging',
  's3:PutObjectAcl': 's3:PutObjectVersionAcl',
  's3:PutObjectTagging': 's3:PutObjectVersionTagging',
  's3:DeleteObject': 's3:DeleteObjectVersion',
  's3:DeleteObjectTagging': 's3:DeleteObjectVersionTagging',
};

/** Condition keys of the listings (Service Authorization Reference of S3). */
const CONDITIONS: Record<string, string> = {
  prefix: 's3:prefix',
  delimiter: 's3:delimiter',
  'max-keys': 's3:max-keys',
};

/**
 * The actions and resources that IAM decides on. DeleteObjects has none here: its keys are in its body, and each is
 * authorized when it is read.
 * @throws AwsError for a request that names no operation
 */
export function authorizationOf(request: S3Request): Authorization[] {
  const { bucket, key, query, headers, http } = request;
  const { actions } = routeOf(request);
  if (bucket === '') return actions.map((action) => ({ action, resource: '*' }));
  if (key === '') return actions.map((action) => onBucket(action, bucket, query));
  const resource = objectArn(bucket, key);
  const needed = actions.map((action) => ({
    action: (query.has('versionId') && ON_VERSION[action]) || action,
    resource,
  }));
  if (http.method === 'PUT' && headers['x-amz-copy-source'] !== undefined) {
    const source = copySourceOf(headers);
    needed.unshift({ action: 's3:GetObject', resource: objectArn(source.bucket, source.key) });
  }
  if (headers['x-amz-tagging']) needed.push({ action: 's3:PutObjectTagging', resource });
  if (headers['x-amz-acl'] && actions.includes('s3:PutObject')) {
    needed.push({ action: 's3:PutObjectAcl', resource });
  }
  return needed;
}

function onBucket(action: string, bucket: string, query: URLSearchParams): Authorization {
  const context: Record<string, string> = {};
  if (action.startsWith('s3:ListBucket')) {
    for (const [parameter, name] of Object.entries(CONDITIONS)) {
      const value = query.get(parameter);
      if (value !== null) context[name] = value;
    }
  }
  return { action, resource: bucketArn(bucket), ...(Object.keys(context).length > 0 && { context }) };
}
