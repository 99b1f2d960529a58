import { ROLES as MADE, type RoleName } from '../../infra/names';

export { type RoleName, roleName } from '../../infra/names';

/** Who one can be: the deployer, or one of the roles that the foundation layer makes. */
export type Role = 'deployer' | RoleName;

export const ROLES: readonly Role[] = ['deployer', ...MADE];
