import path from 'node:path';
import type { Command } from 'commander';
import pc from 'picocolors';
import { QueryFailed } from '../athena/query';
import { formatBytes } from '../athena/render';
import { CliError } from '../cliError';
import type { BadRow } from '../ingest/csv';
import { sandbox } from '../ingest/destination';
import { BadRowsError, type LoadOptions, type LoadOutcome, load } from '../ingest/load';
import { progressLine } from '../progress';
import { clientsOf } from '../target/clients';
import { openTarget } from '../target/open';
import type { RoleName } from '../target/roles';
import { lakeRoleOption, type TargetName, targetOption } from './options';

interface Options {
  table: string;
  as: RoleName;
  append?: boolean;
  skipBadRows?: boolean;
  delimiter?: string;
  header?: boolean;
  target: TargetName;
}

/** So many bad rows are shown. */
const SHOWN = 10;

export function loadCommand(program: Command): void {
  program
    .command('load')
    .description('load a CSV or Parquet file of your own into an Iceberg table of database sandbox')
    .argument('<file>', 'the file')
    .requiredOption('--table <name>', 'the table to make')
    .option('--append', 'add the rows to a table that is there')
    .option('--skip-bad-rows', 'leave out rows that do not fit, instead of refusing the file')
    .option('--delimiter <character>', 'between the fields of a CSV file; found out by default')
    .option('--header', 'the first row holds the names; found out by default')
    .option('--no-header', 'the first row is data')
    .addOption(lakeRoleOption('engineer'))
    .addOption(targetOption())
    .action(async (file: string, options: Options) => {
      const target = await openTarget(options.target);
      const clients = clientsOf(target, options.as);
      const abort = new AbortController();
      process.once('SIGINT', () => abort.abort(new CliError('Stopped; nothing was loaded.')));
      const line = progressLine(process.stderr);
      try {
        const outcome = await load(path.resolve(file), await sandbox(target, clients, options.as), {
          ...(options as Omit<LoadOptions, 'onProgress'>),
          signal: abort.signal,
          onProgress: (phase, done, total) =>
            line.show(total ? `${phase} ${formatBytes(done ?? 0)} of ${formatBytes(total)}` : phase),
        });
        line.clear();
        console.log(describe(outcome));
      } catch (error) {
        line.clear();
        if (error instanceof BadRowsError)
          throw new CliError(
            badRows(error.badRows, file),
            'Mend the file, or load the rest with --skip-bad-rows. Nothing was loaded.',
          );
        if (error instanceof QueryFailed)
          throw new CliError(`Athena refused the load: ${error.reason}`, 'Nothing was loaded.');
        throw error;
      } finally {
        clients.destroy();
      }
    });
}

function badRows(rows: BadRow[], file: string): string {
  const shown = rows
    .slice(0, SHOWN)
    .map((row) => `  line ${row.line}: ${row.problem}: ${row.text.slice(0, 100)}`);
  const more = rows.length > SHOWN ? [`  … and ${rows.length - SHOWN} more`] : [];
  return [
    `${rows.length} ${rows.length === 1 ? 'row' : 'rows'} of ${path.basename(file)} ${rows.length === 1 ? 'does' : 'do'} not fit its columns:`,
    ...shown,
    ...more,
  ].join('\n');
}

/** What was loaded, with every name that was changed and why. */
function describe(outcome: LoadOutcome): string {
  const width = Math.max(...outcome.columns.map((c) => c.name.length));
  const columns = outcome.columns.map(
    (c) =>
      `  ${c.name.padEnd(width)}  ${c.type}${c.because ? pc.dim(`  (was ${JSON.stringify(c.source)}: ${c.because})`) : ''}`,
  );
  const notes = outcome.notes.map((note) => pc.dim(`  note: ${note}`));
  const bad =
    outcome.badRows.length > 0
      ? [
          pc.yellow(
            `  ${outcome.badRows.length} rows were left out (lines ${outcome.badRows
              .slice(0, SHOWN)
              .map((r) => r.line)
              .join(', ')}${outcome.badRows.length > SHOWN ? ', …' : ''})`,
          ),
        ]
      : [];
  return [
    `${pc.green('✓')} ${outcome.rows.toLocaleString('en')} rows in ${outcome.table} (${(outcome.ms / 1000).toFixed(1)} s)`,
    ...columns,
    ...notes,
    ...bad,
    pc.dim(`  try: npx lakehouse sql "SELECT * FROM ${outcome.table} LIMIT 5"`),
  ].join('\n');
}
