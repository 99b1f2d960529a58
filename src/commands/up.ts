import type { Command } from 'commander';
import { Option } from 'commander';
import { LAYERS, type LayerName } from '../layers';
import { upAll } from '../up/up';
import { confirmAccount } from './confirm';
import { type TargetName, targetOption } from './options';

export function upCommand(program: Command): void {
  program
    .command('up')
    .description('bring the lakehouse up: local account, layers, data, exit checks')
    .addOption(
      new Option('--layer <layer>', 'only this layer, and what it stands on; no data, no checks').choices([
        ...LAYERS,
      ]),
    )
    .option('--yes', 'do not ask (on aws it asks for the account’s number before it makes something)')
    .addOption(targetOption())
    .action(async ({ yes, ...options }: { layer?: LayerName; target: TargetName; yes?: boolean }) => {
      await upAll({
        ...options,
        confirm: async (target) => {
          if (target.name === 'aws' && !yes)
            await confirmAccount(target, 'This makes the lakehouse, which costs money.', 'Nothing was made.');
        },
      });
    });
}
