import type { Call } from '../call';
import { AwsError } from '../errors';
import { conditionsOf } from './conditionKeys';
import { invalidRequest, malformedXml } from './errors';
import { Digests } from './objects/digests';
import type { S3Operation } from './s3Operation';
import { objectArn } from './wire/arns';
import { promised } from './wire/payload';
import type { S3Request } from './wire/s3Request';
import { parseXml, readBody, type XmlElements, xmlResponse } from './wire/xml';

interface Wanted {
  key: string;
  versionId?: string;
}

/** Deletes up to 1,000 keys. Each is authorized for itself, and one that is refused is told in its own entry. */
export const deleteObjects: S3Operation = async (request, call) => {
  const { bucket } = request;
  const { wanted, quiet } = await wantedOf(request);
  const errors: XmlElements[] = [];
  const allowed: Wanted[] = [];
  const refusals = await Promise.all(wanted.map((one) => refusal(one, request, call)));
  refusals.forEach((error, i) => {
    const { key, versionId } = wanted[i]!;
    if (!error) allowed.push(wanted[i]!);
    else errors.push({ Key: key, VersionId: versionId, Code: error.code, Message: error.message });
  });
  await call.account.objects.delete(
    bucket,
    allowed.map(({ key }) => key),
  );
  return xmlResponse('DeleteResult', {
    Deleted: quiet ? [] : allowed.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })),
    Error: errors,
  });
};

async function wantedOf(request: S3Request): Promise<{ wanted: Wanted[]; quiet: boolean }> {
  const promise = promised(request);
  if (request.headers['content-md5'] === undefined && promise.checksums.length === 0) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  const body = await readBody(request.http);
  const digests = new Digests(promise.checksums);
  digests.update(body);
  promise.accept(digests);
  const document = parseXml(body.toString(), 'Delete');
  const wanted = document.children('Object').map((object) => {
    const key = object.text('Key');
    if (!key) throw malformedXml();
    return { key, versionId: object.text('VersionId') };
  });
  if (wanted.length === 0 || wanted.length > 1000) throw malformedXml();
  return { wanted, quiet: document.text('Quiet') === 'true' };
}

async function refusal(
  { key, versionId }: Wanted,
  request: S3Request,
  call: Call,
): Promise<AwsError | undefined> {
  const action = versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
  const version = versionId === undefined ? undefined : { 's3:VersionId': versionId };
  try {
    await call.authorize(action, objectArn(request.bucket, key), {
      ...conditionsOf(request, action),
      ...version,
    });
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
  if (versionId !== undefined && versionId !== 'null') {
    return new AwsError('NoSuchVersion', 'The specified version does not exist.', 404);
  }
  return undefined;
}
