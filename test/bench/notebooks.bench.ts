import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { venvPython } from '../../scripts/setup/install.mjs';
import { runNotebook } from '../../src/notebook/runner/runNotebook';
import { timesOf } from '../../src/notebook/runner/runSummary';
import { projectRoot } from '../../src/target/project';
import { writeFixture } from '../notebook/runner/fixtures';
import { kernelOptions, writeKernelSpec } from '../notebook/runner/kernel';
import { median, report } from './measure';

/** The headless runner against nbclient: the same notebooks, the same kernel. */
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-bench-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const script = path.join(projectRoot(), 'test/notebook/runner/nbclient_verdicts.py');
const env = { ...process.env, JUPYTER_PATH: writeKernelSpec(folder) };
const nbclient = (file: string) =>
  promisify(execFile)(venvPython(projectRoot()), [script, file], { cwd: folder, env });

const CELLS = 50;
const many = Array.from({ length: CELLS }, (_, i) => `const value${i} = ${i};\nconsole.log(value${i});`);

test.each([
  ['one cell: the start of a kernel, mostly', ['console.log(1)']],
  [`${CELLS} small cells`, many],
])('%s', async (what, cells) => {
  const file = writeFixture(folder, what.slice(0, 8), cells);
  const run = () => runNotebook(file, kernelOptions(folder));
  const ours = await median(3, run);
  const ratio = report(what, ours, { name: 'nbclient', seconds: await median(3, () => nbclient(file)) });
  const result = await run();
  const { own, added } = timesOf(result);
  console.log(
    `${what}: kernel ${result.startSeconds.toFixed(1)} s; the rest that the runner adds ${((added - result.startSeconds) * 1000).toFixed(0)} ms to ${own.toFixed(1)} s`,
  );
  expect(ratio).toBeLessThan(1);
});
