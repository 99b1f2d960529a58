import type { Permission } from '@aws-sdk/client-lakeformation';
import type { Call } from '../call';
import { AwsError } from '../errors';
import type { Change } from './grantedResource';
import { type ColumnList, type Grant, type GrantedResource, openGrants } from './grants';
import { principalsOf } from './principal';

/**
 * Who grants or revokes must be a data lake administrator, or hold each of the permissions with the grant option.
 * The answer does not tell whether the object is there.
 * @throws AwsError AccessDeniedException
 */
export function requireGrantor(
  { account, principal }: Pick<Call, 'account' | 'principal'>,
  changes: Change[],
): void {
  if (account.lakeFormation.isAdmin(principal.grantee)) return;
  const grants = openGrants(account.store);
  const held = principalsOf(principal.grantee).flatMap((name) => grants.list(name));
  for (const { resource, permissions, grantable } of changes)
    for (const permission of new Set([...permissions, ...grantable]))
      if (!mayPassOn(held, resource, permission))
        throw new AwsError(
          'AccessDeniedException',
          'Resource does not exist or requester is not authorized to access requested permissions.',
        );
}

function mayPassOn(held: Grant[], resource: GrantedResource, permission: Permission): boolean {
  const grantable = held.filter((grant) => covers(grant.resource, resource));
  if (grantable.some((grant) => grant.resource.kind !== 'columns' && includes(grant.grantable, permission)))
    return true;
  if (resource.kind !== 'columns') return false;
  const lists = grantable.flatMap((grant) =>
    grant.resource.kind === 'columns' && grant.grantable.includes('SELECT') ? [grant.resource.columns] : [],
  );
  return coversColumns(lists, resource.columns);
}

const includes = (grantable: Permission[], permission: Permission): boolean =>
  grantable.includes(permission) || grantable.includes('ALL');

/** Is what is held about the object of the change, or about all tables of its database? */
function covers(held: GrantedResource, resource: GrantedResource): boolean {
  switch (resource.kind) {
    case 'catalog':
      return held.kind === 'catalog';
    case 'database':
      return held.kind === 'database' && held.database === resource.database;
    case 'location':
      return held.kind === 'location' && held.arn === resource.arn;
    case 'table':
    case 'columns':
      return (
        (held.kind === 'table' || (held.kind === 'columns' && resource.kind === 'columns')) &&
        held.database === resource.database &&
        (held.table === undefined || held.table === resource.table)
      );
  }
}

/** The grant option on columns is given on include lists, or on all columns. */
function coversColumns(held: ColumnList[], wanted: ColumnList): boolean {
  if (held.some((list) => 'exclude' in list && list.exclude.length === 0)) return true;
  const included = held.flatMap((list) => ('include' in list ? list.include : []));
  return 'include' in wanted && wanted.include.every((name) => included.includes(name));
}
