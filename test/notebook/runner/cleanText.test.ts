import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanFacts, textCleaner } from '../../../src/notebook/runner/cleanText';
import type { Output } from '../../../src/notebook/runner/notebook';
import { projectRoot } from '../../../src/target/project';

let home: string;
beforeAll(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-clean-'));
  fs.mkdirSync(path.join(home, 'account'));
  const file = path.join(home, 'account', 'credentials.json');
  fs.writeFileSync(file, JSON.stringify({ accessKeyId: 'AKIA1', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' }));
});
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

test('places of this machine have the names that they have in every clone', () => {
  const clean = textCleaner(home, {});
  expect(clean(`${home}/local/x`)).toBe('.lakehouse/local/x');
  expect(clean(`at ${projectRoot()}/notebooks/a.ipynb`)).toBe('at lakehouse-code/notebooks/a.ipynb');
  expect(clean(`${os.homedir()}/data.csv`)).toBe('~/data.csv');
  // Only whole names of folders.
  expect(clean(`${projectRoot()}-other`)).toContain('-other');
  expect(clean(`${projectRoot()}-other`)).not.toContain('lakehouse-code-other');
});

test('keys of the account and secrets of the environment are not kept', () => {
  const clean = textCleaner(home, { AWS_SESSION_TOKEN: 'a-long-token', SOME_TOKEN: '1', USER: 'somebody' });
  expect(clean('key wJalrXUtnFEMI/K7MDENG, token a-long-token, 1 somebody')).toBe(
    'key ***, token ***, 1 somebody',
  );
});

test('control codes of terminals are gone, and what a line was before it was rewritten', () => {
  const clean = textCleaner(home, {});
  expect(clean('\u001b[31mred\u001b[0m\nloading 1 %\rloading 99 %\rdone\r\nnext')).toBe('red\ndone\r\nnext');
});

test('every text of an output and of a report, in place', () => {
  const outputs: Output[] = [
    {
      output_type: 'display_data',
      data: { 'text/html': ['<b>', home], 'application/json': { at: home } },
      metadata: {},
    },
    { output_type: 'error', ename: 'E', evalue: home, traceback: [home] },
  ];
  const reports = [{ kind: 'thrown' as const, problem: { name: 'E', message: home } }];
  cleanFacts({ outputs, reports }, textCleaner(home, {}));
  expect(JSON.stringify([outputs, reports])).not.toContain(home);
  expect(outputs[0]).toMatchObject({ data: { 'text/html': ['<b>', '.lakehouse'] } });
});
