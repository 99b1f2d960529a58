import type {
  BatchDeleteTableVersionCommandInput,
  BatchDeleteTableVersionResponse,
  DeleteTableVersionCommandInput,
  DeleteTableVersionResponse,
  GetTableVersionCommandInput,
  GetTableVersionResponse,
  GetTableVersionsCommandInput,
  GetTableVersionsResponse,
} from '@aws-sdk/client-glue';
import type { Call, Operation } from '../call';
import { AwsError } from '../errors';
import { type CatalogTable, versionNotFound } from './catalog';
import { Constraints } from './constraints';
import { gluePage } from './gluePage';
import { shownTable } from './shown';
import { requireOnTable, requireVisibleTable, showsColumn, withVisibleColumns } from './visibility';

export const getTableVersions: Operation<GetTableVersionsCommandInput, GetTableVersionsResponse> = async (
  input,
  call,
) => {
  new Constraints()
    .text('databaseName', input.DatabaseName)
    .text('tableName', input.TableName)
    .number('maxResults', input.MaxResults, { min: 1, max: 100 })
    .check();
  const versions = visibleVersions(call, input.DatabaseName!, input.TableName!);
  const age = ({ VersionId }: CatalogTable) => String(Number.MAX_SAFE_INTEGER - Number(VersionId));
  const { items, NextToken } = gluePage(versions, age, input, 100);
  return { TableVersions: items.map((version) => shownVersion(version, call)), NextToken };
};

export const getTableVersion: Operation<GetTableVersionCommandInput, GetTableVersionResponse> = async (
  input,
  call,
) => {
  new Constraints()
    .text('databaseName', input.DatabaseName)
    .text('tableName', input.TableName)
    .optionalText('versionId', input.VersionId)
    .check();
  const versions = visibleVersions(call, input.DatabaseName!, input.TableName!);
  const found =
    input.VersionId === undefined
      ? versions[0]
      : versions.find(({ VersionId }) => VersionId === input.VersionId);
  if (!found) throw versionNotFound();
  return { TableVersion: shownVersion(found, call) };
};

export const deleteTableVersion: Operation<
  DeleteTableVersionCommandInput,
  DeleteTableVersionResponse
> = async (input, call) => {
  new Constraints()
    .text('databaseName', input.DatabaseName)
    .text('tableName', input.TableName)
    .text('versionId', input.VersionId)
    .check();
  const table = requireOnTable(call, input.DatabaseName!, input.TableName!, 'ALTER');
  call.account.catalog.dropTableVersion(table.DatabaseName, table.Name, input.VersionId!);
  return {};
};

export const batchDeleteTableVersion: Operation<
  BatchDeleteTableVersionCommandInput,
  BatchDeleteTableVersionResponse
> = async (input, call) => {
  new Constraints()
    .text('databaseName', input.DatabaseName)
    .text('tableName', input.TableName)
    .list('versionIds', input.VersionIds, { max: 100 })
    .check();
  const table = requireOnTable(call, input.DatabaseName!, input.TableName!, 'ALTER');
  const Errors = input.VersionIds!.flatMap((VersionId) => {
    try {
      call.account.catalog.dropTableVersion(table.DatabaseName, table.Name, VersionId);
      return [];
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return [
        {
          TableName: table.Name,
          VersionId,
          ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message },
        },
      ];
    }
  });
  return Errors.length === 0 ? {} : { Errors };
};

/**
 * The versions of a table by what the caller may see of the table now. A column that the table no longer has is shown
 * only to who may see all of its columns: under the grants of today nobody can say whether it would be hidden.
 */
function visibleVersions(call: Call, database: string, name: string): CatalogTable[] {
  const table = requireVisibleTable(call, database, name);
  const access = call.account.lakeFormation.tableAccess(call.principal.grantee, table);
  const columns = [...(table.StorageDescriptor?.Columns ?? []), ...(table.PartitionKeys ?? [])];
  const seesAll = columns.every((column) => showsColumn(access, column));
  const versions = call.account.catalog.tableVersions(table.DatabaseName, table.Name);
  return seesAll && access.permissions.size > 0
    ? versions
    : versions.map((version) => withVisibleColumns(version, access));
}

const shownVersion = (version: CatalogTable, call: Call) => ({
  Table: shownTable(version, call),
  VersionId: version.VersionId,
});
