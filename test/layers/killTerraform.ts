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
  let again: NodeJS.Timeout | undefined;
  proxy.onChange = ({ name }) => {
    if (killed !== undefined) return true;
    const change = { number: ++number, name };
    // The provider of the run before may still be at it when the next begins; that kills nothing.
    if (!isMoment(change) || !killTerraform()) return false;
    killed = change;
    // Of layers side by side, one may be about to begin its run.
    again = setInterval(killTerraform, 50);
    return true;
  };
  try {
    await deploy();
  } catch (error) {
    if (killed === undefined) throw error;
  } finally {
    clearInterval(again);
    proxy.onChange = () => false;
  }
  return killed;
}

/** Kills every run of Terraform that this process has begun, with all that runs in its group. @returns whether there was one */
function killTerraform(): boolean {
  const killed = terraformRuns().filter((pid) => {
    try {
      return process.kill(-pid, 'SIGKILL');
    } catch {
      return false; // It has just ended.
    }
  });
  return killed.length > 0;
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
