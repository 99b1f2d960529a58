import { AwsError } from '../errors';
import { withOwnCatalog } from '../glue/ownCatalog';
import type { JsonService } from '../service';
import { batchGrantPermissions, batchRevokePermissions } from './batchPermissions';
import { getDataLakeSettings, putDataLakeSettings } from './dataLakeSettings';
import { getDataLakePrincipal } from './getDataLakePrincipal';
import { getEffectivePermissionsForPath } from './getEffectivePermissionsForPath';
import { grantPermissions } from './grantPermissions';
import { listPermissions } from './listPermissions';
import {
  deregisterResource,
  describeResource,
  listResources,
  registerResource,
  updateResource,
} from './registeredResource';
import { revokePermissions } from './revokePermissions';

/** AWS Lake Formation. Tags, data cells filters and vended credentials are not there yet: they answer 4xx. */
export const lakeFormationService: JsonService = {
  name: 'lakeformation',
  ownChecks: / permissions(?:WithGrantOption)?\.\d+\.member$/,
  operations: withOwnCatalog({
    GetDataLakeSettings: getDataLakeSettings,
    PutDataLakeSettings: putDataLakeSettings,
    RegisterResource: registerResource,
    DescribeResource: describeResource,
    UpdateResource: updateResource,
    DeregisterResource: deregisterResource,
    ListResources: listResources,
    GrantPermissions: grantPermissions,
    RevokePermissions: revokePermissions,
    BatchGrantPermissions: batchGrantPermissions,
    BatchRevokePermissions: batchRevokePermissions,
    ListPermissions: listPermissions,
    GetEffectivePermissionsForPath: getEffectivePermissionsForPath,
    GetDataLakePrincipal: getDataLakePrincipal,
  }),
  /** Lake Formation has no resources that IAM could name. */
  resources: () => ['*'],
  invalid: (message) => new AwsError('ValidationException', message),
};
