import type { Command } from 'commander';
import { CliError } from '../cliError';
import { progressLine } from '../progress';
import { openTarget } from '../target/open';
import type { Target } from '../target/target';
import { stopSignal } from '../up/stopSignal';
import { confirmAccount } from './confirm';
import { type TargetName, targetOption } from './options';

interface Options {
  target: TargetName;
  case?: string[];
  record?: boolean;
  yes?: boolean;
}

export function conformanceCommand(program: Command): void {
  program
    .command('conformance')
    .description('ask an account what the local account assumes of AWS, and compare the answers')
    .option('--case <ids...>', 'only these cases')
    .option('--record', 'keep the answers in test/conformance/answers; the book shows those of aws')
    .option('--yes', 'do not ask (on aws it asks for the account’s number)')
    .addOption(targetOption())
    .addHelpText(
      'after',
      `
Each case sends requests to the account, in a bucket, a database, a work group and a role of its own whose names begin
with lakehouse-conformance-; they are removed at the end, also after a failure or Ctrl-C. On local it starts an account
of its own, which goes with it. On aws it costs less than 0.05 USD and takes some minutes; it needs rights in Athena,
Budgets, Glue, IAM, Lake Formation, S3 and STS; cases that lack one say so. Lake Formation's service-linked role, which
AWS makes when a location is registered for the first time, stays.`,
    )
    .action(async (options: Options) => {
      // The suite brings eight SDK clients along: it is loaded when it is used.
      const { CASES } = await import('../conformance/cases');
      const unknown = (options.case ?? []).filter((id) => !CASES.some((one) => one.id === id));
      if (unknown.length > 0)
        throw new CliError(
          `There is no case ${unknown.join(', ')}.`,
          `The cases: ${CASES.map(({ id }) => id).join(', ')}`,
        );
      const chosen = options.case ? CASES.filter(({ id }) => options.case!.includes(id)) : CASES;
      const { isolatedAccount } = await import('../conformance/isolatedAccount');
      // From here on something may have to be removed.
      const signal = stopSignal('make conformance');
      const { target, remove } =
        options.target === 'aws'
          ? { target: await openTarget('aws'), remove: async () => undefined }
          : await isolatedAccount();
      try {
        if (target.name === 'aws' && !options.yes) await askFor(target, chosen.length);
        await run(target, chosen, options.record ?? false, signal);
      } finally {
        await remove();
      }
    });
}

type Cases = typeof import('../conformance/cases')['CASES'];

async function run(target: Target, chosen: Cases, record: boolean, signal: AbortSignal): Promise<void> {
  const [{ runSuite }, { renderSuite }, { recordAnswers, recordedAnswers }] = await Promise.all([
    import('../conformance/suite'),
    import('../conformance/render'),
    import('../conformance/recorded'),
  ]);
  const line = progressLine(process.stderr);
  let asked = 0;
  const report = await runSuite(target, chosen, recordedAnswers(target.name), {
    signal,
    on: ({ id }) => line.show(`case ${id}, ${++asked} of ${chosen.length}`),
  });
  line.clear();
  console.log(renderSuite(report));
  const answers = report.results.flatMap((result) =>
    result.outcome === 'could not run' ? [] : [[result.id, result.answer] as const],
  );
  if (record && answers.length > 0) {
    const day = new Date().toISOString().slice(0, 10);
    console.log(`Recorded in ${recordAnswers(target.name, Object.fromEntries(answers), day)}`);
  }
  const failed = report.results.some(
    ({ outcome }) => outcome === 'could not run' || (outcome === 'differs' && !record),
  );
  if (failed || report.left.length > 0 || signal.aborted) process.exitCode = 1;
}

const askFor = (target: Target, cases: number): Promise<void> =>
  confirmAccount(
    target,
    `This asks ${cases} cases. It makes a bucket, a database, work groups, a role, budgets, Lake Formation grants and
locations of its own, and removes them at the end; it costs less than 0.05 USD.`,
    'Nothing was asked.',
  );
