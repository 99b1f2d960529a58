import type { Command } from 'commander';
import { examine, page } from '../../scripts/setup/probe.mjs';
import { projectRoot } from '../target/project';

export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('what this machine has of what the lakehouse needs, and the remedy for the rest')
    .action(() => {
      const findings = examine(projectRoot());
      console.log(page(findings));
      if (findings.some((finding) => finding.state === 'missing')) process.exitCode = 1;
    });
}
