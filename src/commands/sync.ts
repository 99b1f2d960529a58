import { execFileSync } from 'node:child_process';
import type { Command } from 'commander';
import { ExitCriteriaError } from '../book/exitCriteria';
import { check, sync } from '../book/sync';
import { CliError } from '../cliError';
import { projectRoot } from '../target/project';

/** plan.md's committed texts, newest first; none outside of a git clone. */
function pastPlans(root: string): string[] {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const commits = git('log', '--format=%H', '-50', '--', 'plan.md').trim().split('\n').filter(Boolean);
    return commits.map((commit) => git('show', `${commit}:plan.md`));
  } catch {
    return [];
  }
}

export function syncCommand(program: Command): void {
  program
    .command('sync')
    .description('copy the exit criteria from plan.md to README.md and the book')
    .option('--check', 'only tell: exit status 1 when a copy differs')
    .option('--force', 'overwrite a copy that was edited')
    .action(async (options: { check?: boolean; force?: boolean }) => {
      const root = projectRoot();
      if (options.check) {
        const problems = await check(root);
        if (problems.length > 0)
          throw new CliError(problems.join('\n'), 'Edit the criteria in plan.md only, then run `make sync`.');
        console.log('The exit criteria are in step.');
        return;
      }
      try {
        const changed = await sync(root, pastPlans(root), options);
        console.log(
          changed.length === 0
            ? 'The exit criteria are in step.'
            : `Copied the exit criteria to ${changed.join(' and ')}.`,
        );
      } catch (error) {
        if (!(error instanceof ExitCriteriaError)) throw error;
        throw new CliError(
          error.message,
          'Move the edit to plan.md and undo it in the copy, or overwrite the copy with `scripts/sync-exit-criteria --force`.',
        );
      }
    });
}
