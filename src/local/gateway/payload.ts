import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { AwsError } from '../errors';
import { hmac, sha256 } from './canonicalRequest';
import { sameText, type Verified } from './signature';

const EMPTY = sha256('');
const MAX_LINE = 16 * 1024;
const wrong = () =>
  new AwsError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    400,
  );

/** Passes a body through and holds it against its SHA-256 at the end. */
export class HashedPayload extends Transform {
  readonly #hash = createHash('sha256');

  constructor(private readonly expected: string) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(sameText(this.#hash.digest('hex'), this.expected) ? null : wrong());
  }
}

/** How an `aws-chunked` body is framed: whether its chunks are signed, and whether headers follow it. */
export interface ChunkedMode {
  signed: boolean;
  trailer: boolean;
}

export const CHUNKED: Record<string, ChunkedMode> = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, trailer: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, trailer: true },
};

/**
 * Takes the `aws-chunked` framing off a body and checks each chunk's signature as it ends. Source: S3, "Signature
 * calculations for the Authorization header: transferring payload in multiple chunks".
 */
export class ChunkedPayload extends Transform {
  readonly trailers: Record<string, string> = {};
  #buffer: Buffer = Buffer.alloc(0);
  #left = 0;
  #state: 'size' | 'data' | 'end of data' | 'trailer' | 'done' = 'size';
  #signature = '';
  #previous: string;
  #hash = createHash('sha256');
  #trailerText = '';
  #size = 0;

  constructor(
    private readonly mode: ChunkedMode,
    private readonly claim: Verified,
    /** `x-amz-decoded-content-length`. Bytes. */
    private readonly length: number,
  ) {
    super();
    this.#previous = claim.signature;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    try {
      while (this.#step());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    if (this.#state !== 'done' && !(this.#state === 'trailer' && !this.mode.trailer))
      done(new AwsError('IncompleteBody', 'The request body terminated unexpectedly', 400));
    else if (this.#size !== this.length)
      done(
        new AwsError(
          'IncompleteBody',
          'You did not provide the number of bytes specified by the Content-Length HTTP header',
          400,
        ),
      );
    else done();
  }

  /** @returns whether there may be more to do with what has come */
  #step(): boolean {
    switch (this.#state) {
      case 'size':
        return this.#readSize();
      case 'data':
        return this.#readData();
      case 'end of data': {
        if (this.#buffer.length < 2) return false;
        if (this.#buffer[0] !== 13 || this.#buffer[1] !== 10) throw malformed();
        this.#buffer = this.#buffer.subarray(2);
        this.#state = 'size';
        return true;
      }
      case 'trailer':
        return this.#readTrailer();
      case 'done':
        if (this.#buffer.length > 0 && this.#buffer.toString('latin1').trim() !== '') throw malformed();
        return false;
    }
  }

  #line(): string | undefined {
    const end = this.#buffer.indexOf('\r\n');
    if (end < 0) {
      if (this.#buffer.length > MAX_LINE) throw malformed();
      return undefined;
    }
    const line = this.#buffer.subarray(0, end).toString('latin1');
    this.#buffer = this.#buffer.subarray(end + 2);
    return line;
  }

  #readSize(): boolean {
    const line = this.#line();
    if (line === undefined) return false;
    const fields = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
    if (!fields || (this.mode.signed && !fields[2])) throw malformed();
    this.#left = Number.parseInt(fields[1]!, 16);
    this.#signature = fields[2] ?? '';
    this.#hash = createHash('sha256');
    if (this.#left > 0) this.#state = 'data';
    else {
      this.#endChunk();
      this.#state = 'trailer';
    }
    return true;
  }

  #readData(): boolean {
    const data = this.#buffer.subarray(0, this.#left);
    if (data.length === 0) return false;
    this.#buffer = this.#buffer.subarray(data.length);
    this.#left -= data.length;
    this.#size += data.length;
    if (this.mode.signed) this.#hash.update(data);
    this.push(data);
    if (this.#left > 0) return false;
    this.#endChunk();
    this.#state = 'end of data';
    return true;
  }

  #endChunk(): void {
    if (!this.mode.signed) return;
    const { claim } = this;
    const text = [
      'AWS4-HMAC-SHA256-PAYLOAD',
      claim.timestamp,
      this.#scope(),
      this.#previous,
      EMPTY,
      this.#hash.digest('hex'),
    ].join('\n');
    this.#check(text);
  }

  #scope = (): string => `${this.claim.date}/${this.claim.region}/${this.claim.service}/aws4_request`;

  #check(text: string): void {
    if (!sameText(hmac(this.claim.key, text).toString('hex'), this.#signature))
      throw new AwsError(
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
        403,
      );
    this.#previous = this.#signature;
  }

  #readTrailer(): boolean {
    const line = this.#line();
    if (line === undefined) return false;
    if (line === '') {
      if (this.mode.signed && this.mode.trailer && this.#trailerText !== '') throw malformed();
      this.#state = 'done';
      return true;
    }
    const at = line.indexOf(':');
    if (!this.mode.trailer || at < 0) throw malformed();
    const [name, value] = [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
    if (name === 'x-amz-trailer-signature') {
      this.#signature = value;
      this.#check(
        [
          'AWS4-HMAC-SHA256-TRAILER',
          this.claim.timestamp,
          this.#scope(),
          this.#previous,
          sha256(this.#trailerText),
        ].join('\n'),
      );
      this.#trailerText = '';
    } else {
      this.trailers[name] = value;
      this.#trailerText += `${name}:${value}\n`;
    }
    return true;
  }
}

const malformed = () =>
  new AwsError('InvalidRequest', 'The aws-chunked body of the request is not well formed', 400);
