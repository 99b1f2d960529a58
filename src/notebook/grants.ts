import type { Permission, Resource } from '@aws-sdk/client-lakeformation';
import { SANDBOX } from '../../infra/names';
import { type RoleName, roleName } from '../target/roles';
import { clients, target } from './session';

export interface GrantOptions {
  database?: string;
  permissions?: Permission[];
  /** Only these columns: an include list. */
  columns?: string[];
  /** All columns but these, also those that come later: an exclude list. */
  except?: string[];
}

/** Grants SELECT, or what is asked for, on a table of the sandbox. @throws Lake Formation's errors */
export async function grant(role: RoleName, table: string, options: GrantOptions = {}): Promise<void> {
  const { GrantPermissionsCommand } = await import('@aws-sdk/client-lakeformation');
  const lakeFormation = await (await clients()).lakeFormation();
  await lakeFormation.send(new GrantPermissionsCommand(await change(role, table, options)));
}

/** Takes back what {@link grant} gave with the same options. @throws Lake Formation's errors */
export async function revoke(role: RoleName, table: string, options: GrantOptions = {}): Promise<void> {
  const { RevokePermissionsCommand } = await import('@aws-sdk/client-lakeformation');
  const lakeFormation = await (await clients()).lakeFormation();
  await lakeFormation.send(new RevokePermissionsCommand(await change(role, table, options)));
}

async function change(
  role: RoleName,
  Name: string,
  { database = SANDBOX, permissions = ['SELECT'], columns, except }: GrantOptions,
) {
  if (columns && except) throw new RangeError('Give columns or except, not both.');
  const named = { DatabaseName: database, Name };
  const { accountId } = await target();
  const resource: Resource = columns
    ? { TableWithColumns: { ...named, ColumnNames: columns } }
    : except
      ? { TableWithColumns: { ...named, ColumnWildcard: { ExcludedColumnNames: except } } }
      : { Table: named };
  return {
    Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::${accountId}:role/${roleName(role)}` },
    Resource: resource,
    Permissions: permissions,
  };
}

/** Puts the location of a table under Lake Formation: from now on grants decide who reads it. */
export async function register(table: string, options: { database?: string } = {}): Promise<void> {
  const { RegisterResourceCommand } = await import('@aws-sdk/client-lakeformation');
  const lakeFormation = await (await clients()).lakeFormation();
  const { accountId } = await target();
  await lakeFormation.send(
    new RegisterResourceCommand({
      ResourceArn: await locationArn(table, options.database),
      RoleArn: `arn:aws:iam::${accountId}:role/lakehouse-data-access`,
    }),
  );
}

/** Takes the location away from Lake Formation: IAM alone decides again. */
export async function deregister(table: string, options: { database?: string } = {}): Promise<void> {
  const { DeregisterResourceCommand } = await import('@aws-sdk/client-lakeformation');
  const lakeFormation = await (await clients()).lakeFormation();
  await lakeFormation.send(
    new DeregisterResourceCommand({ ResourceArn: await locationArn(table, options.database) }),
  );
}

async function locationArn(Name: string, DatabaseName: string = SANDBOX): Promise<string> {
  const { GetTableCommand } = await import('@aws-sdk/client-glue');
  const glue = await (await clients()).glue();
  const { Table } = await glue.send(new GetTableCommand({ DatabaseName, Name }));
  return Table!.StorageDescriptor!.Location!.replace(/^s3:\/\//, 'arn:aws:s3:::').replace(/\/$/, '');
}
