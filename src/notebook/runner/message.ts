import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** A message of the Jupyter protocol, version 5.3. */
export interface Message {
  header: Header;
  /** The header of the request that this belongs to; empty for a request. */
  parent: Partial<Header>;
  metadata: Record<string, unknown>;
  content: Record<string, unknown>;
}

interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  /** ISO 8601 */
  date: string;
  version: string;
}

/** Ends the routing prefix (Jupyter messaging, "The wire protocol"). */
const DELIMITER = '<IDS|MSG>';

/** A message that is not the protocol's, or that somebody else signed. */
class BadMessage extends Error {
  override readonly name = 'BadMessage';
}

/** A new request. */
export function request(type: string, content: Message['content'], session: string): Message {
  return {
    header: {
      msg_id: randomUUID(),
      msg_type: type,
      session,
      username: 'lakehouse',
      date: new Date().toISOString(),
      version: '5.3',
    },
    parent: {},
    metadata: {},
    content,
  };
}

/** The frames of a message, signed with the connection's key. */
export function encode({ header, parent, metadata, content }: Message, key: string): string[] {
  const parts = [header, parent, metadata, content].map((part) => JSON.stringify(part));
  return [DELIMITER, sign(parts, key), ...parts];
}

/** @throws BadMessage when a part is missing or the signature is not the key's */
export function decode(frames: readonly Buffer[], key: string): Message {
  const start = frames.findIndex((frame) => frame.equals(Buffer.from(DELIMITER)));
  const [signature, ...parts] = start < 0 ? [] : frames.slice(start + 1);
  if (!signature || parts.length < 4) throw new BadMessage('a message of the kernel lacks parts');
  const right = Buffer.from(sign(parts, key));
  if (right.length !== signature.length || !timingSafeEqual(right, signature))
    throw new BadMessage('a message of the kernel has a wrong signature');
  const [header, parent, metadata, content] = parts.slice(0, 4).map((part) => JSON.parse(part.toString()));
  return { header, parent, metadata, content };
}

/** HMAC-SHA256 over the serialized parts, in hexadecimal. */
function sign(parts: readonly (string | Buffer)[], key: string): string {
  const sum = createHmac('sha256', key);
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
}
