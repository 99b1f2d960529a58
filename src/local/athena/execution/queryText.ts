import { SqlError } from '../../../sql/errors';
import type { Expression } from '../../../sql/syntax/ast/expression';
import type { Statement } from '../../../sql/syntax/ast/statement';
import { parseExpression, type StatementType } from '../../../sql/syntax/parse';
import type { Call } from '../../call';
import { AwsError } from '../../errors';
import type { AuthorizedTable } from '../../glue/authorizedTable';
import { visibleTable } from '../../glue/visibility';
import { describeText } from '../../planner/plan';
import type { Outline } from '../../planner/protocol';
import { walk } from '../../planner/walk';
import { preparedStatements } from '../api/preparedStatement';
import { invalidRequest } from '../api/requestError';
import { withMetadataErrors } from '../api/tableMetadata';
import { hiveName } from '../hive/hiveErrors';
import { isLarge } from './largeText';

/** A query's text, read and ready to be run. */
export interface ReadStatement {
  /** As GetQueryExecution shows it: trimmed, without the last semicolon. */
  query: string;
  /** What is run: the text itself, or the text of the prepared statement that it executes. */
  statement: Statement;
  /** The same statement as far as it is known here. */
  outline: Outline;
  text: string;
  type: StatementType;
  /** Values of `?`, as SQL expressions. */
  parameters: string[];
}

/**
 * Reads a text: a large one in a planner, and then `statement` has none of its queries, conditions and values.
 * @throws AwsError InvalidRequestException MALFORMED_QUERY with the parser's text
 */
export async function readStatement(
  text: string,
  parameters: string[],
  workGroup: string,
  call: Call,
): Promise<ReadStatement> {
  const outline = await outlined(text, call);
  const { query, statement, type } = outline;
  if (statement.type !== 'execute') {
    return {
      query,
      statement,
      outline,
      text,
      type,
      parameters: parameters.map(parameterExpression),
    };
  }
  const name = statement.name.name;
  const prepared = preparedStatements(call.account).find(workGroup, name);
  if (!prepared) throw invalidRequest(`PreparedStatement ${name} was not found in workGroup ${workGroup}`);
  const body = await outlined(prepared.queryStatement, call);
  const values = statement.texts.length > 0 ? statement.texts : parameters.map(parameterExpression);
  return {
    query,
    statement: body.statement,
    outline: body,
    text: prepared.queryStatement,
    type: body.type,
    parameters: values,
  };
}

async function outlined(text: string, call: Call): Promise<Outline> {
  try {
    return isLarge(text) ? await call.account.planner.outline(text) : describeText(text);
  } catch (error) {
    if (error instanceof SqlError) throw invalidRequest(error.message, 'MALFORMED_QUERY');
    throw error;
  }
}

/**
 * The SQL expression that an execution parameter stands for: itself, when it is an expression that names no column;
 * any other text is a string. So `abc` and `'abc'` are the same, and `1+1` is 2.
 */
function parameterExpression(text: string): string {
  try {
    const expression: Expression = parseExpression(text);
    let named = false;
    walk(expression, (node) => {
      if (
        node.type === 'column' ||
        node.type === 'dereference' ||
        node.type === 'subquery' ||
        node.type === 'parameter'
      )
        named = true;
    });
    if (!named) return text;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
  }
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * DESCRIBE and SHOW COLUMNS look their table up before the query exists: so a missing table is a refused request, a
 * view has a substatement type of its own, and `DESCRIBE db.t` is kept as `DESCRIBE t` in `db`.
 * @throws AwsError InvalidRequestException with Glue's words inside
 */
export async function lookUpDescribed(
  read: ReadStatement,
  database: string | undefined,
  call: Call,
): Promise<{ read: ReadStatement; database?: string }> {
  const { statement } = read;
  if (statement.type !== 'describe' && statement.type !== 'showColumns') return { read, database };
  const named = hiveName(statement.name, database);
  const table = await described(named, call);
  const view = table.kind === 'VIEW' ? { ...read, type: { ...read.type, substatement: 'DESC_VIEW' } } : read;
  if (statement.type === 'showColumns' || statement.name.parts.length === 1) return { read: view, database };
  return { read: { ...view, query: `DESCRIBE ${named.table}` }, database: named.database };
}

async function described(named: { database: string; table: string }, call: Call): Promise<AuthorizedTable> {
  try {
    return await withMetadataErrors(call, 'GetTable', named, () =>
      visibleTable(call, named.database, named.table),
    );
  } catch (error) {
    if (error instanceof AwsError && error.code === 'MetadataException') throw invalidRequest(error.message);
    throw error;
  }
}
