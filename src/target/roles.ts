/** Who one can be: the deployer, or one of the roles that the foundation layer makes. */
export type Role = 'deployer' | 'engineer' | 'analyst' | 'steward';

export const ROLES: readonly Role[] = ['deployer', 'engineer', 'analyst', 'steward'];

/** The name of a role in IAM, and of its work group in Athena. */
export const roleName = (role: Exclude<Role, 'deployer'>): string => `lakehouse-${role}`;
