import type { Command } from 'commander';
import pc from 'picocolors';
import { runQuery } from '../athena/query';
import { renderResult } from '../athena/render';
import { dataLoop } from '../checks/dataLoop';
import { CliError } from '../cliError';
import { type Clients, clientsOf } from '../target/clients';
import { openTarget } from '../target/open';
import { roleName } from '../target/roles';
import { type TargetName, targetOption } from './options';

export function demoCommand(program: Command): void {
  program
    .command('demo')
    .description('run the demo queries of the engineer’s work group, and the loop CSV, Iceberg, Athena')
    .addOption(targetOption())
    .action(async (options: { target: TargetName }) => {
      const target = await openTarget(options.target);
      const clients = clientsOf(target, 'engineer');
      try {
        await demoQueries(clients);
        const finding = await dataLoop.run({ target, as: () => clients, outputs: {} });
        if (finding.status !== 'pass')
          throw new CliError(
            `The loop did not return its row: ${finding.evidence}`,
            'Run `make check` for the whole picture.',
          );
        console.log(`${pc.green('✓')} ${finding.evidence}`);
      } finally {
        clients.destroy();
      }
    });
}

/** Runs every named query of the engineer's work group and prints its rows. @throws CliError when there is none */
export async function demoQueries(
  clients: Clients,
  print: (text: string) => void = console.log,
): Promise<void> {
  const { ListNamedQueriesCommand, BatchGetNamedQueryCommand } = await import('@aws-sdk/client-athena');
  const athena = await clients.athena();
  const WorkGroup = roleName('engineer');
  const { NamedQueryIds = [] } = await athena.send(new ListNamedQueriesCommand({ WorkGroup }));
  if (NamedQueryIds.length === 0)
    throw new CliError(
      `The work group ${WorkGroup} has no named queries.`,
      'Run `make up` first: the query layer makes them.',
    );
  const { NamedQueries = [] } = await athena.send(new BatchGetNamedQueryCommand({ NamedQueryIds }));
  for (const query of NamedQueries.sort((a, b) => a.Name!.localeCompare(b.Name!))) {
    const result = await runQuery(athena, query.QueryString!, {
      workGroup: WorkGroup,
      database: query.Database,
    });
    print(`${pc.bold(query.Description || query.Name!)}\n${renderResult(result, 'table')}\n`);
  }
}
