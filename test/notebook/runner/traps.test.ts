import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { venvPython } from '../../../scripts/setup/install.mjs';
import { runNotebook } from '../../../src/notebook/runner/runNotebook';
import { projectRoot } from '../../../src/target/project';
import { TRAPS, type Trap, writeFixture } from './fixtures';
import { kernelOptions, writeKernelSpec } from './kernel';

/** Each trap, run by nbclient and by us: nbclient passes some that are broken, and ours must not. */
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-traps-'));
const file = new Map<Trap, string>();
let nbclient: { verdict: string; why: string }[];
beforeAll(async () => {
  for (const trap of TRAPS) file.set(trap, writeFixture(folder, trap.name, trap.cells));
  const script = path.join(__dirname, 'nbclient_verdicts.py');
  const { stdout } = await promisify(execFile)(venvPython(projectRoot()), [script, ...file.values()], {
    cwd: folder,
    env: { ...process.env, JUPYTER_PATH: writeKernelSpec(folder) },
  });
  nbclient = JSON.parse(stdout) as typeof nbclient;
}, 300_000);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe.each(TRAPS)('$name', (trap) => {
  test(`ours: ${trap.ours}`, async () => {
    const { cells } = await runNotebook(file.get(trap)!, kernelOptions(folder));
    const failed = cells.find(({ status }) => status === 'failed');
    const verdict = failed ? `${failed.number} ${failed.failure!.name}` : 'passed';
    expect(verdict, failed?.failure?.message).toBe(trap.ours);
    if (trap.says) expect(failed?.failure?.message).toMatch(trap.says);
    const rest = cells.slice(failed?.number ?? cells.length);
    expect(new Set(rest.map(({ status }) => status))).toEqual(new Set(rest.length > 0 ? ['not run'] : []));
  });

  test(`nbclient: ${trap.nbclient}`, () => {
    const { verdict, why } = nbclient[TRAPS.indexOf(trap)]!;
    expect(verdict, why).toBe(trap.nbclient);
  });
});
