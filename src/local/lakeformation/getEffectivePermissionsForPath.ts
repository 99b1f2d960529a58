import type {
  GetEffectivePermissionsForPathCommandInput,
  GetEffectivePermissionsForPathResponse,
} from '@aws-sdk/client-lakeformation';
import type { Operation } from '../call';
import { Constraints } from '../glue/constraints';
import { type GrantedResource, openGrants } from './grants';
import { page, visibleTo } from './listPermissions';
import { covers } from './registration';

/** The grants on a location in S3 and on all databases and tables that lie below it. */
export const getEffectivePermissionsForPath: Operation<
  GetEffectivePermissionsForPathCommandInput,
  GetEffectivePermissionsForPathResponse
> = async (input, call) => {
  new Constraints()
    .text('resourceArn', input.ResourceArn, { max: 2048 })
    .number('maxResults', input.MaxResults, { min: 1, max: 1000 })
    .check();
  const { catalog, store } = call.account;
  const below = (address: string | undefined) => address !== undefined && covers(input.ResourceArn!, address);
  const isBelow = (resource: GrantedResource): boolean => {
    switch (resource.kind) {
      case 'catalog':
        return false;
      case 'database':
        return below(catalog.database(resource.database)?.LocationUri);
      case 'location':
        return below(resource.arn.replace(/^arn:aws[\w-]*:s3:::/, 's3://'));
      case 'table':
      case 'columns': {
        const { database, table } = resource;
        if (!catalog.database(database)) return false;
        const tables = table === undefined ? catalog.tables(database) : [catalog.table(database, table)];
        return tables.some((found) => below(found?.StorageDescriptor?.Location));
      }
    }
  };
  const grants = openGrants(store)
    .list()
    .filter(({ resource }) => isBelow(resource));
  const { PrincipalResourcePermissions, NextToken } = page(visibleTo(call, grants), input, call);
  return { Permissions: PrincipalResourcePermissions, ...(NextToken === undefined ? {} : { NextToken }) };
};
