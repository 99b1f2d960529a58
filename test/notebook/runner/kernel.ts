import fs from 'node:fs';
import path from 'node:path';
import { kernelCommand, kernelGuard } from '../../../src/notebook/kernelSpec';
import type { NotebookOptions } from '../../../src/notebook/runner/runNotebook';

/** For runs of fixtures, which need no account. */
export const kernelOptions = (home: string): NotebookOptions => ({
  command: kernelCommand,
  guard: kernelGuard(),
  env: process.env,
  home,
});

/** The same kernel for Jupyter's own programs. @returns the folder for `JUPYTER_PATH` */
export function writeKernelSpec(folder: string): string {
  const { file, args, env } = kernelCommand('{connection_file}');
  const spec = { argv: [file, ...args], env, display_name: 'TypeScript', language: 'typescript' };
  const place = path.join(folder, 'jupyter', 'kernels', 'tslab');
  fs.mkdirSync(place, { recursive: true });
  fs.writeFileSync(path.join(place, 'kernel.json'), JSON.stringify(spec));
  return path.join(folder, 'jupyter');
}
