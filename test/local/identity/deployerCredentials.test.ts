import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeFileAtomically } from '../../../src/local/durable/writeFileAtomically';
import { deployerCredentials } from '../../../src/local/identity/accessKeys';
import { processFileIsDamaged, readProcessFile, writeProcessFile } from '../../../src/local/processFile';

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-credentials-'));
  file = path.join(folder, 'credentials.json');
});
afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

const KEPT = { accessKeyId: 'AKIAKEPT', secretAccessKey: 'secret' };

test('credentials are made once, and stay', () => {
  const made = deployerCredentials(folder, undefined, false);
  expect(made.warning).toBeUndefined();
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(deployerCredentials(folder, KEPT, true)).toEqual({ credentials: made.credentials });
});

test.each([
  ['missing', () => undefined],
  ['zeroed', () => fs.writeFileSync(file, Buffer.alloc(100))],
  ['empty', () => fs.writeFileSync(file, '')],
  ['cut', () => fs.writeFileSync(file, '{"accessKeyId": "AKIA')],
  ['null', () => fs.writeFileSync(file, 'null')],
])('credentials that are %s are restored from the key that the account accepts', (_, damage) => {
  damage();
  const { credentials, warning } = deployerCredentials(folder, KEPT, true);
  expect(credentials).toEqual(KEPT);
  expect(warning).toContain('was restored');
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual(KEPT);
});

test('credentials of which no copy is left are made anew, with a word', () => {
  fs.writeFileSync(file, '');
  const { credentials, warning } = deployerCredentials(folder, undefined, true);
  expect(credentials.accessKeyId).toMatch(/^AKIA/);
  expect(warning).toContain('New credentials were made');
});

test('a process file that is damaged is none', () => {
  expect(processFileIsDamaged(folder)).toBe(false);
  writeProcessFile(folder, { port: 1234 });
  expect(readProcessFile(folder)).toEqual({ port: 1234 });
  for (const content of ['', '\0\0', 'null', '{}', '[]']) {
    fs.writeFileSync(path.join(folder, 'gateway.json'), content);
    expect(readProcessFile(folder)).toBeUndefined();
    expect(processFileIsDamaged(folder)).toBe(true);
  }
});

test('a file is replaced wholly or not at all, and leftovers of a crash go', () => {
  writeFileAtomically(file, 'old');
  fs.writeFileSync(`${file}.new-999999999`, 'half');
  const rename = vi.spyOn(fs, 'renameSync').mockImplementation(() => {
    throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  });
  expect(() => writeFileAtomically(file, 'new')).toThrow('ENOSPC');
  rename.mockRestore();
  expect(fs.readFileSync(file, 'utf8')).toBe('old');
  expect(fs.readdirSync(folder)).toEqual(['credentials.json']);
});
