/** What a planner does, apart from where it does it. Pure. */

import { analyze } from '../../sql/bind/bind';
import type { Predicate } from '../../sql/catalog/catalogResolver';
import type { TypedStatement } from '../../sql/ir/typedStatement';
import type { Statement } from '../../sql/syntax/ast/statement';
import { outlineOf } from '../../sql/syntax/outline';
import { parse, soleStatement, statementType } from '../../sql/syntax/parse';
import { namedRelations } from './namedRelations';
import type { Outline, PlannedScope } from './protocol';
import { relationKey } from './relationKey';
import { walk } from './walk';

/** A relation was asked for that the scope has no relation for, only an error. */
export class Refused extends Error {
  constructor(
    readonly key: string,
    readonly position: { line: number; column: number },
  ) {
    super('the relation was refused');
  }
}

/** What is to be known of a text. @throws SqlError */
export function describeText(text: string, statement: Statement = parse(text)): Outline {
  let places = 0;
  walk(statement, ({ type }) => {
    if (type === 'parameter') places++;
  });
  return {
    query: soleStatement(text),
    statement,
    type: statementType(statement),
    places,
    names: namedRelations(analyzedPart(statement)),
  };
}

/** The same for a large text: small itself. @throws SqlError */
export function outlineText(text: string, statement: Statement): Outline {
  const all = describeText(text, statement);
  return { ...all, statement: outlineOf(statement) };
}

/** Analyzes the part of a text's statement that can be. @throws SqlError, Refused */
export function analyzeIn(statement: Statement, data: PlannedScope): TypedStatement {
  const { catalog, database, now, parameters, relations } = data;
  const typed = analyze(analyzedPart(statement), {
    catalog,
    database,
    now,
    parameters,
    relation(name, position, asOf) {
      const key = relationKey({ ...name, database: name.database ?? database }, asOf);
      const found = relations.get(key);
      if (found === undefined) throw new Error(`relation ${name.name} was not looked up`);
      if (found === null) throw new Refused(key, position);
      return found;
    },
  });
  for (const scan of typed.query.scans) if (scan.filter) scan.filter = bounded(scan.filter);
  return {
    ...typed,
    source: outlineOf(typed.source),
    query: { ...typed.query, source: outlineOf(typed.query.source) },
  };
}

/**
 * The part of a statement that is analyzed: of UNLOAD and EXPLAIN what they are about, of OPTIMIZE and VACUUM the rows
 * that they are about.
 */
function analyzedPart(statement: Statement): Statement {
  switch (statement.type) {
    case 'unload':
      return statement.query;
    case 'explain':
      return statement.statement;
    case 'optimize':
      return { at: statement.at, type: 'delete', target: statement.name, where: statement.where };
    case 'vacuum':
      return { at: statement.at, type: 'delete', target: statement.name };
    default:
      return statement;
  }
}

/** Operands of a hint at most: every one is held against every file. */
const MOST_OPERANDS = 1000;

/** A hint that may let more rows pass, but is short; undefined when nothing short can be said. */
function bounded(predicate: Predicate): Predicate | undefined {
  switch (predicate.op) {
    case 'in':
      return predicate.values.length > MOST_OPERANDS ? undefined : predicate;
    case 'or': {
      const operands = predicate.operands.map(bounded);
      return operands.length > MOST_OPERANDS || operands.includes(undefined)
        ? undefined
        : { ...predicate, operands: operands as Predicate[] };
    }
    case 'and': {
      const operands = predicate.operands.flatMap((operand) => bounded(operand) ?? []);
      return operands.length === 0 ? undefined : { ...predicate, operands: operands.slice(0, MOST_OPERANDS) };
    }
    default:
      return predicate;
  }
}
