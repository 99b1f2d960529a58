import { taggingAuthorization } from './authorization';
import { noSuchKey } from './errors';
import { Digests } from './objects/digests';
import type { S3Operation } from './s3Operation';
import { promised } from './wire/payload';
import { tagsOfXml, tagsToXml } from './wire/tags';
import { parseXml, readBody, xmlResponse } from './wire/xml';

export const getObjectTagging: S3Operation = async ({ bucket, key }, call) => {
  const object = await call.account.objects.head(bucket, key);
  if (!object) throw noSuchKey(key);
  return xmlResponse('Tagging', tagsToXml(object.tags));
};

export const putObjectTagging: S3Operation = async (request, call) => {
  const promise = promised(request);
  const body = await readBody(request.http);
  const digests = new Digests(promise.checksums);
  digests.update(body);
  promise.accept(digests);
  const tags = tagsOfXml(parseXml(body.toString(), 'Tagging'));
  const { action, resource, context } = taggingAuthorization(request, tags);
  await call.authorize(action, resource, context);
  await call.account.objects.tag(request.bucket, request.key, tags);
  return { status: 200, headers: {} };
};

export const deleteObjectTagging: S3Operation = async ({ bucket, key }, call) => {
  await call.account.objects.tag(bucket, key, {});
  return { status: 204, headers: {} };
};
