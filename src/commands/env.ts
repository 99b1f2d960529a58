import type { Command } from 'commander';
import { openTarget } from '../target/open';
import type { Role } from '../target/roles';
import { credentialsOf } from '../target/session';
import { roleOption, type TargetName, targetOption } from './options';

/** A value for a POSIX shell. */
const quote = (value: string): string => `'${value.replaceAll("'", "'\\''")}'`;

export function envCommand(program: Command): void {
  program
    .command('env')
    .description('shell exports for any AWS client: eval "$(npx lakehouse env --as analyst)"')
    .addOption(roleOption('deployer'))
    .addOption(targetOption())
    .action(async (options: { as: Role; target: TargetName }) => {
      const target = await openTarget(options.target);
      const given = await credentialsOf(target, options.as);
      const set: Record<string, string> = {
        AWS_REGION: target.region,
        AWS_DEFAULT_REGION: target.region,
        AWS_ACCESS_KEY_ID: given.accessKeyId,
        AWS_SECRET_ACCESS_KEY: given.secretAccessKey,
        ...(given.sessionToken ? { AWS_SESSION_TOKEN: given.sessionToken } : {}),
        ...(target.endpoint ? { AWS_ENDPOINT_URL: target.endpoint } : {}),
      };
      // What the shell may have from before would win over the above, or sign for another account.
      const unset = [
        'AWS_PROFILE',
        'AWS_SESSION_TOKEN',
        'AWS_ENDPOINT_URL',
        'AWS_ROLE_ARN',
        'AWS_WEB_IDENTITY_TOKEN_FILE',
      ].filter((name) => !(name in set));
      console.log(
        [
          `unset ${unset.join(' ')}`,
          ...Object.entries(set).map(([name, value]) => `export ${name}=${quote(value)}`),
        ].join('\n'),
      );
    });
}
