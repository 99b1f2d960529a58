import { AwsError } from '../errors';
import { abortMultipartUpload } from './abortMultipartUpload';
import {
  bucketSetting,
  createBucket,
  deleteBucket,
  headBucket,
  listBuckets,
  putBucketVersioning,
} from './bucket';
import { BUCKET_SETTINGS, type BucketSetting } from './bucketSettings';
import { completeMultipartUpload } from './completeMultipartUpload';
import { copyObject } from './copyObject';
import { createMultipartUpload } from './createMultipartUpload';
import { deleteObject } from './deleteObject';
import { deleteObjects } from './deleteObjects';
import { invalidRequest, notImplemented } from './errors';
import { getObject, headObject } from './getObject';
import { getObjectAttributes } from './getObjectAttributes';
import { listMultipartUploads } from './listMultipartUploads';
import { listObjects, listObjectsV2 } from './listObjects';
import { listObjectVersions } from './listObjectVersions';
import { listParts } from './listParts';
import { getObjectAcl, putObjectAcl } from './objectAcl';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './objectTagging';
import { putObject } from './putObject';
import type { S3Operation } from './s3Operation';
import { uploadPart, uploadPartCopy } from './uploadPart';
import type { S3Request } from './wire/s3Request';

/** One operation that a request can name. */
export interface Route {
  run: S3Operation;
  /** IAM actions on the bucket or the object; copies need more, for their source. */
  actions: string[];
  /** Whether objects are touched, so the bucket must be known here. */
  onObjects: boolean;
}

function here(run: S3Operation, ...actions: string[]): Route {
  return { run, actions: actions.map((action) => `s3:${action}`), onObjects: true };
}

function moto(run: S3Operation, action: string): Route {
  return { run, actions: [action], onObjects: false };
}

/** By method and sub-resource; `copy` stands for the header `x-amz-copy-source`. */
const OBJECT_ROUTES: Record<string, Route> = {
  'GET ': here(getObject, 'GetObject'),
  'GET acl': here(getObjectAcl, 'GetObjectAcl'),
  'GET attributes': here(getObjectAttributes, 'GetObject', 'GetObjectAttributes'),
  'GET tagging': here(getObjectTagging, 'GetObjectTagging'),
  'GET uploadId': here(listParts, 'ListMultipartUploadParts'),
  'HEAD ': here(headObject, 'GetObject'),
  'PUT ': here(putObject, 'PutObject'),
  'PUT copy': here(copyObject, 'PutObject'),
  'PUT acl': here(putObjectAcl, 'PutObjectAcl'),
  // Its tags are condition keys: it is authorized when they are read.
  'PUT tagging': here(putObjectTagging),
  'PUT uploadId': here(uploadPart, 'PutObject'),
  'PUT uploadId copy': here(uploadPartCopy, 'PutObject'),
  'POST uploads': here(createMultipartUpload, 'PutObject'),
  'POST uploadId': here(completeMultipartUpload, 'PutObject'),
  'DELETE ': here(deleteObject, 'DeleteObject'),
  'DELETE tagging': here(deleteObjectTagging, 'DeleteObjectTagging'),
  'DELETE uploadId': here(abortMultipartUpload, 'AbortMultipartUpload'),
};

const BUCKET_ROUTES: Record<string, Route> = {
  'GET ': here(listObjects, 'ListBucket'),
  'GET list-type': here(listObjectsV2, 'ListBucket'),
  'GET versions': here(listObjectVersions, 'ListBucketVersions'),
  'GET uploads': here(listMultipartUploads, 'ListBucketMultipartUploads'),
  // Each key is authorized for itself, when the body is read.
  'POST delete': here(deleteObjects),
  'HEAD ': moto(headBucket, 's3:ListBucket'),
  'PUT ': moto(createBucket, 's3:CreateBucket'),
  'DELETE ': moto(deleteBucket, 's3:DeleteBucket'),
  'PUT versioning': moto(putBucketVersioning, 's3:PutBucketVersioning'),
};

const SERVICE_ROUTES: Record<string, Route> = { 'GET ': moto(listBuckets, 's3:ListAllMyBuckets') };

const namesOf = (scope: string, routes: Record<string, Route>): string[] =>
  Object.keys(routes).map((name) => `${scope} ${name}`.trim());

/** Every request that is answered but for settings of buckets: `object GET acl`, `bucket PUT`, `account GET`. */
export const S3_REQUESTS: readonly string[] = [
  ...namesOf('object', OBJECT_ROUTES),
  ...namesOf('bucket', BUCKET_ROUTES),
  ...namesOf('account', SERVICE_ROUTES),
];

/** Sub-resources of objects that exist in S3, and not here because a bucket has no object lock. */
const LOCKS = ['retention', 'legal-hold'];

/** Query parameters that say how, not what. */
const PLAIN =
  /^(x-.*|response-.*|prefix|delimiter|marker|max-(keys|parts|uploads|buckets)|encoding-type|start-after|continuation-token|fetch-owner|key-marker|version-id-marker|upload-id-marker|part-number-marker|partNumber|versionId|id|bucket-region|AWSAccessKeyId|Signature|Expires)$/i;

/**
 * The operation that a request names by its method, its sub-resource and its headers.
 * @throws AwsError MethodNotAllowed, and NotImplemented for a sub-resource that is not there: taken for a plain PUT, it
 *   would overwrite the object
 */
export function routeOf(request: S3Request): Route {
  const { http, bucket, key, query, headers } = request;
  const resources = [...new Set(query.keys())].filter((name) => !PLAIN.test(name));
  if (resources.length > 1) throw invalidRequest(`Conflicting query parameters: ${resources.join(', ')}`);
  const [resource = ''] = resources;
  if (bucket === '') return find(SERVICE_ROUTES, http.method, resource);
  if (key === '') {
    const route = BUCKET_ROUTES[`${http.method} ${resource}`] ?? settingRoute(http.method, resource, query);
    return route ?? find(BUCKET_ROUTES, http.method, resource);
  }
  if (LOCKS.includes(resource)) throw invalidRequest('Bucket is missing Object Lock Configuration');
  const copies = http.method === 'PUT' && headers['x-amz-copy-source'] !== undefined;
  return find(OBJECT_ROUTES, http.method, copies ? `${resource} copy`.trim() : resource);
}

function settingRoute(method: string, resource: string, query: URLSearchParams): Route | undefined {
  if (!Object.hasOwn(BUCKET_SETTINGS, resource)) return undefined;
  const setting: BucketSetting = BUCKET_SETTINGS[resource]!;
  const isMethod = (name: string): name is 'GET' | 'PUT' | 'DELETE' =>
    ['GET', 'PUT', 'DELETE'].includes(name);
  if (!isMethod(method)) return undefined;
  const found = method === 'GET' && !query.has('id') ? (setting.list ?? setting.GET) : setting[method];
  return found && moto(bucketSetting(found.operation), found.action);
}

function find(routes: Record<string, Route>, method: string, resource: string): Route {
  const name = `${method} ${resource}`;
  if (Object.hasOwn(routes, name)) return routes[name]!;
  if (resource !== '') throw notImplemented(`${method} ?${resource}`);
  throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
    Method: method,
  });
}
