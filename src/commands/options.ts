import { Option } from 'commander';
import { ROLES, type Role, type RoleName } from '../target/roles';

export type TargetName = 'local' | 'aws';

/** `--target local|aws`; `TARGET` in the environment is its default. */
export const targetOption = (): Option =>
  new Option('--target <target>', 'the account: local or aws')
    .choices(['local', 'aws'])
    .env('TARGET')
    .default('local');

/** `--as ROLE`. */
export const roleOption = (fallback: Role): Option =>
  new Option('--as <role>', 'whose rights: deployer, engineer, analyst or steward')
    .choices(ROLES)
    .default(fallback);

/** `--as ROLE`, of the roles whose rights Lake Formation grants. */
export const lakeRoleOption = (fallback: RoleName): Option =>
  new Option('--as <role>', 'whose rights: engineer, analyst or steward')
    .choices(ROLES.filter((role) => role !== 'deployer'))
    .default(fallback);
