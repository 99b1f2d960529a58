import type { Command } from 'commander';
import pc from 'picocolors';
import { CliError } from '../cliError';
import { TerraformFailed } from '../layers';
import { lessonStates } from '../notebook/lessonState';
import { type Lesson, lessonOf } from '../notebook/lessons';
import { readProgress } from '../notebook/progress';
import { destroyedBy, resetLesson } from '../notebook/resetLesson';
import { openTarget } from '../target/open';
import { lakehouseHome } from '../target/project';
import type { Target } from '../target/target';
import { DeployView } from '../up/deployView';
import { stopSignal } from '../up/stopSignal';
import { confirm } from './confirm';
import { type TargetName, targetOption } from './options';

export function lessonCommand(program: Command): void {
  const lesson = program
    .command('lesson')
    .description('the lessons of the course, with what is done')
    .addOption(targetOption())
    .action(({ target }: { target: TargetName }) => list(target));
  lesson
    .command('reset')
    .description('put data and layers back to a lesson’s start')
    .argument('<lesson>', 'its number, as 04')
    .option('--yes', 'do not ask before layers are destroyed')
    .addOption(targetOption())
    .action((id: string, options: { yes?: boolean; target: TargetName }) => reset(wanted(id), options));
}

function wanted(id: string): Lesson {
  try {
    return lessonOf(id);
  } catch (error) {
    throw new CliError((error as Error).message, 'npx lakehouse lesson lists them.');
  }
}

const MARKS = { done: pc.green('✓'), begun: pc.yellow('…'), 'not begun': pc.dim('·') };

/** Looks at what is written down only: no account is started for it. */
function list(target: TargetName): void {
  for (const { lesson, state, solved, exercises } of lessonStates(
    readProgress({ home: `${lakehouseHome()}/${target}` }),
  )) {
    const done = state === 'not begun' ? `${lesson.minutes} minutes` : `${solved} of ${exercises} exercises`;
    console.log(`${MARKS[state]} ${lesson.id} ${lesson.title.padEnd(38)} ${pc.dim(done)}`);
  }
  console.log(
    pc.dim('\n`make notebooks` opens them; `npx lakehouse lesson reset 04` begins lesson 04 again.'),
  );
}

async function reset(lesson: Lesson, options: { yes?: boolean; target: TargetName }): Promise<void> {
  const target = await openTarget(options.target, { create: true });
  const destroyed = destroyedBy(lesson, target);
  if (destroyed.length > 0 && !options.yes) await askFor(destroyed, target);
  const view = new DeployView();
  const signal = stopSignal(`npx lakehouse lesson reset ${lesson.id}`);
  try {
    const { dropped, loaded } = await resetLesson(lesson, target, view.on, signal);
    view.end();
    const facts = [
      dropped.length > 0 ? `dropped ${dropped.join(', ')}` : '',
      loaded.length > 0 ? `loaded ${loaded.join(', ')}` : '',
    ].filter(Boolean);
    console.log(
      `${pc.green('✓')} Lesson ${lesson.id} is at its start${facts.length > 0 ? ` (${facts.join('; ')})` : ''}.`,
    );
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof TerraformFailed)) throw error;
    throw new CliError(
      `Terraform failed:\n  ${error.problems.join('\n  ') || error.message}`,
      `Run \`npx lakehouse lesson reset ${lesson.id}\` again: it goes on from here.`,
    );
  } finally {
    view.end();
  }
}

const askFor = (layers: readonly string[], target: Target): Promise<void> =>
  confirm(
    `The lesson begins without ${layers.join(', ')}: this destroys them with all that stands on them and all data, on ${target.name}.
Type yes to go on: `,
    'yes',
    'Nothing was changed.',
  );
