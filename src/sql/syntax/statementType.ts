import type { AlterAction, Statement } from './ast/statement';

/** What GetQueryExecution tells as StatementType and SubstatementType. */
export interface StatementType {
  type: 'DDL' | 'DML' | 'UTILITY';
  substatement?: string;
}

const SUBSTATEMENTS = {
  query: ['DML', 'SELECT'],
  insert: ['DML', 'INSERT'],
  delete: ['DML', 'DELETE'],
  update: ['DML', 'UPDATE'],
  merge: ['DML', 'MERGE'],
  unload: ['DML', 'UNLOAD'],
  explain: ['DML', 'EXPLAIN'],
  vacuum: ['DML', 'VACUUM_TABLE'],
  optimize: ['DDL', 'CREATE_TABLE_AS_SELECT'],
  createTableAs: ['DDL', 'CREATE_TABLE_AS_SELECT'],
  createTable: ['DDL', 'CREATE_TABLE'],
  createDatabase: ['DDL', 'CREATE_DATABASE'],
  createView: ['DDL', 'CREATE_VIEW'],
  dropTable: ['DDL', 'DROP_TABLE'],
  dropDatabase: ['DDL', 'DROP_DATABASE'],
  dropView: ['DDL', 'DROP_VIEW'],
  alterTable: ['DDL'],
  msckRepair: ['DDL', 'MSCK_REPAIR'],
  showDatabases: ['UTILITY', 'SHOW_DATABASES'],
  showTables: ['UTILITY', 'SHOW_TABLES'],
  showViews: ['UTILITY', 'SHOW_VIEWS'],
  showColumns: ['UTILITY', 'SHOW_COLUMNS'],
  showPartitions: ['UTILITY', 'SHOW_PARTITIONS'],
  showTableProperties: ['UTILITY', 'SHOW_TABLE_PROPERTIES'],
  showCreateTable: ['UTILITY', 'SHOW_CREATE_TABLE'],
  showCreateView: ['UTILITY', 'SHOW_CREATE_VIEW'],
  showFunctions: ['UTILITY', 'SHOW_FUNCTIONS'],
  describe: ['UTILITY', 'DESCRIBE_TABLE'],
  prepare: ['UTILITY', 'PREPARE'],
  execute: ['DML', 'EXECUTE'],
  deallocate: ['UTILITY', 'DEALLOCATE'],
} as const satisfies Record<Statement['type'], readonly [StatementType['type'], string?]>;

const ALTERATIONS: Record<AlterAction['action'], string> = {
  addColumns: 'ALTER_TABLE_ADD_COLUMN',
  replaceColumns: 'ALTER_TABLE_REPLACE_COLUMN',
  dropColumn: 'ALTER_TABLE_DROP_COLUMN',
  changeColumn: 'ALTER_TABLE_CHANGE_COLUMN',
  renameTo: 'ALTER_TABLE_RENAME',
  setProperties: 'ALTER_TABLE_PROPERTIES',
  unsetProperties: 'ALTER_TABLE_PROPERTIES',
  setLocation: 'ALTER_TABLE_SET_LOCATION',
  addPartitions: 'ALTER_TABLE_ADD_PARTITION',
  dropPartitions: 'ALTER_TABLE_DROP_PARTITION',
};

/**
 * How Athena classifies a statement. Measured: OPTIMIZE and CTAS are DDL, VACUUM is DML. Not measured, and named after
 * the rest: UNLOAD, SHOW VIEWS, PREPARE, EXECUTE, DEALLOCATE. DESCRIBE and SHOW COLUMNS of a view are DESC_VIEW: that
 * the catalog knows, not the text.
 */
export function statementType(statement: Statement): StatementType {
  const [type, substatement]: readonly [StatementType['type'], string?] = SUBSTATEMENTS[statement.type];
  if (statement.type === 'alterTable') return { type, substatement: ALTERATIONS[statement.action.action] };
  return substatement === undefined ? { type } : { type, substatement };
}
