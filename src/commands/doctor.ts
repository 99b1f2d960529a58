import type { Command } from 'commander';
import { accountFindings } from '../../scripts/setup/accountFindings.mjs';
import { examine, page } from '../../scripts/setup/probe.mjs';
import { lakehouseHome, projectRoot } from '../target/project';

export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(
      'what this machine has of what the lakehouse needs, how the local account is, and the remedies',
    )
    .action(async () => {
      const findings = [...examine(projectRoot()), ...(await accountFindings(lakehouseHome()))];
      console.log(page(findings));
      if (findings.some((finding) => finding.state === 'missing')) process.exitCode = 1;
    });
}
