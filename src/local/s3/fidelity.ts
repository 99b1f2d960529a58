import { assumed, documented, fidelity } from '../behaviour';
import { S3_REQUESTS } from './routes';

const API = 'S3 API reference';
const GUIDE = 'S3 user guide';
const SETTINGS = 'Settings of buckets';
const VERSIONS = 'AWS keeps versions in a bucket that asks for them.';

/** The API's names of what a request asks for. */
const NAMES: Readonly<Record<string, string>> = {
  'object GET': 'GetObject',
  'object GET acl': 'GetObjectAcl',
  'object GET attributes': 'GetObjectAttributes',
  'object GET tagging': 'GetObjectTagging',
  'object GET uploadId': 'ListParts',
  'object HEAD': 'HeadObject',
  'object PUT': 'PutObject',
  'object PUT copy': 'CopyObject',
  'object PUT acl': 'PutObjectAcl',
  'object PUT tagging': 'PutObjectTagging',
  'object PUT uploadId': 'UploadPart',
  'object PUT uploadId copy': 'UploadPartCopy',
  'object POST uploads': 'CreateMultipartUpload',
  'object POST uploadId': 'CompleteMultipartUpload',
  'object DELETE': 'DeleteObject',
  'object DELETE tagging': 'DeleteObjectTagging',
  'object DELETE uploadId': 'AbortMultipartUpload',
  'bucket GET': 'ListObjects',
  'bucket GET list-type': 'ListObjectsV2',
  'bucket GET versions': 'ListObjectVersions',
  'bucket GET uploads': 'ListMultipartUploads',
  'bucket POST delete': 'DeleteObjects',
  'bucket HEAD': 'HeadBucket',
  'bucket PUT': 'CreateBucket',
  'bucket DELETE': 'DeleteBucket',
  'bucket PUT versioning': 'PutBucketVersioning',
  'account GET': 'ListBuckets',
};

/** What is known of S3's operations. */
export const s3Fidelity = fidelity(
  'Amazon S3',
  'Objects are answered here, settings of buckets by moto. Objects have no versions, locks, replicas or events; Select, access points, inventories and batch jobs are not there: they answer 4xx.',
  [...S3_REQUESTS.map((request) => NAMES[request] ?? request), SETTINGS],
  {
    GetObject: [
      documented('Ranges, conditions, parts, and response headers from the query.', API),
      assumed(
        'A missing key, a missing bucket, a range that is outside: codes and texts.',
        'object-refusals',
      ),
      documented('Encryption is told as it was asked for; the bytes on the disk are not encrypted.', GUIDE, {
        differs: 'AWS encrypts every object, and asks KMS when it is read.',
      }),
    ],
    HeadObject: [documented('As GetObject, without a body.', API)],
    GetObjectAcl: [documented('Always the owner’s full control: buckets enforce their owner.', GUIDE)],
    PutObjectAcl: [
      documented('Takes only what changes nothing.', GUIDE),
      assumed('Another ACL: AccessControlListNotSupported with its text.', 'object-refusals'),
    ],
    GetObjectAttributes: [documented('ETag, checksum, parts, size, class.', API)],
    GetObjectTagging: [documented('Up to ten tags.', API)],
    PutObjectTagging: [documented('Replaces all tags.', API)],
    DeleteObjectTagging: [documented('Removes all tags.', API)],
    PutObject: [
      documented('Whole or not at all; If-Match and If-None-Match are held at the moment of the write.', API),
      assumed('A condition that does not hold: code and text.', 'object-conditions'),
      documented('Checksums (CRC32, CRC32C, CRC64NVME, SHA-1, SHA-256) are verified and kept.', API),
      assumed('A checksum that does not fit: code and text.', 'object-conditions'),
      documented('Customer keys (SSE-C) are refused.', API, { differs: 'AWS encrypts with them.' }),
    ],
    CopyObject: [
      documented('Directives for metadata and tags; conditions on the source.', API),
      assumed('A copy onto itself that changes nothing is refused with its text.', 'object-refusals'),
    ],
    DeleteObject: [documented('A missing key is no error.', API, { differs: VERSIONS })],
    DeleteObjects: [documented('Up to 1,000 keys, each authorized for itself.', API)],
    ListObjects: [documented('Prefix, delimiter, marker; at most 1,000 keys in order of their bytes.', API)],
    ListObjectsV2: [
      documented('Prefix, delimiter, start-after, tokens.', API),
      assumed('A token that is none: code and text.', 'object-refusals'),
    ],
    ListObjectVersions: [documented('One version of each, `null`.', API, { differs: VERSIONS })],
    CreateMultipartUpload: [documented('With attributes, tags and the kind of checksum.', API)],
    UploadPart: [
      documented('Part numbers from 1 to 10,000.', API),
      assumed('An upload that is not there: code and text.', 'multipart-refusals'),
    ],
    UploadPartCopy: [documented('Ranges of a source.', API)],
    CompleteMultipartUpload: [
      documented('Parts but the last have 5 MiB at least; asked again, it answers the same.', API),
      assumed('Parts that are missing, too small or out of order: codes and texts.', 'multipart-refusals'),
    ],
    AbortMultipartUpload: [assumed('An upload that is not there: code and text.', 'multipart-refusals')],
    ListParts: [documented('In the order of their numbers.', API)],
    ListMultipartUploads: [documented('In the order of keys and times.', API)],
    ListBuckets: [documented('All buckets of the account.', API)],
    HeadBucket: [documented('404 for a bucket that is not there.', API)],
    CreateBucket: [
      assumed('A bucket that one has already, and a name that is none.', 'bucket-refusals'),
      documented('Names are of the account alone.', API, {
        differs: 'On AWS a bucket’s name is taken for the whole world.',
      }),
      documented('Object lock is refused.', API, { differs: 'AWS has object lock.' }),
    ],
    DeleteBucket: [
      documented('Only an empty bucket.', API),
      assumed('The text of that refusal.', 'bucket-refusals'),
    ],
    PutBucketVersioning: [documented('Enabled is refused.', API, { differs: VERSIONS })],
    [SETTINGS]: [
      documented(
        'Kept by moto and told back; policies and the default encryption count, the rest does not act.',
        API,
        {
          differs: 'Lifecycle rules expire, notifications notify, public access is blocked.',
        },
      ),
    ],
  },
);
