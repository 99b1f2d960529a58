import type { Operations } from '../call';
import type { JsonService } from '../service';
import { createNamedQuery } from './api/createNamedQuery';
import { createPreparedStatement, updatePreparedStatement } from './api/createPreparedStatement';
import { createWorkGroup } from './api/createWorkGroup';
import {
  createDataCatalog,
  deleteDataCatalog,
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
import { invalidRequest } from './api/requestError';
import { athenaResources } from './api/resources';
import { startQueryExecution } from './api/startQueryExecution';
import { stopQueryExecution } from './api/stopQueryExecution';
import { tagResource } from './api/tagResource';
import { untagResource } from './api/untagResource';
import { deleteNamedQuery, updateNamedQuery } from './api/updateNamedQuery';
import { updateWorkGroup } from './api/updateWorkGroup';

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

/** Amazon Athena. */
export const athenaService: JsonService = {
  name: 'athena',
  ownChecks: /^(?:Create|Update)WorkGroup | maxResults$/,
  operations,
  resources: athenaResources,
  invalid: (message) => invalidRequest(message),
  errorBody: (_code, message) => ({ Message: message }),
};
