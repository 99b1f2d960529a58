import type { Permission } from '@aws-sdk/client-lakeformation';
import type { CatalogTable } from '../glue/catalog';

/** What one principal may do with one table, after the union of all its grants. */
export interface TableAccess {
  /** Permissions on the table as a whole (SELECT is here only where it covers every column and row). */
  permissions: ReadonlySet<Permission>;
  /** Lower-case names of the columns that the principal may SELECT; all of the table's for a full grant. */
  columns: ReadonlySet<string>;
  /** True when the principal has any permission on the table, so that its metadata (trimmed to `columns` where SELECT is partial) is shown. */
  visible: boolean;
  /** Row filter of data cells filters; undefined: all rows. (A later issue fills it.) */
  rowFilter?: string;
}

/**
 * Lake Formation's decisions, made from settings, grants and resources in the account's store. IAM_ALLOWED_PRINCIPALS
 * on an object means that Lake Formation leaves the decision to IAM alone (full access here).
 */
export interface LakeFormation {
  isAdmin(grantee: string): boolean;
  tableAccess(grantee: string, table: CatalogTable): TableAccess;
  /** Database permissions of the principal; `visible` also when it may see any table in it. */
  databaseAccess(grantee: string, database: string): { permissions: ReadonlySet<Permission>; visible: boolean };
  /** May the principal create a database? (admin, or a CREATE_DATABASE grant on the catalog, or open defaults) */
  mayCreateDatabase(grantee: string): boolean;
  /** The registered resource (an S3 ARN) whose prefix covers the address, if any. */
  registeredLocation(s3Uri: string): string | undefined;
  /** DATA_LOCATION_ACCESS on the registered resource that covers the address (true where none covers it). */
  mayUseLocation(grantee: string, s3Uri: string): boolean;
  /** Records the creator's implicit permissions (ALL with grant option) on a new table or database. */
  created(grantee: string, resource: { database: string; table?: string }): void;
}
