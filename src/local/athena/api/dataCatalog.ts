import type {
  CreateDataCatalogCommandInput,
  DataCatalogSummary,
  DeleteDataCatalogCommandInput,
  GetDataCatalogCommandInput,
  GetDataCatalogCommandOutput,
  ListDataCatalogsCommandInput,
  ListDataCatalogsCommandOutput,
  UpdateDataCatalogCommandInput,
} from '@aws-sdk/client-athena';
import type { Operation } from '../../call';
import { page } from './page';
import { invalidRequest } from './requestError';
import { nextToken, text, validateRequest } from './validateRequest';

/** The one data catalog of the account: Glue's. Its name is matched without regard to case. */
export const GLUE_CATALOG = 'AwsDataCatalog';

/** @throws AwsError InvalidRequestException DATACATALOG_NOT_FOUND */
export function checkCatalog(name: string | undefined): void {
  if (name !== undefined && name.toLowerCase() !== GLUE_CATALOG.toLowerCase()) {
    throw invalidRequest(`DataCatalog ${name} was not found`, 'DATACATALOG_NOT_FOUND');
  }
}

export const getDataCatalog: Operation<
  GetDataCatalogCommandInput,
  Omit<GetDataCatalogCommandOutput, '$metadata'>
> = async (input, call) => {
  validateRequest(input, { Name: text(256, true) });
  checkCatalog(input.Name);
  return { DataCatalog: { Name: GLUE_CATALOG, Type: 'GLUE', Parameters: { 'catalog-id': call.account.id } } };
};

export const listDataCatalogs: Operation<
  ListDataCatalogsCommandInput,
  Omit<ListDataCatalogsCommandOutput, '$metadata'>
> = async (input) => {
  validateRequest(input, { NextToken: nextToken, MaxResults: { type: 'integer', min: 2, max: 50 } });
  const all: DataCatalogSummary[] = [{ CatalogName: GLUE_CATALOG, Type: 'GLUE', Status: 'CREATE_COMPLETE' }];
  const found = page(all, (catalog) => catalog.CatalogName!, input, 50);
  return { DataCatalogsSummary: found.items, NextToken: found.NextToken };
};

/** Federated catalogs need connectors (Lambda, Hive), which the local account does not run: refused, never pretended. */
const refuse = async (input: { Name?: string }): Promise<never> => {
  validateRequest(input, { Name: text(256, true) });
  throw invalidRequest(`DataCatalog ${input.Name}: only ${GLUE_CATALOG} is supported by the local account.`);
};

export const createDataCatalog: Operation<CreateDataCatalogCommandInput, never> = refuse;
export const updateDataCatalog: Operation<UpdateDataCatalogCommandInput, never> = refuse;
export const deleteDataCatalog: Operation<DeleteDataCatalogCommandInput, never> = refuse;
