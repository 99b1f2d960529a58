import type { Operations } from '../call';
import type { JsonService } from '../service';
import { createNamedQuery } from './createNamedQuery';
import { createPreparedStatement, updatePreparedStatement } from './createPreparedStatement';
import { createWorkGroup } from './createWorkGroup';
import {
  createDataCatalog,
  deleteDataCatalog,
  GLUE_CATALOG,
  getDataCatalog,
  listDataCatalogs,
  updateDataCatalog,
} from './dataCatalog';
import { deleteWorkGroup } from './deleteWorkGroup';
import { getDatabase } from './getDatabase';
import { batchGetNamedQuery, getNamedQuery } from './getNamedQuery';
import {
  batchGetPreparedStatement,
  deletePreparedStatement,
  getPreparedStatement,
  listPreparedStatements,
} from './getPreparedStatement';
import { batchGetQueryExecution, getQueryExecution } from './getQueryExecution';
import { getQueryResults } from './getQueryResults';
import { getQueryRuntimeStatistics } from './getQueryRuntimeStatistics';
import { getTableMetadata } from './getTableMetadata';
import { getWorkGroup } from './getWorkGroup';
import { listDatabases } from './listDatabases';
import { listEngineVersions } from './listEngineVersions';
import { listNamedQueries } from './listNamedQueries';
import { listQueryExecutions } from './listQueryExecutions';
import { listTableMetadata } from './listTableMetadata';
import { listTagsForResource } from './listTagsForResource';
import { listWorkGroups } from './listWorkGroups';
import { namedQueries } from './namedQuery';
import { queriesOf } from './queries';
import { startQueryExecution } from './startQueryExecution';
import { stopQueryExecution } from './stopQueryExecution';
import { tagResource } from './tagResource';
import { untagResource } from './untagResource';
import { deleteNamedQuery, updateNamedQuery } from './updateNamedQuery';
import { updateWorkGroup } from './updateWorkGroup';
import { workGroupArn } from './workGroup';

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
  protocol: { kind: 'json', target: 'AmazonAthena' },
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
