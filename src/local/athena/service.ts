import type { Operations } from '../call';
import type { JsonService } from '../service';
import { createNamedQuery } from './api/createNamedQuery';
import { createPreparedStatement, updatePreparedStatement } from './api/createPreparedStatement';
import { createWorkGroup } from './api/createWorkGroup';
import {
  createDataCatalog,
  deleteDataCatalog,
  GLUE_CATALOG,
  getDataCatalog,
  listDataCatalogs,
  updateDataCatalog,
} from './api/dataCatalog';
import { deleteWorkGroup } from './api/deleteWorkGroup';
import { getDatabase } from './api/getDatabase';
import { batchGetNamedQuery, getNamedQuery } from './api/getNamedQuery';
import {
  batchGetPreparedStatement,
  deletePreparedStatement,
  getPreparedStatement,
  listPreparedStatements,
} from './api/getPreparedStatement';
import { batchGetQueryExecution, getQueryExecution } from './api/getQueryExecution';
import { getQueryResults } from './api/getQueryResults';
import { getQueryRuntimeStatistics } from './api/getQueryRuntimeStatistics';
import { getTableMetadata } from './api/getTableMetadata';
import { getWorkGroup } from './api/getWorkGroup';
import { listDatabases } from './api/listDatabases';
import { listEngineVersions } from './api/listEngineVersions';
import { listNamedQueries } from './api/listNamedQueries';
import { listQueryExecutions } from './api/listQueryExecutions';
import { listTableMetadata } from './api/listTableMetadata';
import { listTagsForResource } from './api/listTagsForResource';
import { listWorkGroups } from './api/listWorkGroups';
import { namedQueries } from './api/namedQuery';
import { startQueryExecution } from './api/startQueryExecution';
import { stopQueryExecution } from './api/stopQueryExecution';
import { tagResource } from './api/tagResource';
import { untagResource } from './api/untagResource';
import { deleteNamedQuery, updateNamedQuery } from './api/updateNamedQuery';
import { updateWorkGroup } from './api/updateWorkGroup';
import { workGroupArn } from './api/workGroup';
import { queriesOf } from './execution/queries';

const operations: Operations = {
  BatchGetNamedQuery: batchGetNamedQuery,
  BatchGetPreparedStatement: batchGetPreparedStatement,
  BatchGetQueryExecution: batchGetQueryExecution,
  CreateDataCatalog: createDataCatalog,
  CreateNamedQuery: createNamedQuery,
  CreatePreparedStatement: createPreparedStatement,
  CreateWorkGroup: createWorkGroup,
  DeleteDataCatalog: deleteDataCatalog,
  DeleteNamedQuery: deleteNamedQuery,
  DeletePreparedStatement: deletePreparedStatement,
  DeleteWorkGroup: deleteWorkGroup,
  GetDataCatalog: getDataCatalog,
  GetDatabase: getDatabase,
  GetNamedQuery: getNamedQuery,
  GetPreparedStatement: getPreparedStatement,
  GetQueryExecution: getQueryExecution,
  GetQueryResults: getQueryResults,
  GetQueryRuntimeStatistics: getQueryRuntimeStatistics,
  GetTableMetadata: getTableMetadata,
  GetWorkGroup: getWorkGroup,
  ListDataCatalogs: listDataCatalogs,
  ListDatabases: listDatabases,
  ListEngineVersions: listEngineVersions,
  ListNamedQueries: listNamedQueries,
  ListPreparedStatements: listPreparedStatements,
  ListQueryExecutions: listQueryExecutions,
  ListTableMetadata: listTableMetadata,
  ListTagsForResource: listTagsForResource,
  ListWorkGroups: listWorkGroups,
  StartQueryExecution: startQueryExecution,
  StopQueryExecution: stopQueryExecution,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateDataCatalog: updateDataCatalog,
  UpdateNamedQuery: updateNamedQuery,
  UpdatePreparedStatement: updatePreparedStatement,
  UpdateWorkGroup: updateWorkGroup,
};

/** Operations that decide item by item: they ask IAM themselves. */
const ITEMWISE = new Set(['BatchGetNamedQuery', 'BatchGetQueryExecution']);
/** Operations without a resource in AWS's table of Athena's actions. */
const UNSCOPED = new Set(['ListDataCatalogs', 'ListEngineVersions', 'ListWorkGroups']);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Amazon Athena. */
export const athenaService: JsonService = {
  name: 'athena',
  operations,
  resources(operation, input, call) {
    if (ITEMWISE.has(operation)) return [];
    if (UNSCOPED.has(operation)) return ['*'];
    const resourceArn = textOf(input.ResourceARN);
    if (resourceArn !== undefined) return [resourceArn];
    const catalog = operation.endsWith('DataCatalog') ? textOf(input.Name) : textOf(input.CatalogName);
    if (catalog !== undefined || operation.endsWith('DataCatalog')) {
      return [`arn:aws:athena:${call.region}:${call.account.id}:datacatalog/${catalog ?? GLUE_CATALOG}`];
    }
    return [workGroupArn(call, groupOf(operation, input, call.account))];
  },
  errorBody: (_code, message) => ({ Message: message }),
};

/** The work group that a request is about: named, or that of the query that it names; an unknown one is of `primary`. */
function groupOf(
  operation: string,
  input: Record<string, unknown>,
  account: Parameters<typeof queriesOf>[0],
): string | undefined {
  const query = textOf(input.QueryExecutionId);
  if (query !== undefined) return queriesOf(account).find(query)?.workGroup;
  const named = textOf(input.NamedQueryId);
  if (named !== undefined) return namedQueries(account).find(named)?.workGroup;
  return textOf(input.WorkGroup) ?? (operation === 'CreateWorkGroup' ? textOf(input.Name) : undefined);
}
