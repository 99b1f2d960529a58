import type { Permission } from '@aws-sdk/client-lakeformation';
import type { Name } from '../../../sql/syntax/ast/node';
import type { Statement } from '../../../sql/syntax/ast/statement';
import { requireOnDatabase, requireOnTable } from '../../glue/visibility';
import { authorizeRowChange } from '../execution/authorizeRowChange';
import { INFORMATION_SCHEMA } from '../execution/informationSchema';
import { lookUpTable, placed } from '../execution/lookUpTable';
import type { Run } from '../execution/run';
import { engineName, withTrinoErrors } from '../execution/trinoErrors';
import { metadataTableName } from '../metadataTables';

/**
 * The rights that a statement of the engine needs on what it changes or makes, decided before anything is said of columns,
 * types or values: who lacks them gets the same answer for what is there and for what is not. (What a statement reads is
 * decided on as its names are resolved; Hive's statements look their one table up with the right that they need.)
 * @throws QueryFailure for missing rights, SqlError for a target that is not there
 */
export async function authorizeStatement(statement: Statement, run: Run): Promise<void> {
  switch (statement.type) {
    case 'insert':
      return changesRows(statement.target, ['INSERT'], run);
    case 'delete':
      return changesRows(statement.target, ['DELETE'], run);
    // The row as it was is read; and MERGE needs the same rights, whatever its cases do.
    case 'update':
    case 'merge':
      return changesRows(statement.target, ['INSERT', 'DELETE', 'SELECT'], run);
    case 'optimize':
      return changesRows(statement.name, ['SELECT', 'INSERT', 'DELETE'], run);
    case 'vacuum':
      return changesRows(statement.name, ['SELECT', 'DELETE'], run);
    case 'createTableAs':
      return makesTable(statement.name, run);
    case 'createView':
      return makesTable(statement.name, run, statement.orReplace);
    case 'explain':
      return authorizeStatement(statement.statement, run);
    default:
      return undefined;
  }
}

async function changesRows(target: Name, permissions: Permission[], run: Run): Promise<void> {
  const { database, table: name } = engineName(target, run.execution.database);
  // What is no table of the catalog is refused as such.
  if (database === INFORMATION_SCHEMA || database === 'system' || metadataTableName(name)) return;
  try {
    const table = await lookUpTable(database, name, run);
    if (table.kind !== 'VIEW') await authorizeRowChange(table, permissions, run, target.at);
  } catch (error) {
    throw placed(error, target.at);
  }
}

async function makesTable(target: Name, run: Run, replaces = false): Promise<void> {
  const { call } = run;
  const { database, table } = engineName(target, run.execution.database);
  if (replaces && call.account.catalog.table(database, table))
    await withTrinoErrors(run, 'UpdateTable', { database, table }, target.at, () =>
      requireOnTable(call, database, table, 'ALTER'),
    );
  else
    await withTrinoErrors(run, 'CreateTable', { database, table }, target.at, () =>
      requireOnDatabase(call, database, 'CREATE_TABLE'),
    );
}
