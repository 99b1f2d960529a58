import { Command } from 'commander';
import pc from 'picocolors';
import { CliError } from './cliError';
import { accessCommand } from './commands/access';
import { accountCommand } from './commands/account';
import { bookCommand } from './commands/book';
import { checkCommand } from './commands/check';
import { conformanceCommand } from './commands/conformance';
import { demoCommand } from './commands/demo';
import { doctorCommand } from './commands/doctor';
import { downCommand } from './commands/down';
import { envCommand } from './commands/env';
import { lessonCommand } from './commands/lesson';
import { loadCommand } from './commands/load';
import { notebooksCommand } from './commands/notebooks';
import { nukeCommand } from './commands/nuke';
import { planCommand } from './commands/plan';
import { sqlCommand } from './commands/sql';
import { statusCommand } from './commands/status';
import { syncCommand } from './commands/sync';
import { upCommand } from './commands/up';
import { version } from './package.json';

const program = new Command('lakehouse')
  .description('A skeleton lakehouse: bring it up, query it, check it, tear it down.')
  .version(version)
  .showHelpAfterError('(lakehouse --help lists the commands)')
  .configureHelp({ sortSubcommands: false });

for (const command of [
  upCommand,
  checkCommand,
  statusCommand,
  sqlCommand,
  accessCommand,
  loadCommand,
  demoCommand,
  lessonCommand,
  notebooksCommand,
  envCommand,
  planCommand,
  downCommand,
  nukeCommand,
  doctorCommand,
  accountCommand,
  bookCommand,
  syncCommand,
  conformanceCommand,
]) {
  command(program);
}

async function main(): Promise<void> {
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    process.exitCode = error instanceof CliError ? error.status : 1;
    if (!(error instanceof CliError)) {
      console.error(error);
      return;
    }
    console.error(`${pc.red('✗')} ${error.message}`);
    if (error.hint) console.error(`  ${pc.dim('What next:')} ${error.hint}`);
    // What was waited for may go on for a while, for nobody.
    process.exit();
  }
}

void main();
