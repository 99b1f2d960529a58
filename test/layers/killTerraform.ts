import { execFileSync } from 'node:child_process';

/** Kills every run of Terraform that this process has begun, with all that runs in its group. */
export function killTerraform(): void {
  for (const pid of terraformRuns())
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
}

/** The process ids of the runs. */
function terraformRuns(): number[] {
  try {
    return execFileSync('pgrep', ['-P', String(process.pid), 'terraform'], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
  } catch {
    return [];
  }
}
