import path from 'node:path';
import type { Command } from 'commander';
import { openLayers, stopAccelerator } from '../layers';
import { stopAccount } from '../local/control';
import { lakehouseHome } from '../target/project';
import { stopSignal } from '../up/stopSignal';

export function downCommand(program: Command): void {
  program
    .command('down')
    .description('stop the local account; all data is kept')
    .action(async () => {
      const home = lakehouseHome();
      const place = { home: path.join(home, 'local') };
      const stopped = await openLayers(place, { signal: stopSignal('make down') }, async () => {
        await stopAccelerator(place);
        return stopAccount({ home });
      });
      console.log(
        stopped
          ? 'The local account is stopped. `make up` starts it again, with all data.'
          : 'The local account was not running.',
      );
    });
}
