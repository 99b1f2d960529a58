import { preconditionFailed } from '../errors';
import type { StoredObject } from '../objectStore';
import { etagMatches } from '../objects/objectIndex';

/**
 * Judges the conditions of a read (RFC 9110, and S3's table for several of them: If-Match wins over If-Unmodified-Since,
 * If-None-Match over If-Modified-Since).
 * @returns whether the client's copy is still good (304). @throws AwsError PreconditionFailed
 */
export function isNotModified(headers: Record<string, string>, object: StoredObject): boolean {
  const seconds = Math.floor(object.lastModified.getTime() / 1000) * 1000;
  if (headers['if-match'] !== undefined) {
    if (!etagMatches(headers['if-match'], object.etag)) throw preconditionFailed('If-Match');
  } else if (seconds > time(headers['if-unmodified-since'])) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (headers['if-none-match'] !== undefined) return etagMatches(headers['if-none-match'], object.etag);
  return seconds <= time(headers['if-modified-since']);
}

/** The same conditions on the source of a copy, where "not modified" is a failure too. @throws AwsError PreconditionFailed */
export function checkCopySource(headers: Record<string, string>, source: StoredObject): void {
  const prefix = 'x-amz-copy-source-';
  const conditions = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );
  if (isNotModified(conditions, source)) {
    throw preconditionFailed(
      conditions['if-none-match'] === undefined
        ? 'x-amz-copy-source-If-Modified-Since'
        : 'x-amz-copy-source-If-None-Match',
    );
  }
}

/** NaN, which no comparison holds for, when there is no date or it is none. */
function time(header: string | undefined): number {
  return header === undefined ? Number.NaN : Date.parse(header);
}
