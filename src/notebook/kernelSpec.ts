import path from 'node:path';

/** How a process is started. */
export interface Command {
  file: string;
  args: string[];
  env: Record<string, string>;
}

/** The bundle of `kernel.ts`, beside whichever bundle this is part of. */
const KERNEL = path.join(__dirname, 'kernel.js');

/** The kernel of the notebooks, for a connection file of the Jupyter protocol. */
export const kernelCommand = (connectionFile: string): Command => ({
  file: process.execPath,
  args: [KERNEL, 'kernel', `--config-path=${connectionFile}`],
  // The SDK's word on versions of Node would stand in the first cell of each notebook.
  env: { NODE_NO_WARNINGS: '1' },
});
