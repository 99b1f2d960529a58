import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type S3Server, startS3Server } from './s3Server';

let server: S3Server;
beforeAll(async () => {
  server = await startS3Server();
  server.settings.buckets.set('lake', new Map());
  await server.objects.createBucket('lake');
  await server.objects.put('lake', 'a.txt', Buffer.from('hello'));
});
afterAll(() => server.close());

const PARAMETERS = [
  ['response-content-type', 'content-type'],
  ['response-cache-control', 'cache-control'],
  ['response-content-disposition', 'content-disposition'],
  ['response-content-encoding', 'content-encoding'],
  ['response-content-language', 'content-language'],
  ['response-expires', 'expires'],
] as const;
const fetched = (parameter: string, value: string, method = 'GET') =>
  fetch(`${server.endpoint}/lake/a.txt?${parameter}=${value}`, { method });

describe.each(PARAMETERS)('%s', (parameter, header) => {
  test.each([
    ['what Latin-1 has not', '%E2%82%AC'],
    ['a line break', 'a%0D%0AX-Evil%3A%201'],
    ['a line feed', 'a%0Ab'],
    ['a control character', 'a%01b'],
    ['NUL', '%00'],
    ['DEL', '%7F'],
    ['an emoji', '%F0%9F%98%80'],
  ])('refuses %s', async (_, value) => {
    const answer = await fetched(parameter, value);
    expect(answer.status).toBe(400);
    const body = await answer.text();
    expect(body).toContain('<Code>InvalidArgument</Code>');
    expect(body).toContain('Header value cannot be represented using ISO-8859-1.');
    expect(body).toContain(`<ArgumentName>${parameter}</ArgumentName>`);
    expect(answer.headers.get('x-evil')).toBeNull();
    expect((await fetched(parameter, value, 'HEAD')).status).toBe(400);
  });

  test('takes what a header can hold', async () => {
    const value = header === 'content-encoding' ? 'identity' : 'text/x%3B%20q%3D%22%C3%A9%22';
    const answer = await fetched(parameter, value);
    expect(answer.status).toBe(200);
    expect(answer.headers.get(header)).toBe(header === 'content-encoding' ? 'identity' : 'text/x; q="é"');
  });
});

describe('headers that an object keeps', () => {
  test.each([
    'x-amz-meta-note',
    'content-type',
    'content-disposition',
    'content-encoding',
    'cache-control',
    'content-language',
    'expires',
    'x-amz-website-redirect-location',
    'x-amz-server-side-encryption-aws-kms-key-id',
  ])('%s is refused where no answer could tell it', async (name) => {
    for (const value of ['a\r\nb', 'a\u0001', '€']) {
      await expect(
        server.send({ method: 'PUT', path: '/lake/b.txt', headers: { [name]: value }, payload: 'x' }),
      ).rejects.toMatchObject({ code: 'InvalidArgument', status: 400 });
    }
  });

  test('bytes beyond ASCII come back as they went in', async () => {
    const headers = {
      'x-amz-meta-note': 'caf\u00c3\u00a9',
      'content-disposition': 'attachment; filename="\u00e9"',
    };
    await server.send({ method: 'PUT', path: '/lake/c.txt', headers, payload: 'x' });
    const answer = await fetch(`${server.endpoint}/lake/c.txt`);
    expect(answer.status).toBe(200);
    for (const [name, value] of Object.entries(headers)) expect(answer.headers.get(name)).toBe(value);
  });

  test.each(['a=%E2%82%AC', 'a=%0D%0A', '%01=a', 'a=%zz'])(
    'tags that S3 refuses are refused: %s',
    async (tags) => {
      const put = server.send({
        method: 'PUT',
        path: '/lake/d.txt',
        headers: { 'x-amz-tagging': tags },
        payload: 'x',
      });
      await expect(put).rejects.toMatchObject({ status: 400 });
    },
  );
});
