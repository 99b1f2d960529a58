import fs from 'node:fs';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { CliError } from '../cliError';
import { isDeployed, LAYERS } from '../layers';
import { openJupyter } from '../notebook/jupyter';
import { setUpKernel } from '../notebook/kernelSetUp';
import { LESSONS, type Lesson, lessonOf } from '../notebook/lessons';
import { isCode, readNotebook, sourceOf } from '../notebook/runner/notebook';
import { runNotebooks } from '../notebook/runner/runNotebooks';
import { runSummary } from '../notebook/runner/runSummary';
import { RunView } from '../notebook/runner/runView';
import { lakehouseHome, projectRoot } from '../target/project';
import { stopSignal } from '../up/stopSignal';
import { confirm } from './confirm';
import { type TargetName, targetOption } from './options';

interface RunFlags {
  target: TargetName;
  junit?: string;
  out?: string;
  each?: boolean;
  yes?: boolean;
}

export function notebooksCommand(program: Command): void {
  const notebooks = program
    .command('notebooks')
    .description('the lessons as notebooks: open them in JupyterLab, or run them without it');
  notebooks
    .command('open')
    .description('JupyterLab on the lessons, until Ctrl-C')
    .option('--port <port>', 'the next free one is taken when somebody has it', portNumber, 8888)
    .option('--no-browser', 'print the address only')
    .addOption(targetOption())
    .action(async (options: { port: number; browser: boolean; target: TargetName }) => {
      process.exitCode = await openJupyter(options);
    });
  notebooks
    .command('run')
    .description('run notebooks from top to bottom; exit status 1 when a cell does not do what it should')
    .argument('[files...]', 'notebooks, or numbers of lessons, as 03; all lessons by default')
    .option('--junit <file>', 'write the results as JUnit XML')
    .option('--out <folder>', 'where the executed copies go; LAKEHOUSE_HOME/<target>/notebooks by default')
    .option('--each', 'each notebook in a fresh local account of its own')
    .option('--yes', 'do not ask before a lesson destroys layers that are up')
    .addOption(targetOption())
    .action(run);
}

async function run(wanted: string[], flags: RunFlags): Promise<void> {
  const { target, each } = flags;
  if (each && target === 'aws')
    throw new CliError('--each is for the local account: on AWS there is one account only.');
  const files = wanted.length > 0 ? wanted.map(notebookFile) : LESSONS.map(lessonFile);
  const home = lakehouseHome();
  if (!each && !flags.yes) await askBeforeTeardown(files, target, home);
  const signal = stopSignal('make notebooks-run');
  await setUpKernel();
  const out = path.resolve(flags.out ?? path.join(home, target, 'notebooks'));
  const results = await runNotebooks(files, {
    target,
    home,
    each,
    out,
    junit: flags.junit,
    signal,
    events: new RunView(),
  });
  console.log(`\n${runSummary(results)}`);
  console.log(`Executed copies: ${out}${flags.junit ? `; JUnit: ${path.resolve(flags.junit)}` : ''}`);
  const isRed = results.some(({ cells }) =>
    cells.some(({ status }) => status === 'failed' || status === 'not run'),
  );
  if (signal.aborted) process.exitCode = 130;
  else if (isRed) process.exitCode = 1;
}

const lessonFile = ({ id, slug }: Lesson): string =>
  path.join(projectRoot(), 'notebooks', `${id}-${slug}.ipynb`);

/** A file as it is given, or the notebook of a lesson. */
function notebookFile(wanted: string): string {
  if (wanted.endsWith('.ipynb') || fs.existsSync(wanted)) return wanted;
  try {
    return lessonFile(lessonOf(wanted));
  } catch {
    throw new CliError(
      `There is no notebook ${wanted}.`,
      'Give a file, or the number of a lesson; npx lakehouse lesson lists them.',
    );
  }
}

/** A run ends with the teardown of the last lesson: that is for a fresh account, or one that nobody needs. */
async function askBeforeTeardown(files: readonly string[], target: TargetName, home: string): Promise<void> {
  const up = LAYERS.filter((layer) => isDeployed(layer, { home: path.join(home, target) }));
  const destroying = files.filter((file) =>
    readNotebook(file).cells.some((cell) => isCode(cell) && sourceOf(cell).includes('layers.destroy(')),
  );
  if (up.length === 0 || destroying.length === 0) return;
  await confirm(
    `${destroying.map((file) => path.basename(file)).join(', ')} destroys all layers with all data, and on ${target} ${up.join(', ')} are up.
Type yes to go on (or make an account for it: LAKEHOUSE_HOME=/some/folder): `,
    'yes',
    'Nothing was run.',
  );
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('Give a number from 1 to 65535.');
  return port;
}
