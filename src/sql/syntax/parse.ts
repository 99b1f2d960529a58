/**
 * The front door of the SQL reader: text in, tree out. Pure.
 *
 * Athena reads with two grammars. The engine's (Trino's) takes queries, DML, CTAS, views; names are quoted with `"`.
 * The Hive side takes the other DDL; names are quoted with backticks.
 */

import { SqlError } from '../errors';
import type { Expression } from './ast/expression';
import type { TypeName } from './ast/node';
import type { Statement } from './ast/statement';
import { Cursor, tooLarge } from './parse/cursor';
import { checkDepth } from './parse/depth';
import { parseExpression as readExpression } from './parse/expression';
import { HiveCursor, HiveRefusal } from './parse/hive/hiveCursor';
import { parseHiveStatement } from './parse/hive/statement';
import { parseHiveType as readHiveType } from './parse/hive/type';
import { isIncompleteSelect } from './parse/incompleteSelect';
import { tokenize } from './parse/lexer';
import { readSole, type SoleStatement } from './parse/soleStatement';
import { parseStatement, unsupported } from './parse/statement';
import { readTrinoStatement } from './parse/trinoDdl';
import { parseTypeName } from './parse/type';

export { tokenize } from './parse/lexer';
export type { Token } from './parse/token';
export { type StatementType, statementType } from './statementType';

/**
 * Reads one statement. Positions count from the first character that is no blank and no semicolon, as Athena's do:
 * they are positions in {@link soleStatement}.
 *
 * @throws SqlError `SYNTAX_ERROR` with Athena's text; some have no position
 */
export function parse(text: string): Statement {
  const sole = readSole(text);
  return sole.hive ? readHiveStatement(sole) : readEngineStatement(sole);
}

/**
 * The one statement of a text as Athena echoes it: without semicolons and blanks around it.
 *
 * @throws SqlError if there is none or more than one
 */
export function soleStatement(text: string): string {
  return readSole(text).text;
}

/** Reads one expression, as an execution parameter is. @throws SqlError */
export function parseExpression(text: string): Expression {
  return readAll(new Cursor(text, tokenize(text)), (c) => readExpression(c));
}

/** Reads one type in Trino's spelling: `array(row(a integer))`. @throws SqlError */
export function parseType(text: string): TypeName {
  return readAll(new Cursor(text, tokenize(text)), parseTypeName);
}

/** Reads one type in Hive's spelling, as the Glue catalog keeps it: `array<struct<a:int>>`. @throws SqlError */
export function parseHiveType(text: string): TypeName {
  return orReason(() => readAll(new HiveCursor(text, tokenize(text, 'hive')), readHiveType));
}

function readAll<C extends Cursor, T extends object>(c: C, rule: (c: C) => T): T {
  try {
    const tree = rule(c);
    c.end();
    checkDepth(tree);
    return tree;
  } catch (error) {
    // The cursor counts levels; a caller that is deep in its own stack may still leave too little for them.
    throw error instanceof RangeError ? tooLarge() : error;
  }
}

function readEngineStatement({ text, tokens }: SoleStatement): Statement {
  try {
    return readAll(new Cursor(text, tokens), parseStatement);
  } catch (error) {
    throw error instanceof SqlError && isIncompleteSelect(tokens, error) ? unsupported() : error;
  }
}

function readHiveStatement({ text, tokens }: SoleStatement): Statement {
  return orReason(
    () => readAll(new HiveCursor(text, tokens), parseHiveStatement),
    () => {
      const trino = new Cursor(text, tokenize(text));
      readTrinoStatement(trino);
      trino.end();
    },
  );
}

/** Where the Hive side refuses, `second` may throw an error that goes before its own. */
function orReason<T>(first: () => T, second?: () => void): T {
  try {
    return first();
  } catch (error) {
    if (!(error instanceof HiveRefusal)) throw error;
    second?.();
    throw error.reason;
  }
}
