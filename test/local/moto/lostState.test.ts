import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { accountSecret } from '../../../src/local/moto/accountSecret';
import { Journal } from '../../../src/local/moto/journal';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-lost-state-'));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
const folderOf = (name: string): string => {
  const folder = path.join(root, name.replaceAll(/\W/g, '_'));
  fs.mkdirSync(folder, { recursive: true });
  return folder;
};

describe('the secret of moto', () => {
  test('is made once, without a word', () => {
    const folder = folderOf('fresh');
    const { secret, warning } = accountSecret(folder, false);
    expect(warning).toBeUndefined();
    expect(accountSecret(folder, true)).toEqual({ secret });
  });

  test.each(['', 'garbage', 'null', '{}', '[null]', '{"seed":"x","born":1}'])(
    'that reads %j is kept aside, and the account starts',
    (text) => {
      const folder = folderOf(`damaged ${text}`);
      fs.writeFileSync(path.join(folder, 'secret.json'), text);
      const { secret, warning } = accountSecret(folder, true);
      expect(secret.seed).toMatch(/^[0-9a-f]{64}$/);
      expect(warning).toContain('is damaged');
      const [kept] = fs.readdirSync(folder).filter((name) => name.startsWith('secret.json.damaged-'));
      expect(fs.readFileSync(path.join(folder, kept ?? ''), 'utf8')).toBe(text);
      expect(accountSecret(folder, true)).toEqual({ secret });
    },
  );

  test('that is missing beside calls is told', () => {
    expect(accountSecret(folderOf('missing'), true).warning).toContain('is missing');
  });
});

test.each([
  ['is emptied', (file: string) => fs.truncateSync(file)],
  ['is removed', (file: string) => fs.rmSync(file)],
])('a journal that %s tells that its entries are gone', (_, damage) => {
  const folder = folderOf(_);
  expect(Journal.open(folder).warnings).toEqual([]);
  const journal = Journal.open(folder);
  const claim = {
    service: 'iam',
    model: 'iam',
    operation: 'CreateUser',
    input: {},
    region: 'us-east-1',
    protocol: 'query',
  } as const;
  journal.append({ at: 1, host: 'localhost', claim });
  journal.close();
  expect(Journal.open(folder).warnings).toEqual([]);
  damage(path.join(folder, 'journal.log'));
  expect(Journal.open(folder).warnings.join(' ')).toContain("entries of moto's journal are gone");
});
