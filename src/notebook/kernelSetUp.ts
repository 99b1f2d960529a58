import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { CliError } from '../cliError';
import { projectRoot } from '../target/project';
import { kernelCommand } from './kernelSpec';

/**
 * Makes what a notebook's kernel needs inside of the clone: its entry for Jupyter, and the declarations of the library
 * (the kernel checks cells against them, and the editor completes by them), when a source has changed since.
 * @throws CliError when the packages of the notebooks are not installed
 */
export async function setUpKernel(root: string = projectRoot()): Promise<void> {
  for (const needed of ['tslab', 'zeromq', 'typescript'])
    if (!fs.existsSync(path.join(root, 'node_modules', needed, 'package.json')))
      throw new CliError(
        'The packages of the notebooks are not installed.',
        '`make notebooks` installs them.',
      );
  writeKernelSpec(root);
  await writeDeclarations(root);
}

/** Where Jupyter looks for kernels of this environment. Source: Jupyter, "Kernel specs". */
function writeKernelSpec(root: string): void {
  const { file, args, env } = kernelCommand('{connection_file}');
  const folder = path.join(root, '.venv', 'share', 'jupyter', 'kernels', 'tslab');
  const spec = { argv: [file, ...args], env, display_name: 'TypeScript', language: 'typescript' };
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'kernel.json'), `${JSON.stringify(spec, undefined, 1)}\n`);
}

/** Not checked (`noCheck`): a learner's clone lacks the types that packages are developed with. */
async function writeDeclarations(root: string): Promise<void> {
  const modified = (file: string) =>
    fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // What is bundled is made anew when a source is newer than it.
  const started = new Date();
  if (modified('src/dist/types/build-info.json') > modified('src/dist/.bundled')) return;
  process.stderr.write(
    '… making the types that cells are checked by (some seconds, after a change of the library)\n',
  );
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const child = spawn(process.execPath, [compiler, '-p', 'tsconfig.declarations.json'], { cwd: root });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      output += data.toString();
    });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (status !== 0)
    throw new CliError(
      `The types of the library cannot be made: ${output.trim().split('\n').slice(0, 5).join(' ')}`,
      '`npm run types` tells all of it.',
    );
  // Written only when something changed, but it is true as of then.
  fs.utimesSync(path.join(root, 'src/dist/types/build-info.json'), started, started);
}
