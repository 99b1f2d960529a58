import type { DataLakeSettings, PrincipalPermissions } from '@aws-sdk/client-lakeformation';
import type { Store } from '../store/store';
import { IAM_ALLOWED_PRINCIPALS } from './principal';

const OPEN_DEFAULT: PrincipalPermissions[] = [
  { Principal: { DataLakePrincipalIdentifier: IAM_ALLOWED_PRINCIPALS }, Permissions: ['ALL'] },
];

/** What GetDataLakeSettings answers for members that were never put. */
const EMPTY: DataLakeSettings = {
  DataLakeAdmins: [],
  ReadOnlyAdmins: [],
  CreateDatabaseDefaultPermissions: [],
  CreateTableDefaultPermissions: [],
  Parameters: { CROSS_ACCOUNT_VERSION: '1', SET_CONTEXT: 'TRUE' },
  TrustedResourceOwners: [],
  AllowExternalDataFiltering: false,
  AllowFullTableExternalDataAccess: false,
  ExternalDataFilteringAllowList: [],
  AuthorizedSessionTagValueList: [],
};

/** A fresh account: nobody is an administrator, and IAM alone decides on all that is created. */
const FRESH: DataLakeSettings = {
  ...EMPTY,
  CreateDatabaseDefaultPermissions: OPEN_DEFAULT,
  CreateTableDefaultPermissions: OPEN_DEFAULT,
};

/** The settings of the account's data lake, durable. */
export interface Settings {
  get(): DataLakeSettings;
  /** Replaces everything: a member that is not given is emptied, the list of administrators too. */
  put(settings: DataLakeSettings): void;
}

export function openSettings(store: Store): Settings {
  const table = store.table<DataLakeSettings>('lakeformation.settings');
  return {
    get: () => table.get('settings') ?? FRESH,
    put: (settings) => {
      const given = Object.fromEntries(
        Object.entries(settings).filter(
          ([name, value]) => name in EMPTY && value !== undefined && value !== null,
        ),
      );
      table.put('settings', {
        ...EMPTY,
        ...given,
        Parameters: { ...EMPTY.Parameters, ...settings.Parameters },
      });
    },
  };
}
