/** What of a statement's tree is of interest to who does not analyze it. */

import type { Expression } from './ast/expression';
import type { Query } from './ast/query';
import type { Statement } from './ast/statement';

/**
 * The statement without its queries, conditions and values: names, columns and properties stay. It is small however long
 * the text is. Statements that are never analyzed stay as they are.
 */
export function outlineOf(statement: Statement): Statement {
  switch (statement.type) {
    case 'query':
      return emptyQuery(statement);
    case 'insert':
    case 'createTableAs':
    case 'createView':
    case 'unload':
      return { ...statement, query: emptyQuery(statement.query) };
    case 'delete':
    case 'optimize':
      return { ...statement, where: statement.where && emptyExpression(statement.where) };
    case 'update':
      return {
        ...statement,
        assignments: [],
        where: statement.where && emptyExpression(statement.where),
      };
    case 'merge':
      return {
        ...statement,
        source: { type: 'table', at: statement.source.at, name: statement.target },
        on: emptyExpression(statement.on),
        cases: [],
      };
    case 'explain':
    case 'prepare':
      return { ...statement, statement: outlineOf(statement.statement) };
    case 'execute':
      return { ...statement, parameters: [] };
    default:
      return statement;
  }
}

function emptyQuery({ at }: Query): Query {
  return {
    type: 'query',
    at,
    recursive: false,
    with: [],
    body: { type: 'values', at, rows: [] },
    orderBy: [],
  };
}

function emptyExpression({ at }: Expression): Expression {
  return { type: 'literal', kind: 'null', at };
}
