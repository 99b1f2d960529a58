/**
 * The front door of the SQL reader: text in, tree out. Pure.
 *
 * Athena reads with two grammars. The engine's (Trino's) takes queries, DML, CTAS, views; names are quoted with `"`.
 * The Hive side takes the other DDL; names are quoted with backticks.
 */
import type { Expression, Statement, TypeName } from './ast';
import { Cursor } from './parse/cursor';
import { checkDepth } from './parse/depth';
import { parseExpression as parseExpressionAt } from './parse/expression';
import { tokenize } from './parse/lexer';
import { soleStatement } from './parse/soleStatement';
import { parseStatement } from './parse/statement';
import { parseTypeName } from './parse/type';

export { tokenize } from './parse/lexer';
export { soleStatement } from './parse/soleStatement';
export type { Token } from './parse/token';

/**
 * Reads one statement. Positions count from the first character that is no blank and no semicolon, as Athena's do.
 *
 * @throws SqlError `SYNTAX_ERROR` with Athena's text; some have no position
 */
export function parse(text: string): Statement {
  return read(soleStatement(text), parseStatement);
}

/** Reads one expression, as an execution parameter is. @throws SqlError */
export function parseExpression(text: string): Expression {
  return read(text, (c) => parseExpressionAt(c));
}

/** Reads one type in Trino's spelling. @throws SqlError */
export function parseType(text: string): TypeName {
  return read(text, parseTypeName);
}

function read<T extends object>(text: string, rule: (c: Cursor) => T): T {
  const c = new Cursor(text, tokenize(text));
  const tree = rule(c);
  c.end();
  checkDepth(tree);
  return tree;
}
