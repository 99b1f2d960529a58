import type { UpdateDatabaseCommandInput, UpdateDatabaseResponse } from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { AwsError } from '../errors';
import { foldName } from './catalog';
import { Constraints } from './constraints';
import { checkDatabaseInput } from './databaseInput';
import { requireLocation, requireOnDatabase } from './visibility';

/** Replaces what is known of a database. Its name cannot change. */
export const updateDatabase: Operation<UpdateDatabaseCommandInput, UpdateDatabaseResponse> = async (
  input,
  call,
) => {
  new Constraints().text('name', input.Name).check();
  checkDatabaseInput(input.DatabaseInput);
  const database = requireOnDatabase(call, input.Name!, 'ALTER');
  if (foldName(input.DatabaseInput!.Name!) !== database.Name)
    throw new AwsError('InvalidInputException', 'Database name cannot be changed.');
  const { LocationUri } = input.DatabaseInput!;
  if (LocationUri !== database.LocationUri) requireLocation(call, LocationUri);
  call.account.catalog.replaceDatabase(database.Name, input.DatabaseInput!);
  return {};
};
