import type { Command } from 'commander';
import { Option } from 'commander';
import { QueryFailed, runQuery } from '../athena/query';
import { type Format, renderResult } from '../athena/render';
import { CliError } from '../cliError';
import { clientsOf } from '../target/clients';
import { openTarget } from '../target/open';
import { type Role, roleName } from '../target/roles';
import { roleOption, type TargetName, targetOption } from './options';

interface SqlOptions {
  as: Role;
  format: Format;
  target: TargetName;
  database: string;
}

export function sqlCommand(program: Command): void {
  program
    .command('sql')
    .description('run one statement through Athena')
    .argument('<statement>', 'SQL; - reads it from standard input')
    .addOption(roleOption('engineer'))
    .addOption(
      new Option('--format <format>', 'how to print the result')
        .choices(['table', 'json', 'csv'])
        .default('table'),
    )
    .option('--database <name>', 'the database of names that have none', 'lakehouse')
    .addOption(targetOption())
    .action(async (statement: string, options: SqlOptions) => {
      const sql = statement === '-' ? await standardInput() : statement;
      const target = await openTarget(options.target);
      const clients = clientsOf(target, options.as);
      const abort = new AbortController();
      process.once('SIGINT', () => abort.abort());
      try {
        // The deployer has no work group of its own, and `primary` has no place for results.
        const workGroup = roleName(options.as === 'deployer' ? 'engineer' : options.as);
        const result = await runQuery(await clients.athena(), sql, {
          workGroup,
          database: options.database,
          signal: abort.signal,
        });
        console.log(renderResult(result, options.format));
      } catch (error) {
        if (!(error instanceof QueryFailed)) throw error;
        throw new CliError(error.reason, hintFor(error, options.as));
      } finally {
        clients.destroy();
      }
    });
}

/** What a person can do about a refused statement, where the error says it. */
function hintFor(error: QueryFailed, role: Role): string | undefined {
  const { reason } = error;
  if (reason.startsWith('COLUMN_NOT_FOUND'))
    return `Look at the columns that the ${role} may see: npx lakehouse sql "DESCRIBE <table>" --as ${role}`;
  if (/TABLE_NOT_FOUND|SCHEMA_NOT_FOUND/.test(reason))
    return 'See what is there: npx lakehouse sql "SHOW TABLES" --database lakehouse (or sandbox).';
  if (/ermission|not authorized|AccessDenied/.test(reason))
    return `The ${role} lacks a right; another role may have it (--as engineer, analyst, steward).`;
  if (error.state === 'CANCELLED')
    return 'The query was stopped: by Ctrl-C, or because it scanned more than its work group allows.';
  return undefined;
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
