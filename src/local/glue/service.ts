import { AwsError } from '../errors';
import type { JsonService } from '../service';
import { createDatabase } from './createDatabase';
import { batchCreatePartition, createPartition } from './createPartition';
import { createTable } from './createTable';
import { deleteDatabase } from './deleteDatabase';
import { batchDeletePartition, deletePartition } from './deletePartition';
import { batchDeleteTable, deleteTable } from './deleteTable';
import { getCatalogImportStatus } from './getCatalogImportStatus';
import { getColumnStatisticsForTable } from './getColumnStatisticsForTable';
import { getDatabase } from './getDatabase';
import { getDatabases } from './getDatabases';
import { batchGetPartition, getPartition } from './getPartition';
import { getPartitionIndexes } from './getPartitionIndexes';
import { getPartitions } from './getPartitions';
import { getTable } from './getTable';
import { getTables } from './getTables';
import { withOwnCatalog } from './ownCatalog';
import { glueResources } from './resources';
import { getTags, tagResource, untagResource } from './resourceTags';
import { searchTables } from './searchTables';
import {
  batchDeleteTableVersion,
  deleteTableVersion,
  getTableVersion,
  getTableVersions,
} from './tableVersions';
import { updateDatabase } from './updateDatabase';
import { batchUpdatePartition, updatePartition } from './updatePartition';
import { updateTable } from './updateTable';

/** The AWS Glue Data Catalog. Jobs, crawlers and the rest of Glue are not there: they answer 4xx. */
export const glueService: JsonService = {
  name: 'glue',
  ownChecks: / resourceArn$/,
  operations: withOwnCatalog({
    CreateDatabase: createDatabase,
    GetDatabase: getDatabase,
    GetDatabases: getDatabases,
    UpdateDatabase: updateDatabase,
    DeleteDatabase: deleteDatabase,
    CreateTable: createTable,
    GetTable: getTable,
    GetTables: getTables,
    SearchTables: searchTables,
    UpdateTable: updateTable,
    DeleteTable: deleteTable,
    BatchDeleteTable: batchDeleteTable,
    GetTableVersion: getTableVersion,
    GetTableVersions: getTableVersions,
    DeleteTableVersion: deleteTableVersion,
    BatchDeleteTableVersion: batchDeleteTableVersion,
    CreatePartition: createPartition,
    BatchCreatePartition: batchCreatePartition,
    GetPartition: getPartition,
    BatchGetPartition: batchGetPartition,
    GetPartitions: getPartitions,
    UpdatePartition: updatePartition,
    BatchUpdatePartition: batchUpdatePartition,
    DeletePartition: deletePartition,
    BatchDeletePartition: batchDeletePartition,
    GetPartitionIndexes: getPartitionIndexes,
    GetColumnStatisticsForTable: getColumnStatisticsForTable,
    GetTags: getTags,
    TagResource: tagResource,
    UntagResource: untagResource,
    GetCatalogImportStatus: getCatalogImportStatus,
  }),
  resources: glueResources,
  invalid: (message) => new AwsError('ValidationException', message),
};
