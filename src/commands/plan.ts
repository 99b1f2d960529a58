import type { Command } from 'commander';
import { Option } from 'commander';
import pc from 'picocolors';
import { LAYERS, type LayerName, plan } from '../layers';
import { openTarget } from '../target/open';
import { type TargetName, targetOption } from './options';

export function planCommand(program: Command): void {
  program
    .command('plan')
    .description('what Terraform would change; exit status 1 when it would change anything')
    .addOption(new Option('--layer <layer>', 'only this layer').choices([...LAYERS]))
    .addOption(targetOption())
    .action(async (options: { layer?: LayerName; target: TargetName }) => {
      const target = await openTarget(options.target);
      for (const layer of options.layer ? [options.layer] : LAYERS) {
        const changes = await plan(layer, target);
        console.log(
          changes.length === 0
            ? `${pc.green('✓')} ${layer}: no changes`
            : `${pc.yellow('~')} ${layer}: ${changes.length} changes`,
        );
        for (const change of changes) console.log(`    ${change.actions.join(' and ')} ${change.address}`);
        if (changes.length > 0) process.exitCode = 1;
      }
    });
}
