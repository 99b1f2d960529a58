import fs from 'node:fs';
import path from 'node:path';
import type { Command } from '../../../src/notebook/kernelSpec';
import type { NotebookOptions } from '../../../src/notebook/runner/runNotebook';
import { projectRoot } from '../../../src/target/project';

const bundle = (name: string) => path.join(projectRoot(), 'src', 'dist', `${name}.js`);

/** How the bundled kernel is started. */
const command = (connectionFile: string): Command => ({
  file: process.execPath,
  args: [bundle('kernel'), 'kernel', `--config-path=${connectionFile}`],
  env: { NODE_NO_WARNINGS: '1' },
});

/** For runs of fixtures, which need no account. */
export const kernelOptions = (home: string): NotebookOptions => ({
  command,
  guard: bundle('guard'),
  env: process.env,
  home,
});

/** The same kernel for Jupyter's own programs. @returns the folder for `JUPYTER_PATH` */
export function writeKernelSpec(folder: string): string {
  const { file, args, env } = command('{connection_file}');
  const spec = { argv: [file, ...args], env, display_name: 'TypeScript', language: 'typescript' };
  const place = path.join(folder, 'jupyter', 'kernels', 'tslab');
  fs.mkdirSync(place, { recursive: true });
  fs.writeFileSync(path.join(place, 'kernel.json'), JSON.stringify(spec));
  return path.join(folder, 'jupyter');
}
