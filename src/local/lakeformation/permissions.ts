import type { Permission } from '@aws-sdk/client-lakeformation';

/** All permissions that the API knows ("Super" on the console is ALL). */
export const PERMISSIONS: readonly Permission[] = [
  'ALL',
  'SELECT',
  'ALTER',
  'DROP',
  'DELETE',
  'INSERT',
  'DESCRIBE',
  'CREATE_DATABASE',
  'CREATE_TABLE',
  'DATA_LOCATION_ACCESS',
  'CREATE_LF_TAG',
  'ASSOCIATE',
  'GRANT_WITH_LF_TAG_EXPRESSION',
  'CREATE_LF_TAG_EXPRESSION',
  'CREATE_CATALOG',
  'SUPER_USER',
];

export const DATABASE_PERMISSIONS: readonly Permission[] = [
  'ALL',
  'ALTER',
  'CREATE_TABLE',
  'DESCRIBE',
  'DROP',
];

export const TABLE_PERMISSIONS: readonly Permission[] = [
  'ALL',
  'ALTER',
  'DELETE',
  'DESCRIBE',
  'DROP',
  'INSERT',
  'SELECT',
];

export const CATALOG_PERMISSIONS: readonly Permission[] = [
  'CREATE_DATABASE',
  'CREATE_CATALOG',
  'CREATE_LF_TAG',
  'CREATE_LF_TAG_EXPRESSION',
];

export const LOCATION_PERMISSIONS: readonly Permission[] = ['DATA_LOCATION_ACCESS'];

/** As AWS's texts spell a permission: `Create Table`. */
export const spelled = (permission: Permission): string =>
  permission
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
