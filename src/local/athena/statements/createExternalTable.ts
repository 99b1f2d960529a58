import type { Column, TableInput } from '@aws-sdk/client-glue';
import type { ColumnDefinition, CreateTable } from '../../../sql/syntax/ast/statement';
import { AwsError } from '../../errors';
import { requireLocation, requireUnclaimed } from '../../glue/visibility';
import { columnTypeOf, hiveTypeText } from '../execution/columnType';
import { QueryFailure } from '../execution/failure';
import { propertyMap } from '../execution/properties';
import type { Answer, Run } from '../execution/run';
import { hiveDatabaseFor, hiveName, withHiveErrors } from '../hive/hiveErrors';
import { type HiveFormat, hiveFormat } from '../hive/hiveFormat';
import { tableExists } from '../iceberg/icebergTable';

/** `CREATE EXTERNAL TABLE`: an entry of the catalog over files that are there already. */
export async function createExternalTable(statement: CreateTable, run: Run): Promise<Answer> {
  const { account, principal, now } = run.call;
  const { database, table } = hiveName(statement.name, run.execution.database);
  const input = tableInput(statement, table);
  const found = await hiveDatabaseFor(run, database, 'CreateTable', 'CREATE_TABLE', { table });
  await withHiveErrors(run, 'CreateTable', { database, table }, () => {
    requireLocation(run.call, statement.location, found);
    requireUnclaimed(run.call, statement.location, { database, table });
  });
  try {
    account.store.transaction(() => {
      account.catalog.createTable(database, input, { grantee: principal.grantee, now });
      account.lakeFormation.created(principal.grantee, { database, table });
    });
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'AlreadyExistsException')) throw error;
    if (!statement.ifNotExists) throw tableExists(table);
  }
  return { kind: 'none' };
}

function tableInput(statement: CreateTable, name: string): TableInput {
  if (!statement.location) {
    throw new QueryFailure('No location was specified for table. An S3 location must be specified', 2, 1109);
  }
  const format: HiveFormat = hiveFormat(statement);
  const keys = statement.partitionedBy.map((element) => {
    if (element.type !== 'column') {
      throw new QueryFailure('Partition transforms are supported for table type ICEBERG only', 2, 1200);
    }
    return element.column;
  });
  const columns = statement.columns.map(glueColumn);
  const all = [...columns, ...keys.map(glueColumn)].map((column) => column.Name);
  const repeated = all.find((column, i) => all.indexOf(column) !== i);
  if (repeated !== undefined) {
    throw new QueryFailure(
      `FAILED: SemanticException [Error 10036]: Duplicate column name: ${repeated}`,
      1,
      1003,
      { hive: true },
    );
  }
  return {
    Name: name,
    Description: statement.comment,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', ...propertyMap(statement.properties) },
    PartitionKeys: keys.map(glueColumn),
    StorageDescriptor: {
      Columns: columns,
      Location: statement.location,
      InputFormat: format.inputFormat,
      OutputFormat: format.outputFormat,
      SerdeInfo: { SerializationLibrary: format.serde, Parameters: format.serdeProperties },
      NumberOfBuckets: statement.clusteredBy?.buckets,
      BucketColumns: statement.clusteredBy?.columns.map((column) => column.name.toLowerCase()),
    },
  };
}

function glueColumn(column: ColumnDefinition): Column {
  return {
    Name: column.name.name.toLowerCase(),
    Type: hiveTypeText(columnTypeOf(column.columnType)),
    Comment: column.comment,
  };
}
