import type { Authorization } from '../claim/authorization';
import { conditionsOf, setsAcl, tagConditions } from './conditionKeys';
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
  's3:DeleteObject': 's3:DeleteObjectVersion',
  's3:DeleteObjectTagging': 's3:DeleteObjectVersionTagging',
};

/**
 * The actions and resources that IAM decides on. DeleteObjects and PutObjectTagging have none here: their keys and their
 * tags are in the body, and are authorized when it is read.
 * @throws AwsError for a request that names no operation
 */
export function authorizationOf(request: S3Request): Authorization[] {
  const { bucket, key, query, headers, http } = request;
  const { actions } = routeOf(request);
  const on = (action: string, resource: string): Authorization => ({
    action,
    resource,
    context: conditionsOf(request, action),
  });
  if (bucket === '') return actions.map((action) => on(action, '*'));
  if (key === '') return actions.map((action) => on(action, bucketArn(bucket)));
  const resource = objectArn(bucket, key);
  const needed = actions.map((action) =>
    on((query.has('versionId') && ON_VERSION[action]) || action, resource),
  );
  if (http.method === 'PUT' && headers['x-amz-copy-source'] !== undefined) {
    const source = copySourceOf(headers);
    const action = headers['x-amz-copy-source'].includes('?versionId=')
      ? 's3:GetObjectVersion'
      : 's3:GetObject';
    needed.unshift(on(action, objectArn(source.bucket, source.key)));
  }
  const writes = actions.includes('s3:PutObject');
  if (writes && headers['x-amz-tagging']) needed.push(on('s3:PutObjectTagging', resource));
  if (writes && setsAcl(headers)) needed.push(on('s3:PutObjectAcl', resource));
  return needed;
}

/** What PutObjectTagging needs, once its tags are read. */
export function taggingAuthorization(request: S3Request, tags: Record<string, string>): Authorization {
  const action = request.query.has('versionId') ? 's3:PutObjectVersionTagging' : 's3:PutObjectTagging';
  return {
    action,
    resource: objectArn(request.bucket, request.key),
    context: { ...conditionsOf(request, action), ...tagConditions(tags) },
  };
}
