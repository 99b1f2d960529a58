import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Chunks, lookAtSite } from '../../src/book/builtSite';

const NO_CHUNKS: Chunks = { routes: {}, manifest: { origins: {}, assets: {} } };
let site: string;
beforeEach(() => {
  site = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-site-'));
});
afterEach(() => {
  fs.rmSync(site, { recursive: true, force: true });
});

function write(name: string, content: string | Buffer): string {
  fs.mkdirSync(path.dirname(path.join(site, name)), { recursive: true });
  fs.writeFileSync(path.join(site, name), content);
  return name;
}
const problems = (html: string, baseUrl = '/'): string[] => {
  write('index.html', `<!doctype html><html><body>${html}</body></html>`);
  return lookAtSite(site, baseUrl, NO_CHUNKS).problems.map(({ problem }) => problem);
};

test('a page weighs what is sent of it and of all that it loads, each once', () => {
  const html =
    '<link rel="stylesheet" href="/s.css"><script src="/a.js"></script><script src="/a.js"></script><img src="/p.png" alt="">';
  const picture = randomBytes(5000);
  write('s.css', 'b{color:red}'.repeat(100));
  write('a.js', 'let x = 1;'.repeat(100));
  write('p.png', picture);
  write('page/index.html', html);
  const sent = [html, 'b{color:red}'.repeat(100), 'let x = 1;'.repeat(100)].map(
    (text) => gzipSync(text).length,
  );
  expect(lookAtSite(site, '/', NO_CHUNKS).weights).toEqual([
    { page: 'page/', bytes: sent.reduce((a, b) => a + b) + picture.length },
  ]);
});

test('the scripts that a page loads later are counted by its route', () => {
  write('chunk.js', randomBytes(1000).toString('hex'));
  write('other.js', randomBytes(1000).toString('hex'));
  write('a/index.html', 'a');
  write('b/index.html', 'b');
  const chunks: Chunks = {
    routes: { '/a/-1f3': { __comp: 'frame', content: 'text' }, '/b/-0a0': { content: 'none' } },
    manifest: {
      origins: { text: [7], frame: [] },
      assets: { 7: { js: [{ file: 'chunk.js' }] }, 8: { js: [{ file: 'other.js' }] } },
    },
  };
  const weights = Object.fromEntries(
    lookAtSite(site, '/', chunks).weights.map(({ page, bytes }) => [page, bytes]),
  );
  const chunk = gzipSync(fs.readFileSync(path.join(site, 'chunk.js'))).length;
  expect(weights['a/']! - weights['b/']!).toBe(chunk);
});

test('a page that is too heavy is a problem', () => {
  write('heavy.js', randomBytes(2000).toString('hex'));
  write('index.html', '<script src="/heavy.js"></script>');
  const [problem] = lookAtSite(site, '/', NO_CHUNKS, 500).problems;
  expect(problem!.problem).toMatch(/^it weighs \d+ bytes on the wire, more than 500$/);
});

test.each([
  ['a script', '<script src="https://example.org/a.js"></script>'],
  ['a picture', '<img alt="x" src="//example.org/a.png">'],
  ['one of many pictures', '<img alt="x" srcset="https://example.org/a.png 2x">'],
  ['a style sheet', '<link rel="stylesheet" href="https://example.org/a.css">'],
  ['a line opened early', '<link rel="preconnect" href="https://example.org">'],
  ['a frame', '<iframe src="https://example.org"></iframe>'],
  ['a background', '<b style="background:url(https://example.org/a.png)">x</b>'],
])('%s of another host is a problem', (_what, html) => {
  expect(problems(html)).toEqual([expect.stringMatching(/^it loads .*example\.org.* from another host$/)]);
});

test('a style sheet that loads from another host is a problem', () => {
  write('s.css', '@font-face{src:url("https://example.org/f.woff2")} @import "//example.org/x.css";');
  expect(problems('<link rel="stylesheet" href="/s.css">')).toEqual([
    'its styles load https://example.org/f.woff2 from another host',
    'its styles load //example.org/x.css from another host',
  ]);
});

test('links to other sites are for the reader to click, and no problem', () => {
  expect(
    problems('<a href="https://example.org">x</a><link rel="canonical" href="https://example.org/x">'),
  ).toEqual([]);
});

test('what is loaded must be there, wherever the site is read', () => {
  write('img/a.svg', '<svg/>');
  expect(problems('<img alt="" src="/book/img/a.svg"><img alt="" src="/book/img/b.svg">', '/book/')).toEqual([
    'it loads /book/img/b.svg, which is not there',
  ]);
});

test('a picture needs a text; an empty one says that it adds nothing', () => {
  write('a.png', 'x');
  expect(problems('<img src="/a.png"><img src="/a.png" alt=""><img src="/a.png" alt="A house">')).toEqual([
    'the picture /a.png has no alternative text',
  ]);
});
