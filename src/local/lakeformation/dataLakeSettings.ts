import type {
  GetDataLakeSettingsCommandInput,
  GetDataLakeSettingsResponse,
  PrincipalPermissions,
  PutDataLakeSettingsCommandInput,
  PutDataLakeSettingsResponse,
} from '@aws-sdk/client-lakeformation';
import type { Operation } from '../call';
import { AwsError } from '../errors';
import { Constraints } from '../glue/constraints';
import { IAM_ALLOWED_PRINCIPALS, principalOf } from './principal';
import { openSettings } from './settings';

export const getDataLakeSettings: Operation<
  GetDataLakeSettingsCommandInput,
  GetDataLakeSettingsResponse
> = async (_input, call) => ({ DataLakeSettings: openSettings(call.account.store).get() });

/** Replaces all settings. Whoever IAM lets in may do it: so the first administrator of a data lake comes to be. */
export const putDataLakeSettings: Operation<
  PutDataLakeSettingsCommandInput,
  PutDataLakeSettingsResponse
> = async ({ DataLakeSettings: settings }, call) => {
  new Constraints()
    .structure('dataLakeSettings', settings)
    .optionalList('dataLakeSettings.dataLakeAdmins', settings?.DataLakeAdmins, { max: 30 })
    .optionalList('dataLakeSettings.readOnlyAdmins', settings?.ReadOnlyAdmins, { max: 30 })
    .optionalList(
      'dataLakeSettings.createDatabaseDefaultPermissions',
      settings?.CreateDatabaseDefaultPermissions,
    )
    .optionalList('dataLakeSettings.createTableDefaultPermissions', settings?.CreateTableDefaultPermissions)
    .check();
  for (const admin of [...(settings!.DataLakeAdmins ?? []), ...(settings!.ReadOnlyAdmins ?? [])])
    principalOf(admin);
  checkDefault('Database', settings!.CreateDatabaseDefaultPermissions);
  checkDefault('Table', settings!.CreateTableDefaultPermissions);
  openSettings(call.account.store).put(settings!);
  return {};
};

/** New objects are open to IAM alone or closed; nothing else can be a default. */
function checkDefault(object: 'Database' | 'Table', permissions: PrincipalPermissions[] | undefined): void {
  for (const { Principal, Permissions } of permissions ?? []) {
    const isOpen = Permissions?.length === 1 && Permissions[0] === 'ALL';
    if (Principal?.DataLakePrincipalIdentifier !== IAM_ALLOWED_PRINCIPALS || (!isOpen && Permissions?.length))
      throw new AwsError('InvalidInputException', `Create ${object} Default not supported for principal`);
  }
}
