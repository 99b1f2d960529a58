import { Option } from 'commander';
import { ROLES, type Role } from '../target/roles';

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
