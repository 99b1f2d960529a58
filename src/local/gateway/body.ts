import type { IncomingMessage } from 'node:http';
import { AwsError } from '../errors';

/** More than any operation that is answered from memory takes. Bytes. */
const LIMIT = 16 * 2 ** 20;

/** Reads a whole body. @throws AwsError RequestEntityTooLarge */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LIMIT)
      throw new AwsError('RequestEntityTooLargeException', 'The body of the request is too large.', 413);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
