import type { Statement } from '../../../sql/syntax/ast/statement';
import { QueryFailure } from '../execution/failure';
import { propertyMap } from '../execution/properties';
import type { StatementRunner } from '../execution/run';
import { createExternalTable } from './createExternalTable';
import { createIcebergTable } from './createIcebergTable';

/** `CREATE [EXTERNAL] TABLE`: an Iceberg table by its property `table_type`, an external table of files by EXTERNAL. */
export const createTable: StatementRunner<Extract<Statement, { type: 'createTable' }>> = (statement, run) => {
  const entries = Object.entries(propertyMap(statement.properties));
  const tableType = entries.find(([key]) => key.toLowerCase() === 'table_type')?.[1].toUpperCase() ?? 'HIVE';
  if (tableType === 'ICEBERG') {
    if (statement.external) throw refusal('External keyword not supported for table type ICEBERG');
    return createIcebergTable(statement, run);
  }
  if (tableType !== 'HIVE') throw refusal(`Unsupported table type: ${tableType}`);
  if (!statement.external) throw refusal('External keyword required for table type HIVE');
  return createExternalTable(statement, run);
};

const refusal = (text: string): QueryFailure => new QueryFailure(text, 2, 1200);
