import path from 'node:path';
import { projectRoot } from '../target/project';

/** How a process is started. */
export interface Command {
  file: string;
  args: string[];
  env: Record<string, string>;
}

const bundle = (name: string): string => path.join(projectRoot(), 'src', 'dist', `${name}.js`);

/** What headless runs load into the kernel's process before the kernel: the bundle of `runner/guard.ts`. */
export const kernelGuard = (): string => bundle('guard');

/** The kernel of the notebooks, for a connection file of the Jupyter protocol. */
export const kernelCommand = (connectionFile: string): Command => ({
  file: process.execPath,
  args: [bundle('kernel'), 'kernel', `--config-path=${connectionFile}`],
  // The SDK's word on versions of Node would stand in the first cell of each notebook.
  env: { NODE_NO_WARNINGS: '1' },
});
