import type { Statement } from '../../../sql/syntax/ast/statement';
import { AwsError } from '../../errors';
import { requireLocation } from '../../glue/visibility';
import { ddlTaskFailed } from '../execution/failure';
import { propertyMap } from '../execution/properties';
import type { StatementRunner } from '../execution/run';
import { hiveName, withHiveErrors } from '../hive/hiveErrors';

/** `CREATE DATABASE [IF NOT EXISTS] db [COMMENT …] [LOCATION …] [WITH DBPROPERTIES (…)]` */
export const createDatabase: StatementRunner<Extract<Statement, { type: 'createDatabase' }>> = async (
  statement,
  run,
) => {
  const { call } = run;
  const { account, principal } = call;
  const name = hiveName(statement.name, undefined).table;
  await withHiveErrors(run, 'CreateDatabase', { database: name }, () => {
    if (!account.lakeFormation.mayCreateDatabase(principal.grantee)) {
      throw new AwsError(
        'AccessDeniedException',
        'Insufficient Lake Formation permission(s): Required Create Database on Catalog',
      );
    }
    requireLocation(call, statement.location);
  });
  account.store.transaction(() => {
    if (account.catalog.database(name)) {
      if (statement.ifNotExists) return;
      throw ddlTaskFailed(`Database ${name} already exists`);
    }
    account.catalog.createDatabase(
      {
        Name: name,
        Description: statement.comment,
        LocationUri: statement.location,
        Parameters: propertyMap(statement.properties),
      },
      call.now,
    );
    account.lakeFormation.created(principal.grantee, { database: name });
  });
  return { kind: 'none' };
};
