import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Moto, type MotoAnswer } from '../../../src/local/moto/moto';
import { projectRoot } from '../../../src/target/project';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-replay-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const open = (name: string) =>
  Moto.open({
    python: path.join(projectRoot(), '.venv', 'bin', 'python'),
    launcher: path.join(projectRoot(), 'src', 'local', 'moto', 'launcher'),
    folder: path.join(folder, name),
  });

const call = (
  moto: Moto,
  service: string,
  operation: string,
  input: Record<string, unknown>,
  region = 'us-east-1',
): Promise<MotoAnswer> => {
  const protocol = service === 'kms' ? 'json' : 'query';
  return moto.call({ service, model: service, operation, input, region, protocol });
};
const kms = (moto: Moto, operation: string, input: Record<string, unknown>, region?: string) =>
  call(moto, 'kms', operation, input, region);
const read = ({ body }: MotoAnswer) => JSON.parse(body.toString('utf8'));

/** What a caller can see of keys and roles. */
async function seen(moto: Moto): Promise<unknown> {
  const { Keys } = read(await kms(moto, 'ListKeys', {}));
  const roles = await call(moto, 'iam', 'ListRoles', {});
  return { Keys, roles: roles.body.toString('utf8').replace(/<RequestId>.*?<\/RequestId>/g, '') };
}

test('the same ids and dates come back, whatever was read between the changes', {
  timeout: 60_000,
}, async () => {
  for (const reads of [0, 6]) {
    const name = `reads-${reads}`;
    const moto = await open(name);
    // Readers that come first, or meanwhile, load parts of moto that the changes would otherwise load themselves.
    const readers = Array.from({ length: reads }, (_, i) =>
      i % 2 ? kms(moto, 'ListKeys', {}) : call(moto, 'sns', 'ListTopics', {}),
    );
    const { KeyMetadata: key } = read(await kms(moto, 'CreateKey', { Description: 'a', Tags: [] }));
    await kms(moto, 'CreateAlias', { AliasName: 'alias/a', TargetKeyId: key.KeyId });
    const cipher = read(
      await kms(moto, 'Encrypt', { KeyId: key.KeyId, Plaintext: new Uint8Array(Buffer.from('hello')) }),
    );
    await call(moto, 'iam', 'CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: '{}' });
    await Promise.all(readers);
    const before = await seen(moto);
    await moto.close();

    const again = await open(name);
    expect(await seen(again)).toEqual(before);
    const plain = read(
      await kms(again, 'Decrypt', {
        CiphertextBlob: new Uint8Array(Buffer.from(cipher.CiphertextBlob, 'base64')),
      }),
    );
    expect(plain.Plaintext).toBe('aGVsbG8=');
    await again.close();
  }
});

test('a backend of another region is the same again', { timeout: 60_000 }, async () => {
  const moto = await open('regions');
  const created = read(await kms(moto, 'CreateKey', {}, 'eu-west-1'));
  await moto.close();
  const again = await open('regions');
  await kms(again, 'ListKeys', {}, 'eu-west-1');
  const { KeyMetadata: found } = read(
    await kms(again, 'DescribeKey', { KeyId: created.KeyMetadata.KeyId }, 'eu-west-1'),
  );
  expect(found).toEqual(created.KeyMetadata);
  await again.close();
});
