import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { venvPython } from '../../../scripts/setup/install.mjs';
import { type NotebookResult, runNotebook } from '../../../src/notebook/runner/runNotebook';
import { projectRoot } from '../../../src/target/project';
import { type Trap, writeFixture } from './fixtures';
import { kernelOptions, writeKernelSpec } from './kernel';

/** Tests of traps: each run by nbclient and by us: nbclient passes some that are broken, and ours must not. @param traps all, or some of them */
export function testTraps(traps: readonly Trap[]): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-traps-'));
  const files = traps.map((trap) => writeFixture(folder, trap.name, trap.cells));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** Both sides beside each other: a kernel's start is most of a trap's time. */
  const nbclient: Promise<{ verdict: string; why: string }[]> = promisify(execFile)(
    venvPython(projectRoot()),
    [path.join(__dirname, 'nbclient_verdicts.py'), ...files],
    { cwd: folder, env: { ...process.env, JUPYTER_PATH: writeKernelSpec(folder) } },
  ).then(({ stdout }) => JSON.parse(stdout));
  /** A kernel whose port another kernel of this test took meanwhile does not start: that is no trap, so it gets another try. */
  async function runTrap(file: string): Promise<NotebookResult> {
    const result = await runNotebook(file, kernelOptions(folder));
    const isBlocked = result.cells.some(({ failure }) => failure?.message.includes('Socket is blocked'));
    return isBlocked ? runNotebook(file, kernelOptions(folder)) : result;
  }
  const ours: Promise<NotebookResult>[] = [];
  for (const [i, file] of files.entries())
    ours.push(Promise.allSettled([ours[i - 2]]).then(() => runTrap(file)));
  beforeAll(() => Promise.allSettled([nbclient, ...ours]), 300_000);

  describe.each(traps)('$name', (trap) => {
    const i = traps.indexOf(trap);

    test(`ours: ${trap.ours}`, async () => {
      const { cells } = await ours[i]!;
      const failed = cells.find(({ status }) => status === 'failed');
      const verdict = failed ? `${failed.number} ${failed.failure!.name}` : 'passed';
      expect(verdict, failed?.failure?.message).toBe(trap.ours);
      if (trap.says) expect(failed?.failure?.message).toMatch(trap.says);
      const rest = cells.slice(failed?.number ?? cells.length);
      expect(new Set(rest.map(({ status }) => status))).toEqual(new Set(rest.length > 0 ? ['not run'] : []));
    });

    test(`nbclient: ${trap.nbclient}`, async () => {
      const { verdict, why } = (await nbclient)[i]!;
      expect(verdict, why).toBe(trap.nbclient);
    });
  });
}
