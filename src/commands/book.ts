import fs from 'node:fs';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { CliError } from '../cliError';
import { progressLine } from '../progress';
import { lakehouseHome, projectRoot } from '../target/project';
import { stopSignal } from '../up/stopSignal';
import { type TargetName, targetOption } from './options';

interface BuildOptions {
  executed?: string;
  reports?: string;
  publish?: boolean;
  out?: string;
  target: TargetName;
}

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new InvalidArgumentError('Give a number from 1 to 65535.');
  return number;
}

export function bookCommand(program: Command): void {
  const book = program.command('book').description('the course book: build it, read it');
  book
    .command('build')
    .description('build the book, and look at each of its pages')
    .option('--executed <folder>', 'executed notebooks; by default those of the last `notebooks run`')
    .option('--reports <folder>', 'a home with the reports to show; LAKEHOUSE_HOME by default')
    .option('--publish', 'for others to read: refuse lessons that have not been executed as they are now')
    .option('--out <folder>', 'where the site goes; lakehouse-book/build by default')
    .addOption(targetOption())
    .action(build);
  book
    .command('serve')
    .description('show the built book on this machine, without a network')
    .option('--out <folder>', 'the site; lakehouse-book/build by default')
    .option('--port <port>', 'on the loopback address', port, 3000)
    .action(async (options: { out?: string; port: number }) => {
      const root = projectRoot();
      needPackages(root);
      const [{ siteFolder }, { serveBook }] = await Promise.all([
        import('../book/build'),
        import('../book/serve'),
      ]);
      const site = options.out ? path.resolve(options.out) : siteFolder(root);
      process.exitCode = await serveBook(root, site, options.port);
    });
}

async function build(options: BuildOptions): Promise<void> {
  const root = projectRoot();
  needPackages(root);
  // The packages behind it come with the book only, so it is loaded when it is asked for.
  const { buildBook, siteFolder } = await import('../book/build');
  const reports = path.resolve(options.reports ?? lakehouseHome());
  const line = progressLine(process.stderr);
  try {
    const made = await buildBook(
      root,
      {
        executed: path.resolve(options.executed ?? path.join(reports, options.target, 'notebooks')),
        reports,
        target: options.target,
        publish: options.publish ?? false,
        out: options.out ? path.resolve(options.out) : siteFolder(root),
        signal: stopSignal('make book'),
      },
      (phase) => line.show(`book: ${phase}`),
    );
    line.clear();
    const [heaviest] = made.weights;
    const seconds = made.phases.reduce((sum, phase) => sum + phase.seconds, 0);
    console.log(
      `${pc.green('✓')} ${made.weights.length} pages in ${seconds.toFixed(1)} s (${made.phases
        .map((phase) => `${phase.name} ${phase.seconds.toFixed(1)} s`)
        .join(', ')})`,
    );
    if (heaviest)
      console.log(
        `  The heaviest is /${heaviest.page}: ${Math.round(heaviest.bytes / 1000)} kB on the wire.`,
      );
    for (const { name, why } of made.stale)
      console.log(`${pc.yellow('!')} ${name}: ${why}; its page says so. \`make notebooks-run\` runs it.`);
    console.log(`The book: ${path.relative(process.cwd(), made.out) || '.'} (\`make book-serve\` shows it)`);
  } finally {
    line.clear();
  }
}

function needPackages(root: string): void {
  if (!fs.existsSync(path.join(root, 'node_modules/@docusaurus/core/package.json')))
    throw new CliError('The packages of the book are not installed.', '`make book` installs them.');
}
