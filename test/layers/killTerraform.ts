import { execFileSync } from 'node:child_process';
import type { ChangeProxy, SeenChange } from './changeProxy';

/**
 * Deploys, and kills every run of Terraform (SIGKILL, the whole group) after the account has made a certain change and
 * before anybody hears of it. From then on nobody hears of any other change either.
 * @returns the change; undefined when the deployment came to its end before
 */
export async function deployKilledAt(
  proxy: ChangeProxy,
  isMoment: (change: SeenChange) => boolean,
  deploy: () => Promise<unknown>,
): Promise<SeenChange | undefined> {
  let killed: SeenChange | undefined;
  let number = 0;
  proxy.onChange = ({ name }) => {
    const change = { number: ++number, name };
    if (killed === undefined && isMoment(change)) {
      killed = change;
      killTerraform();
    }
    return killed !== undefined;
  };
  try {
    await deploy();
  } catch (error) {
    if (killed === undefined) throw error;
  } finally {
    proxy.onChange = () => false;
  }
  return killed;
}

/** Kills every run of Terraform that this process has begun, with all that runs in its group. */
function killTerraform(): void {
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
