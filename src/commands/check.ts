import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { renderReport, writeReport } from '../checks/report';
import { runChecks } from '../checks/run';
import { outputs } from '../layers';
import { progressLine } from '../progress';
import { openTarget } from '../target/open';
import { type TargetName, targetOption } from './options';

function numbers(text: string): number[] {
  const ids = text.split(',').map(Number);
  if (ids.some((id) => !Number.isInteger(id) || id < 1 || id > 7))
    throw new InvalidArgumentError('Give numbers from 1 to 7, such as 2,6.');
  return ids;
}

export function checkCommand(program: Command): void {
  program
    .command('check')
    .description('the seven exit checks; exit status 1 if one is red')
    .option('--only <numbers>', 'only these, such as 2,6; the report is left as it is', numbers)
    .addOption(targetOption())
    .action(async (options: { only?: number[]; target: TargetName }) => {
      const target = await openTarget(options.target);
      const line = progressLine(process.stderr);
      line.show('checking');
      const report = await runChecks(target, {
        only: options.only,
        outputs: await outputs(target),
        onResult: (result) => line.show(`check ${result.id} ${result.name}: ${result.status}`),
      });
      line.clear();
      console.log(renderReport(report));
      if (!options.only)
        console.log(`Report: ${await writeReport(target, report)}/report.json and report.md`);
      if (report.checks.some((check) => check.status === 'fail')) process.exitCode = 1;
    });
}
