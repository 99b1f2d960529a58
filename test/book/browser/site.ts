import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ipynb': 'application/x-ipynb+json',
};

export interface Site {
  origin: string;
  close(): Promise<void>;
}

/** Serves a built book as a host of pages does: compressed, folders by their `index.html`, 404 for what is not there. */
export async function serveSite(folder: string): Promise<Site> {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const wanted = path.join(folder, path.normalize(decodeURIComponent(pathname)));
    const file = fs.statSync(wanted, { throwIfNoEntry: false })?.isDirectory()
      ? path.join(wanted, 'index.html')
      : wanted;
    const found = fs.existsSync(file);
    const body = gzipSync(fs.readFileSync(found ? file : path.join(folder, '404.html')));
    response.writeHead(found ? 200 : 404, {
      'content-type': (found ? TYPES[path.extname(file)] : TYPES['.html']) ?? 'application/octet-stream',
      'content-encoding': 'gzip',
      'content-length': body.length,
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
