import type { CreateTable, PartitionElement } from '../../../sql/syntax/ast/statement';
import { storageOfNew } from '../../glue/authorizedTable';
import { requireLocation, requireUnclaimed } from '../../glue/visibility';
import { IcebergError, metadataFolder, newTable, type Partitioning, type TableMetadata } from '../../iceberg';
import { columnTypeOf } from '../execution/columnType';
import { QueryFailure } from '../execution/failure';
import type { Answer, Run } from '../execution/run';
import { authorizeFolders } from '../execution/storageAccess';
import { hiveDatabaseFor, hiveName, withHiveErrors } from '../hive/hiveErrors';
import { icebergProperties } from '../iceberg/icebergProperties';
import { registerIcebergTable } from '../iceberg/icebergTable';
import { refuseGovernedDdl } from '../iceberg/refuseGovernedDdl';

/** `CREATE TABLE … LOCATION … TBLPROPERTIES ('table_type'='ICEBERG')`: an empty table with real metadata. */
export async function createIcebergTable(statement: CreateTable, run: Run): Promise<Answer> {
  const { database, table } = hiveName(statement.name, run.execution.database);
  if (statement.rowFormat || statement.storedAs || statement.clusteredBy) {
    throw new QueryFailure(
      'ROW FORMAT, STORED AS and CLUSTERED BY are not supported for table type ICEBERG',
      2,
      1200,
    );
  }
  if (!statement.location) {
    throw new QueryFailure('No location was specified for table. An S3 location must be specified', 2, 1109);
  }
  const metadata = plan(statement, statement.location, run);
  const found = await hiveDatabaseFor(run, database, 'CreateTable', 'CREATE_TABLE', { table });
  await withHiveErrors(run, 'CreateTable', { database, table }, () => {
    requireLocation(run.call, statement.location, found);
    requireUnclaimed(run.call, statement.location, { database, table });
  });
  refuseGovernedDdl(statement.location, run);
  const storage = storageOfNew({ database, table }, statement.location);
  await authorizeFolders('s3:PutObject', [metadataFolder(metadata)], storage, run);
  await registerIcebergTable(
    { database, name: table, metadata, comment: statement.comment, ifNotExists: statement.ifNotExists },
    run,
  );
  return { kind: 'none' };
}

function plan(statement: CreateTable, location: string, run: Run): TableMetadata {
  const columns = statement.columns.map((column) => ({
    name: column.name.name.toLowerCase(),
    type: columnTypeOf(column.columnType),
    comment: column.comment,
  }));
  const seen = new Set<string>();
  const repeated = columns.find(({ name }) => seen.size === seen.add(name).size);
  if (repeated) throw new QueryFailure(`Duplicate column name: ${repeated.name}`, 2, 1004);
  try {
    return newTable({
      location,
      columns,
      partitioning: statement.partitionedBy.map(partitioning),
      properties: icebergProperties(statement.properties),
      now: run.call.now,
    });
  } catch (error) {
    if (error instanceof IcebergError) throw new QueryFailure(error.message, 2, 1004);
    throw error;
  }
}

function partitioning(element: PartitionElement): Partitioning {
  if (element.type === 'column') {
    throw new QueryFailure(
      `Partition columns of Iceberg tables are columns of the table, without a type: ${element.column.name.name}`,
      2,
      1200,
    );
  }
  return {
    transform: element.transform,
    column: element.column.name.toLowerCase(),
    argument: element.argument,
  };
}
