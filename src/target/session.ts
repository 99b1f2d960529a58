import { CliError } from '../cliError';
import { type Role, type RoleName, roleName } from './roles';
import type { Credentials, Target } from './target';

/** Refreshes this long before a session's key ends. */
const MARGIN_MS = 60_000;
const sessions = new WeakMap<Target, Map<Role, Promise<Credentials>>>();

/**
 * Credentials of a role on a target: the deployer's own, or a session of the role by STS AssumeRole (kept until shortly
 * before it ends). @throws CliError when the role is not there yet
 */
export async function credentialsOf(target: Target, role: Role): Promise<Credentials> {
  if (role === 'deployer') return target.credentials();
  const kept = sessions.get(target) ?? new Map<Role, Promise<Credentials>>();
  sessions.set(target, kept);
  const held = await kept.get(role);
  if (held && (held.expiration?.getTime() ?? Number.POSITIVE_INFINITY) - Date.now() > MARGIN_MS) return held;
  const fresh = assume(target, role);
  kept.set(role, fresh);
  fresh.catch(() => kept.delete(role));
  return fresh;
}

async function assume(target: Target, role: RoleName): Promise<Credentials> {
  const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const sts = new STSClient({
    region: target.region,
    endpoint: target.endpoint,
    credentials: await target.credentials(),
  });
  const arn = `arn:aws:iam::${target.accountId}:role/${roleName(role)}`;
  try {
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: `lakehouse-${role}` }),
    );
    return {
      accessKeyId: given!.AccessKeyId!,
      secretAccessKey: given!.SecretAccessKey!,
      sessionToken: given!.SessionToken,
      expiration: given!.Expiration,
    };
  } catch (error) {
    throw new CliError(
      `The role ${roleName(role)} cannot be assumed on ${target.name}: ${error instanceof Error ? error.message : error}`,
      'Run `make up` first: the foundation layer makes the roles.',
    );
  } finally {
    sts.destroy();
  }
}
