import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { venvPython } from '../../../scripts/setup/install.mjs';
import { Moto } from '../../../src/local/moto/moto';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-legacy-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** An entry of version 1: the request as moto got it. */
function entry(sequence: number, service: string, headers: Record<string, string>, body: string, at = '/') {
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  return {
    sequence,
    at: 1_780_000_000_000,
    method: at === '/' ? 'POST' : 'PUT',
    path: at,
    headers: { host: 'localhost', authorization, ...headers },
    body: Buffer.from(body).toString('base64'),
  };
}

function framed(value: object): Buffer {
  const data = Buffer.from(JSON.stringify(value));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  return Buffer.concat([head, createHash('sha256').update(data).digest().subarray(0, 8), data]);
}

const open = () => {
  const root = path.resolve(__dirname, '../../..');
  return Moto.open({
    python: process.env.LAKEHOUSE_PYTHON || venvPython(root),
    launcher: path.join(root, 'src/local/moto/launcher'),
    folder,
  });
};
const roles = async (moto: Moto) =>
  (
    await moto.call({
      service: 'iam',
      model: 'iam',
      operation: 'ListRoles',
      input: {},
      region: 'us-east-1',
      protocol: 'query',
    })
  ).body.toString('utf8');

test('a journal of version 1 is read as claims, written anew, and gives the same at the next start', {
  timeout: 60_000,
}, async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const lifecycle =
    '<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Filter><Prefix>a</Prefix></Filter><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>';
  const journal = [
    entry(
      1,
      'iam',
      form,
      'Action=CreateRole&Version=2010-05-08&RoleName=old&AssumeRolePolicyDocument=%7B%7D',
    ),
    entry(2, 'kms', { 'x-amz-target': 'TrentService.CreateKey' }, '{"Description":"old"}'),
    entry(3, 's3', {}, '', '/lake'),
    entry(4, 's3', {}, lifecycle, '/lake?lifecycle'),
  ];
  fs.writeFileSync(path.join(folder, 'journal'), Buffer.concat(journal.map(framed)));
  const moto = await open();
  const before = await roles(moto);
  expect(before).toContain('<RoleName>old</RoleName>');
  // Should its entries go, that is told, as for a journal that began in this version.
  expect(fs.existsSync(path.join(folder, 'journal.begun'))).toBe(true);
  const rules = await moto.call({
    service: 's3',
    model: 's3',
    operation: 'GetBucketLifecycleConfiguration',
    input: { Bucket: 'lake' },
    region: 'us-east-1',
    protocol: 'rest-xml',
  });
  expect(rules.body.toString('utf8')).toContain('<ID>r</ID>');
  await moto.close();

  expect(fs.existsSync(path.join(folder, 'journal'))).toBe(false);
  const text = fs.readFileSync(path.join(folder, 'journal.log'), 'utf8');
  expect(text.match(/"version":3/g)).toHaveLength(4);
  expect(text).not.toContain('Credential=');
  const again = await open();
  expect((await roles(again)).replace(/<RequestId>.*?</, '')).toBe(before.replace(/<RequestId>.*?</, ''));
  await again.close();
});

test('a journal of version 2 is taken over, and damage in it loses one call only', {
  timeout: 60_000,
}, async () => {
  const claim = (name: string) => ({
    service: 'iam',
    model: 'iam',
    operation: 'CreateRole',
    input: { RoleName: name, AssumeRolePolicyDocument: '{}' },
    region: 'us-east-1',
    protocol: 'query',
  });
  const frames = ['first', 'second', 'third'].map((name, index) =>
    framed({ version: 2, sequence: index + 1, at: 1_780_000_000_000, host: 'localhost', claim: claim(name) }),
  );
  frames[1]![60]! ^= 4;
  fs.writeFileSync(path.join(folder, 'journal'), Buffer.concat(frames));
  for (let start = 0; start < 2; start++) {
    const moto = await open();
    const names = [...(await roles(moto)).matchAll(/<RoleName>(.*?)</g)].map(([, name]) => name);
    expect(names.sort()).toEqual(['first', 'third']);
    if (start === 0)
      expect(moto.warnings().join(' ')).toMatch(/journal\.damaged.*The entries 2 of moto's journal/s);
    await moto.close();
  }
});
