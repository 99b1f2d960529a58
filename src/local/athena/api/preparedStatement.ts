import type { PreparedStatement as WirePreparedStatement } from '@aws-sdk/client-athena';
import type { Account } from '../../account';
import { invalidRequest, resourceNotFound } from './requestError';
import { type Member, type Shape, text, workGroupName } from './validateRequest';

/** A statement with `?` that a work group keeps under a name. */
export interface PreparedStatement {
  name: string;
  workGroup: string;
  queryStatement: string;
  description?: string;
  /** Milliseconds since the epoch. */
  modified: number;
}

const MOST_IN_GROUP = 1000;

export const statementName: Member = {
  type: 'text',
  required: true,
  pattern: /^[a-zA-Z_][a-zA-Z0-9_@:]{1,256}$/,
};

export const bodyShape: Shape = {
  StatementName: statementName,
  WorkGroup: workGroupName(true),
  QueryStatement: text(262_144, true),
  Description: text(1024),
};

/** The account's prepared statements, by work group and name. */
export function preparedStatements(account: Account) {
  const table = account.store.table<PreparedStatement>('athena.preparedStatements');
  const key = (workGroup: string, name: string) => `${workGroup}/${name}`;
  return {
    find: (workGroup: string, name: string): PreparedStatement | undefined => table.get(key(workGroup, name)),
    /** @throws AwsError ResourceNotFoundException */
    get(workGroup: string, name: string): PreparedStatement {
      const found = table.get(key(workGroup, name));
      if (!found)
        throw resourceNotFound(`PreparedStatement ${name} was not found in workGroup ${workGroup}`, name);
      return found;
    },
    /** @throws AwsError InvalidRequestException when the name is taken or the group is full */
    create(statement: PreparedStatement): void {
      account.store.transaction(() => {
        const { name, workGroup } = statement;
        if (table.get(key(workGroup, name))) {
          throw invalidRequest(`Prepared statement ${name} already exists in workGroup ${workGroup}`);
        }
        if (table.list(key(workGroup, '')).length >= MOST_IN_GROUP) {
          throw invalidRequest(
            `Cannot create prepared statement ${name}. The number of prepared statements in this workgroup exceeds the limit of ${MOST_IN_GROUP}`,
          );
        }
        table.put(key(workGroup, name), statement);
      });
    },
    put: (statement: PreparedStatement): void =>
      table.put(key(statement.workGroup, statement.name), statement),
    remove: (statement: Pick<PreparedStatement, 'workGroup' | 'name'>): boolean =>
      table.remove(key(statement.workGroup, statement.name)),
    inGroup: (workGroup: string): PreparedStatement[] =>
      table.list(key(workGroup, '')).map(({ value }) => value),
  };
}

export function toPreparedStatement(statement: PreparedStatement): WirePreparedStatement {
  return {
    StatementName: statement.name,
    QueryStatement: statement.queryStatement,
    WorkGroupName: statement.workGroup,
    Description: statement.description,
    LastModifiedTime: new Date(statement.modified),
  };
}
