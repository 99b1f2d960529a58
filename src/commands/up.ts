import type { Command } from 'commander';
import { Option } from 'commander';
import { LAYERS, type LayerName } from '../layers';
import { upAll } from '../up/up';
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
    .addOption(targetOption())
    .action(async (options: { layer?: LayerName; target: TargetName }) => {
      await upAll(options);
    });
}
