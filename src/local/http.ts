import type { Readable } from 'node:stream';

/** A request as it came over the wire, its signature verified. */
export interface HttpRequest {
  method: string;
  /** As sent: still percent-encoded. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string>;
  /**
   * The payload itself: `aws-chunked` framing is taken off, its chunk signatures and `x-amz-content-sha256` are
   * checked while it is read; a mismatch destroys the stream with an AwsError.
   */
  body: Readable;
  /** Trailing headers of an `aws-chunked` body; complete once `body` has ended. */
  trailers(): Record<string, string>;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body?: string | Uint8Array | Readable;
}
