import type { Command } from 'commander';
import pc from 'picocolors';
import { CliError } from '../cliError';
import { describeItem } from '../inventory/item';
import { nuke } from '../inventory/nuke';
import { TerraformFailed } from '../layers';
import { openTarget } from '../target/open';
import type { Target } from '../target/target';
import { DeployView } from '../up/deployView';
import { stopSignal } from '../up/stopSignal';
import { confirmAccount } from './confirm';
import { type TargetName, targetOption } from './options';

export function nukeCommand(program: Command): void {
  program
    .command('nuke')
    .description('destroy every layer and all data, and prove that nothing is left')
    .option('--all', 'local account only: also remove what was made by hand')
    .option('--yes', 'do not ask (on aws it asks for the account’s number)')
    .addOption(targetOption())
    .action(async (options: { all?: boolean; yes?: boolean; target: TargetName }) => {
      const signal = stopSignal('make nuke');
      const target = await openTarget(options.target);
      if (options.all && target.name === 'aws')
        throw new CliError('--all is for the local account: on AWS only what the project made is removed.');
      if (target.name === 'aws' && !options.yes) await askFor(target);
      const view = new DeployView();
      try {
        const { left, byHand, data } = await nuke(target, view.on, {
          all: options.all,
          signal,
        });
        view.end();
        if (data.length > 0) console.log(`  removed with its data: ${data.map(({ id }) => id).join(', ')}`);
        if (left.length === 0) {
          console.log(
            `${pc.green('✓')} Nothing is left${byHand.length > 0 ? `; by hand there were ${byHand.map(describeItem).join(', ')}` : ''}. The proof is an inventory of the account itself.`,
          );
          return;
        }
        console.log(`${pc.yellow('!')} Left in the account: ${left.map(describeItem).join(', ')}`);
        if (target.name === 'local')
          console.log('  It was made by hand, so it stays; `make nuke ARGS=--all` removes it too.');
        process.exitCode = 1;
      } catch (error) {
        if (!(error instanceof TerraformFailed)) throw error;
        if (error.interrupted) throw signal.reason;
        throw new CliError(
          `Terraform failed:\n  ${error.problems.join('\n  ') || error.message}`,
          'Run `make nuke` again: it goes on from here.',
        );
      } finally {
        view.end();
      }
    });
}

const askFor = (target: Target): Promise<void> =>
  confirmAccount(target, 'This destroys the lakehouse, with all of its data.', 'Nothing was destroyed.');
