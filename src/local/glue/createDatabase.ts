import type { CreateDatabaseCommandInput, CreateDatabaseResponse } from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { AwsError } from '../errors';
import { checkDatabaseInput } from './databaseInput';
import { databaseArn, putTags } from './tags';
import { requireLocation } from './visibility';

export const createDatabase: Operation<CreateDatabaseCommandInput, CreateDatabaseResponse> = async (
  input,
  call,
) => {
  checkDatabaseInput(input.DatabaseInput);
  const database = input.DatabaseInput!;
  const { catalog, lakeFormation, store } = call.account;
  if (!lakeFormation.mayCreateDatabase(call.principal.grantee))
    throw new AwsError(
      'AccessDeniedException',
      'Insufficient Lake Formation permission(s): Required Create Database on Catalog',
    );
  requireLocation(call, database.LocationUri);
  store.transaction(() => {
    catalog.createDatabase(database, call.now);
    const { Name } = catalog.database(database.Name!)!;
    lakeFormation.created(call.principal.grantee, { database: Name });
    putTags(call, databaseArn(call, Name), input.Tags);
  });
  return {};
};
