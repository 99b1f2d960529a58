/** A request as it came, its signature already verified. */
export interface WireRequest {
  method: string;
  /** As sent: percent-encoded, without the query. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
}

/** Parameters of a presigned URL: they say who asks, not what for. */
const SIGNING =
  /^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token|Content-Sha256)$/i;

/** The query without what belongs to the signature. */
export const ownQuery = (query: URLSearchParams): [name: string, value: string][] =>
  [...query].filter(([name]) => !SIGNING.test(name));
