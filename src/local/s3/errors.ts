import { AwsError } from '../errors';

/** An address that no S3 object can have: a location of another file system, or none at all. */
export class NotS3Address extends AwsError {
  /** `hdfs` of `hdfs://…`; empty where there is none. */
  readonly scheme: string;

  constructor(uri: string) {
    super('InvalidInputException', `not an S3 address: ${uri}`);
    this.name = 'NotS3Address';
    this.scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1] ?? '';
  }
}

/** S3's errors with its texts (S3 API reference, "List of error codes"); the fields become elements of the XML. */
export function noSuchBucket(bucket: string): AwsError {
  return new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket });
}

export function noSuchKey(key: string): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
}

export function noSuchUpload(uploadId: string): AwsError {
  return new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
    { UploadId: uploadId },
  );
}

export function bucketNotEmpty(bucket: string): AwsError {
  return new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, {
    BucketName: bucket,
  });
}

/** @param condition the header that did not hold, such as `If-Match` */
export function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
    {
      Condition: condition,
    },
  );
}

export function invalidRange(requested: string, size: number): AwsError {
  return new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
    RangeRequested: requested,
    ActualObjectSize: String(size),
  });
}

export function keyTooLong(key: string): AwsError {
  return new AwsError('KeyTooLongError', 'Your key is too long', 400, {
    Size: String(Buffer.byteLength(key)),
    MaxSizeAllowed: '1024',
  });
}

export function accessDenied(): AwsError {
  return new AwsError('AccessDenied', 'Access Denied', 403);
}

export function malformedXml(): AwsError {
  return new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

export function invalidArgument(message: string, name: string, value: string): AwsError {
  return new AwsError('InvalidArgument', message, 400, { ArgumentName: name, ArgumentValue: value });
}

export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequest', message);
}

/** What S3 has and the local account has not. S3 itself answers 501, which clients take for a passing trouble and retry. */
export function notImplemented(what: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `A header you provided implies functionality that is not implemented: ${what}`,
  );
}
