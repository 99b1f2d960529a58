import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import pc from 'picocolors';
import { CliError } from '../cliError';
import { type AccountReport, AccountRuns, accountFolder, examineAccount } from '../local/control';
import { lakehouseHome, projectRoot } from '../target/project';

export function accountCommand(program: Command): void {
  const account = program
    .command('account')
    .description('look after the state of the local account, while it is stopped');
  account
    .command('check')
    .description('read all of its state and every object, and name what is damaged or missing')
    .option('--json', 'print the report as JSON')
    .action((options: { json?: boolean }) => examine('check', options.json));
  account
    .command('repair')
    .description('check it, give files without an entry their objects back, and say what could not be saved')
    .option('--json', 'print the report as JSON')
    .action((options: { json?: boolean }) => examine('repair', options.json));
}

/** Exit status 1 when something is damaged or could not be saved. */
async function examine(how: 'check' | 'repair', json = false): Promise<void> {
  const home = lakehouseHome();
  const folder = accountFolder({ home });
  if (!fs.existsSync(folder))
    throw new CliError('There is no local account here.', 'Run `make up` first; it takes a few minutes.');
  const entry = path.join(projectRoot(), 'src', 'dist', 'local.js');
  const report = await examineAccount({ home, entry }, how).catch((error: unknown) => {
    if (error instanceof AccountRuns)
      throw new CliError(
        `${error.message} Its state can be examined only while it is stopped.`,
        'Run `make down`; then try again.',
      );
    throw new CliError(error instanceof Error ? error.message : String(error), 'See the message above.');
  });
  console.log(json ? JSON.stringify(report, undefined, 2) : render(report, how));
  if (report.problems.length > 0) process.exitCode = 1;
}

function render({ folder, verified, repaired, problems }: AccountReport, how: 'check' | 'repair'): string {
  const megabytes = (verified.bytes / 1e6).toFixed(1);
  const lines = [
    `${pc.bold('account')}   ${folder}`,
    `${pc.bold('verified')}  ${verified.objects} objects, ${megabytes} MB`,
    ...repaired.map((text) => `${pc.green('✓')} ${text}`),
    ...problems.map((text) => `${pc.yellow('!')} ${text}`),
  ];
  if (problems.length === 0) lines.push(`${pc.green('✓')} Nothing is missing or damaged.`);
  else if (how === 'check')
    lines.push(`  ${pc.dim('What next:')} \`lakehouse account repair\` restores what can be restored.`);
  return lines.join('\n');
}
