import type { UpdateTableCommandInput, UpdateTableResponse } from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { AwsError } from '../errors';
import { foldName } from './catalog';
import { Constraints } from './constraints';
import { revealingChange } from './revealingChange';
import { checkTableInput } from './tableInput';
import { requireTableLocations } from './tableLocation';
import { requireOnTable, visibleDatabase } from './visibility';

/**
 * Replaces a table's definition. With a VersionId it is the commit of an Iceberg client: it fails when another one came
 * first.
 */
export const updateTable: Operation<UpdateTableCommandInput, UpdateTableResponse> = async (input, call) => {
  new Constraints()
    .text('databaseName', input.DatabaseName)
    .optionalText('name', input.Name)
    .optionalText('versionId', input.VersionId)
    .check();
  if (input.UpdateOpenTableFormatInput || input.ViewUpdateAction)
    throw new AwsError('InvalidInputException', 'Only updates by TableInput are supported.');
  checkTableInput(input.TableInput);
  const next = input.TableInput!;
  if (input.Name !== undefined && foldName(input.Name) !== foldName(next.Name!))
    throw new AwsError('InvalidInputException', 'Table name cannot be changed.');
  const table = await requireOnTable(call, input.DatabaseName!, next.Name!, 'ALTER');
  requireTableLocations(call, visibleDatabase(call, table.database), next, table.forCommit);
  const { SkipArchive: skipArchive = false, VersionId } = input;
  const { account } = call;
  const change = await revealingChange(account, table.database, next);
  account.store.transaction(() => {
    change.refuse();
    account.catalog.replaceTable(table.database, next, VersionId, call.now, { skipArchive });
  });
  return {};
};
