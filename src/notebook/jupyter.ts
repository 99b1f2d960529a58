import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { CliError } from '../cliError';
import { untilEnded } from '../foregroundProcess';
import { projectRoot } from '../target/project';
import type { Target } from '../target/target';
import { setUpKernel } from './kernelSetUp';
import { LESSONS } from './lessons';

export interface JupyterOptions {
  /** The next free one is taken when somebody has it. */
  port: number;
  /** False: the address is printed only. */
  browser: boolean;
  /** The account that the notebooks work on. */
  target: Target['name'];
}

/**
 * JupyterLab on the notebooks, until it is stopped. Its settings, its runtime files and the kernel lie in the clone: none
 * of the learner's own are read or written. On the loopback address only, with a token.
 * @returns its exit status
 * @throws CliError when the packages of the notebooks are not installed
 */
export async function openJupyter({ port, browser, target }: JupyterOptions): Promise<number> {
  const root = projectRoot();
  const program = path.join(root, '.venv', 'bin', 'jupyter-lab');
  if (!fs.existsSync(program))
    throw new CliError('JupyterLab is not installed.', '`make notebooks` installs it.');
  await setUpKernel(root);
  const own = path.join(root, '.lakehouse', 'jupyter');
  writeSettings(path.join(own, 'config'));
  const first = `notebooks/${LESSONS[0]!.id}-${LESSONS[0]!.slug}.ipynb`;
  const child = spawn(
    program,
    [
      `--ServerApp.root_dir=${root}`,
      '--ServerApp.ip=127.0.0.1',
      `--ServerApp.port=${port}`,
      `--ServerApp.open_browser=${browser ? 'True' : 'False'}`,
      `--LabApp.default_url=/lab/tree/${first}`,
      '--ServerApp.log_level=WARN',
      // No list of extensions is asked for from other hosts.
      '--LabApp.extension_manager=readonly',
      // In containers the learner is root; JupyterLab takes that for a mistake unless it is told.
      ...(process.getuid?.() === 0 ? ['--ServerApp.allow_root=True'] : []),
    ],
    {
      cwd: path.join(root, 'notebooks'),
      stdio: 'inherit',
      env: {
        ...process.env,
        TARGET: target,
        JUPYTER_CONFIG_DIR: path.join(own, 'config'),
        JUPYTER_DATA_DIR: path.join(own, 'data'),
        JUPYTER_RUNTIME_DIR: path.join(own, 'runtime'),
        JUPYTERLAB_SETTINGS_DIR: path.join(own, 'settings'),
        JUPYTERLAB_WORKSPACES_DIR: path.join(own, 'workspaces'),
        IPYTHONDIR: path.join(own, 'ipython'),
      },
    },
  );
  return untilEnded(child);
}

/** No news from other hosts, and no question about them. Source: JupyterLab, "Disabling extensions". */
function writeSettings(folder: string): void {
  const settings = { disabledExtensions: { '@jupyterlab/apputils-extension:announcements': true } };
  fs.mkdirSync(path.join(folder, 'labconfig'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'labconfig', 'page_config.json'), `${JSON.stringify(settings)}\n`);
}
