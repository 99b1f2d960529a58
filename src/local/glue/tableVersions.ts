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
import { requireOnTable, visibleTable } from './visibility';

export const getTableVersions: Operation<GetTableVersionsCommandInput, GetTableVersionsResponse> = async (
  input,
  call,
) => {
  new Constraints()
    .text('databaseName', input.DatabaseName)
    .text('tableName', input.TableName)
    .number('maxResults', input.MaxResults, { min: 1, max: 100 })
    .check();
  const versions = await visibleVersions(call, input.DatabaseName!, input.TableName!);
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
  const versions = await visibleVersions(call, input.DatabaseName!, input.TableName!);
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
  const table = await requireOnTable(call, input.DatabaseName!, input.TableName!, 'ALTER');
  call.account.catalog.dropTableVersion(table.database, table.name, input.VersionId!);
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
  const table = await requireOnTable(call, input.DatabaseName!, input.TableName!, 'ALTER');
  const Errors = input.VersionIds!.flatMap((VersionId) => {
    try {
      call.account.catalog.dropTableVersion(table.database, table.name, VersionId);
      return [];
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return [
        {
          TableName: table.name,
          VersionId,
          ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message },
        },
      ];
    }
  });
  return Errors.length === 0 ? {} : { Errors };
};

/** The versions of a table by what the caller may see of the table now. */
async function visibleVersions(call: Call, database: string, name: string): Promise<CatalogTable[]> {
  const table = await visibleTable(call, database, name);
  return call.account.catalog
    .tableVersions(table.database, table.name)
    .map((version) => table.shownVersion(version));
}

const shownVersion = (version: CatalogTable, call: Call) => ({
  Table: shownTable(version, call),
  VersionId: version.VersionId,
});
