import type { Statement } from '../../../sql/syntax/ast/statement';
import { failure } from '../execution/failure';
import type { Answer, Run } from '../execution/run';
import { alterTable } from './alterTable';
import { authorizeStatement } from './authorizeStatement';
import { createDatabase } from './createDatabase';
import { createTable } from './createTable';
import { createTableAs } from './createTableAs';
import { createView } from './createView';
import { deleteRows } from './delete';
import { describe } from './describe';
import { dropDatabase } from './dropDatabase';
import { dropTable } from './dropTable';
import { dropView } from './dropView';
import { explain } from './explain';
import { insert } from './insert';
import { mergeRows } from './merge';
import { optimize } from './optimize';
import { deallocate, prepare } from './prepare';
import { select } from './select';
import { showColumns } from './showColumns';
import { showCreateTable } from './showCreateTable';
import { showCreateView } from './showCreateView';
import { showDatabases } from './showDatabases';
import { showFunctions } from './showFunctions';
import { showPartitions } from './showPartitions';
import { showTableProperties } from './showTableProperties';
import { showTables, showViews } from './showTables';
import { unload } from './unload';
import { updateRows } from './update';
import { vacuum } from './vacuum';

/** Runs a statement by its kind, after its rights on what it changes. */
export async function runStatement(statement: Statement, run: Run): Promise<Answer> {
  await authorizeStatement(statement, run);
  switch (statement.type) {
    case 'query':
      return select(statement, run);
    case 'insert':
      return insert(statement, run);
    case 'delete':
      return deleteRows(statement, run);
    case 'update':
      return updateRows(statement, run);
    case 'merge':
      return mergeRows(statement, run);
    case 'createTable':
      return createTable(statement, run);
    case 'createTableAs':
      return createTableAs(statement, run);
    case 'createDatabase':
      return createDatabase(statement, run);
    case 'createView':
      return createView(statement, run);
    case 'dropTable':
      return dropTable(statement, run);
    case 'dropDatabase':
      return dropDatabase(statement, run);
    case 'dropView':
      return dropView(statement, run);
    case 'alterTable':
      return alterTable(statement, run);
    case 'optimize':
      return optimize(statement, run);
    case 'vacuum':
      return vacuum(statement, run);
    case 'describe':
      return describe(statement, run);
    case 'showDatabases':
      return showDatabases(statement, run);
    case 'showTables':
      return showTables(statement, run);
    case 'showViews':
      return showViews(statement, run);
    case 'showColumns':
      return showColumns(statement, run);
    case 'showFunctions':
      return showFunctions(statement, run);
    case 'showPartitions':
      return showPartitions(statement, run);
    case 'showTableProperties':
      return showTableProperties(statement, run);
    case 'showCreateTable':
      return showCreateTable(statement, run);
    case 'showCreateView':
      return showCreateView(statement, run);
    case 'explain':
      return explain(statement, run);
    case 'prepare':
      return prepare(statement, run);
    case 'unload':
      return unload(statement, run);
    case 'deallocate':
      return deallocate(statement, run);
    default:
      throw failure('NOT_SUPPORTED', `${WORDS[statement.type]} is not supported by the local account`);
  }
}

const WORDS = {
  msckRepair: 'MSCK REPAIR TABLE',
  execute: 'EXECUTE of a prepared EXECUTE',
};
