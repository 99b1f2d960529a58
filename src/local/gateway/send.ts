import type http from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HttpResponse } from '../http';

/** Writes an answer. @param method HEAD: its body is left out */
export async function send(
  response: http.ServerResponse,
  answer: HttpResponse,
  method: string,
): Promise<void> {
  const { body } = answer;
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (method === 'HEAD') {
    if (body instanceof Readable) body.destroy();
    response.end();
  } else if (body instanceof Readable) await pipeline(body, response);
  else {
    if (answer.status !== 204 && answer.status !== 304)
      response.setHeader('content-length', Buffer.byteLength(body ?? ''));
    response.end(body);
  }
}
