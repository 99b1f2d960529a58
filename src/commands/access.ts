import { type Command, Option } from 'commander';
import { accessText, byTable } from '../access/accessText';
import { explainAccess } from '../access/explainAccess';
import { clientsOf } from '../target/clients';
import { openTarget } from '../target/open';
import type { RoleName } from '../target/roles';
import { lakeRoleOption, type TargetName, targetOption } from './options';

interface AccessOptions {
  as: RoleName;
  format: 'text' | 'json';
  target: TargetName;
}

export function accessCommand(program: Command): void {
  program
    .command('access')
    .description('who sees which column, and which policy or grant decides')
    .argument('[table...]', 'customers, or sandbox.mine; all tables when none is named')
    .addOption(lakeRoleOption('analyst'))
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .addOption(targetOption())
    .action(async (tables: string[], options: AccessOptions) => {
      const target = await openTarget(options.target);
      const clients = clientsOf(target);
      try {
        const rows = await explainAccess(target, clients, options.as, tables);
        if (options.format === 'json') console.log(JSON.stringify(rows, undefined, 2));
        else if (rows.length === 0) console.log('There are no tables yet: npx lakehouse up makes them.');
        else console.log(accessText(byTable(rows)));
      } finally {
        clients.destroy();
      }
    });
}
