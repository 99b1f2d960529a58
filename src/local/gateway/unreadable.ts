import type { Duplex } from 'node:stream';

/** What is said of bytes that are no request, in S3's words: which service they were meant for is not known. */
const ERRORS: Record<string, [code: string, message: string]> = {
  HPE_HEADER_OVERFLOW: [
    'RequestHeaderSectionTooLarge',
    'The request header and query parameters used to make the request exceed the maximum allowed size.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    'RequestTimeout',
    'Your socket connection to the server was not read from or written to within the timeout period.',
  ],
};

/** Answers a client whose bytes cannot be read as a request, and ends its connection. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [code, message] = ERRORS[error.code ?? ''] ?? [
    'BadRequest',
    'An error occurred when parsing the HTTP request.',
  ];
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/xml\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}
