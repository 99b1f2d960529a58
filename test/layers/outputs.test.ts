import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isDeployed, outputs, stateFile } from '../../src/layers';

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-outputs-'));
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

function state(layer: 'foundation' | 'catalog', content: unknown): void {
  fs.mkdirSync(path.dirname(stateFile(layer, { home })), { recursive: true });
  fs.writeFileSync(stateFile(layer, { home }), JSON.stringify(content));
}

test('outputs by layer, without what the layers only hand to each other', async () => {
  state('foundation', {
    version: 4,
    outputs: {
      buckets: { value: { raw: 'lakehouse-raw' }, type: ['object', { raw: 'string' }] },
      'cross-stack-output-aws_kms_keykeyarn': { value: 'arn', type: 'string', sensitive: true },
    },
    resources: [],
  });
  expect(await outputs({ home })).toEqual({ foundation: { buckets: { raw: 'lakehouse-raw' } } });
});

test('a layer is deployed when its state manages something', () => {
  state('catalog', { version: 4, resources: [{ mode: 'data' }] });
  expect(isDeployed('catalog', { home })).toBe(false);
  state('catalog', {
    version: 4,
    resources: [{ mode: 'data' }, { mode: 'managed', type: 'aws_s3_bucket', name: 'raw', instances: [{}] }],
  });
  expect(isDeployed('catalog', { home })).toBe(true);
  expect(isDeployed('guards', { home })).toBe(false);
});

test('a state that is half written is read again', async () => {
  const file = stateFile('catalog', { home });
  const text = JSON.stringify({ version: 4, outputs: { tables: { value: ['orders'] } }, resources: [] });
  fs.writeFileSync(file, text.slice(0, 20));
  expect(isDeployed('catalog', { home })).toBe(true);
  const read = outputs({ home });
  setTimeout(() => fs.writeFileSync(file, text), 60);
  expect(await read).toMatchObject({ catalog: { tables: ['orders'] } });
});
