import type { Call } from '../call';
import { AwsError } from '../errors';
import { invalidRequest, malformedXml } from './errors';
import type { StoredObject } from './objectStore';
import { type Checksum, compositeChecksum, type Digests } from './objects/digests';
import type { Part, Upload, UploadName } from './objects/uploads';
import type { S3Operation } from './s3Operation';
import { encryptionOf, putConditions } from './wire/attributes';
import { checksumElements, checksumMismatch, wellFormed } from './wire/payload';
import { partNumberOf } from './wire/range';
import type { S3Request } from './wire/s3Request';
import { parseXml, readBody, type XmlNode, xmlResponse } from './wire/xml';

/** Every part but the last has at least this many bytes. */
const MIN_PART = 5 * 1024 * 1024;

export const completeMultipartUpload: S3Operation = async (request, call) => {
  const { bucket, key, headers, query } = request;
  const name = { bucket, key, uploadId: query.get('uploadId') ?? '' };
  const sent = parseXml((await readBody(request.http)).toString(), 'CompleteMultipartUpload').children(
    'Part',
  );
  if (sent.length === 0) throw malformedXml();
  const object = (await completedBefore(name, call)) ?? (await complete(request, name, sent, call));
  return xmlResponse(
    'CompleteMultipartUploadResult',
    {
      Location: `http://${headers.host ?? 'localhost'}${request.path}`,
      Bucket: bucket,
      Key: key,
      ETag: object.etag,
      ...checksumElements(object.checksum),
    },
    encryptionOf(object.settings),
  );
};

/** A client that lost the answer asks again: the upload is gone, and its object is there. */
async function completedBefore(name: UploadName, call: Call): Promise<StoredObject | undefined> {
  const object = await call.account.objects.head(name.bucket, name.key);
  return object?.multipart?.uploadId === name.uploadId ? object : undefined;
}

async function complete(
  { headers }: S3Request,
  name: UploadName,
  sent: XmlNode[],
  call: Call,
): Promise<StoredObject> {
  const { uploads } = call.account.objects;
  const { checksum } = uploads.get(name);
  const parts = chosenParts(name, sent, uploads.parts(name), checksum);
  checkSize(headers, parts);
  const announced = checksum && headers[`x-amz-checksum-${checksum.algorithm.toLowerCase()}`];
  const type = headers['x-amz-checksum-type'];
  if (type !== undefined && type !== checksum?.type) {
    throw invalidRequest(
      `The upload was created using the ${checksum?.type ?? 'null'} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  return uploads.complete(name, parts, {
    conditions: putConditions(headers),
    checksum: checksum?.type === 'FULL_OBJECT' ? checksum.algorithm : undefined,
    accept: (digests) => checked(checksumOf(checksum, parts, digests), announced),
  });
}

function checksumOf(wanted: Upload['checksum'], parts: Part[], digests: Digests): Checksum | undefined {
  if (!wanted) return undefined;
  const { algorithm, type } = wanted;
  if (type === 'FULL_OBJECT') return { algorithm, type, value: digests.checksum(algorithm) };
  return compositeChecksum(
    algorithm,
    parts.map((part) => part.checksum!.value),
  );
}

function checked(checksum: Checksum | undefined, announced: string | undefined): Checksum | undefined {
  if (!checksum || announced === undefined) return checksum;
  const count = /-\d+$/.exec(checksum.value)?.[0] ?? '';
  wellFormed(checksum.algorithm, announced.replace(/-\d+$/, ''));
  // The number of parts may be left out.
  if (announced !== checksum.value && announced + count !== checksum.value) {
    throw checksumMismatch(checksum.algorithm);
  }
  return checksum;
}

/** The parts that a request names. @throws AwsError InvalidPartOrder, InvalidPart, EntityTooSmall, InvalidRequest */
function chosenParts(
  { uploadId }: UploadName,
  sent: XmlNode[],
  there: Part[],
  checksum: Upload['checksum'],
): Part[] {
  const byNumber = new Map(there.map((part) => [part.number, part]));
  let last = 0;
  const parts = sent.map((node) => {
    const number = partNumberOf(node.text('PartNumber') ?? '');
    if (number <= last) {
      throw new AwsError(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
        400,
        { UploadId: uploadId },
      );
    }
    last = number;
    const etag = node.text('ETag');
    if (etag === undefined) throw malformedXml();
    const part = byNumber.get(number);
    const sum = checksum && node.text(`Checksum${checksum.algorithm}`);
    if (
      !part ||
      part.etag.replaceAll('"', '') !== etag.trim().replaceAll('"', '') ||
      (sum !== undefined && sum !== part.checksum?.value)
    ) {
      throw new AwsError(
        'InvalidPart',
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        400,
        { UploadId: uploadId, PartNumber: String(number), ETag: etag.replaceAll('"', '') },
      );
    }
    if (checksum?.type === 'COMPOSITE' && sum === undefined) {
      throw invalidRequest(
        `The upload was created using a ${checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    }
    return part;
  });
  for (const part of parts.slice(0, -1)) {
    if (part.size < MIN_PART) {
      throw new AwsError(
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed size',
        400,
        {
          ProposedSize: String(part.size),
          MinSizeAllowed: String(MIN_PART),
          PartNumber: String(part.number),
          ETag: part.etag.replaceAll('"', ''),
        },
      );
    }
  }
  return parts;
}

function checkSize(headers: Record<string, string>, parts: Part[]): void {
  const announced = headers['x-amz-mp-object-size'];
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (announced !== undefined && announced !== String(size)) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${announced} does not match what was computed: ${size}`,
    );
  }
}
