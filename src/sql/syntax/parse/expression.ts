import type { Binary, ComparisonOperator, Expression } from '../ast/expression';
import type { Cursor } from './cursor';
import { isInterval, parseInterval, parseNumber } from './literal';
import { parseContent } from './parenthesis';
import { parsePostfix, parsePrimary } from './primary';
import { parseQuery, startsQuery } from './query';

/**
 * Any expression.
 *
 * `left` is a primary expression that has been taken already, where the caller had to look whether it is one. Binding,
 * from loose to tight: OR, AND, NOT, one predicate (`=`, BETWEEN, IN, LIKE, IS), `||`, `+ -`, `* / %`, sign, AT TIME ZONE.
 */
export function parseExpression(c: Cursor, left?: Expression): Expression {
  return c.nested(() => {
    if (!left) c.rule('<expression>');
    const at = left?.at ?? c.at;
    const operands = [parseAnd(c, left)];
    while (c.accept('OR')) operands.push(parseAnd(c));
    return operands.length === 1
      ? (operands[0] as Expression)
      : { at, type: 'logical', operator: 'or', operands };
  });
}

function parseAnd(c: Cursor, left?: Expression): Expression {
  const at = left?.at ?? c.at;
  const operands = [parseNot(c, left)];
  while (c.accept('AND')) operands.push(parseNot(c));
  return operands.length === 1
    ? (operands[0] as Expression)
    : { at, type: 'logical', operator: 'and', operands };
}

function parseNot(c: Cursor, left?: Expression): Expression {
  if (left) return parsePredicate(c, parseValue(c, 0, left));
  c.rule('<expression>');
  if (c.token.key !== 'NOT') return parsePredicate(c, parseValue(c));
  return c.nested(() => ({ at: c.advance().at, type: 'not', operand: parseNot(c) }));
}

const COMPARISONS: readonly string[] = ['=', '<>', '<', '<=', '>', '>='] satisfies ComparisonOperator[];

/** At most one predicate: Trino refuses `a = b = c`. */
function parsePredicate(c: Cursor, operand: Expression): Expression {
  const { key, at: operatorAt } = c.token;
  const { at } = operand;
  if (COMPARISONS.includes(key)) return parseComparison(c, operand);
  if (key === 'IS') {
    c.advance();
    const negated = c.accept('NOT');
    if (c.accept('NULL')) return { at, operatorAt, type: 'isNull', operand, negated };
    c.expect('DISTINCT', 'FROM');
    return { at, operatorAt, type: 'isDistinctFrom', left: operand, right: parseValue(c), negated };
  }
  const negated = key === 'NOT';
  if (negated) c.advance();
  else c.note('<predicate>');
  // Only behind NOT do errors name the words; else they are told as <predicate>.
  const accept = (word: string): boolean =>
    negated ? c.accept(word) : c.token.key === word && c.accept(word);
  if (accept('BETWEEN')) {
    const low = parseValue(c);
    c.expect('AND');
    return { at, operatorAt, type: 'between', operand, low, high: parseValue(c), negated };
  }
  if (accept('IN')) {
    c.expect('(');
    const content = parseContent(c);
    c.expect(')');
    if ('expressions' in content) {
      return { at, operatorAt, type: 'inList', operand, list: content.expressions, negated };
    }
    const { query, wrapped } = content;
    // `IN ((SELECT 1))` is a list of one scalar subquery.
    if (wrapped) {
      const list: Expression[] = [{ at: query.at, type: 'subquery', query }];
      return { at, operatorAt, type: 'inList', operand, list, negated };
    }
    return { at, operatorAt, type: 'inSubquery', operand, query, negated };
  }
  if (accept('LIKE')) {
    const pattern = parseValue(c);
    const escaped = c.accept('ESCAPE') ? { escape: parseValue(c) } : {};
    return { at, operatorAt, type: 'like', operand, pattern, ...escaped, negated };
  }
  return negated ? c.fail() : operand;
}

function parseComparison(c: Cursor, left: Expression): Expression {
  const { at } = left;
  const operatorAt = c.at;
  const operator = c.advance().key as ComparisonOperator;
  const { key } = c.token;
  if ((key === 'ALL' || key === 'ANY' || key === 'SOME') && c.peek(1).key === '(') {
    let inner = 2;
    while (c.peek(inner).key === '(') inner++;
    if (startsQuery(c, inner)) {
      c.advance();
      c.expect('(');
      const query = parseQuery(c);
      c.expect(')');
      return {
        at,
        operatorAt,
        type: 'quantified',
        operator,
        quantifier: key === 'ALL' ? 'all' : 'any',
        left,
        query,
      };
    }
  }
  return { at, operatorAt, type: 'comparison', operator, left, right: parseValue(c) };
}

const BINDING: Record<string, number> = { '||': 1, '+': 2, '-': 2, '*': 3, '/': 3, '%': 3 };
const OPERATORS = Object.entries(BINDING).map(([operator, binding]) => ({ label: `'${operator}'`, binding }));
const SIGN = 4;

/**
 * Arithmetic, concatenation and AT TIME ZONE: the operators that bind tighter than `looser`, from `taken` on if the first
 * operand has been taken.
 */
export function parseValue(c: Cursor, looser = 0, taken?: Expression): Expression {
  if (!taken) c.rule('<expression>');
  let left = taken ?? parseSigned(c);
  for (;;) {
    const { at } = left;
    const { key, at: operatorAt } = c.token;
    if (c.are('AT', 'TIME')) {
      c.expect('AT', 'TIME', 'ZONE');
      const zoneAt = c.at;
      const zone: Expression = isInterval(c)
        ? parseInterval(c)
        : { at: zoneAt, type: 'literal', kind: 'string', value: c.string() };
      left = { at, operatorAt, type: 'atTimeZone', operand: left, zone };
      continue;
    }
    const binding = BINDING[key];
    if (binding === undefined || binding <= looser) {
      for (const operator of OPERATORS) if (operator.binding > looser) c.note(operator.label);
      return left;
    }
    c.advance();
    const operator = key as Binary['operator'];
    left = { at, operatorAt, type: 'binary', operator, left, right: parseValue(c, binding) };
  }
}

function parseSigned(c: Cursor): Expression {
  const { key, at } = c.token;
  if (key !== '-' && key !== '+') return parsePrimary(c);
  return c.nested(() => {
    c.advance();
    const number = c.token.kind === 'integer' ? parsePostfix(c, parseNumber(c, key === '-')) : undefined;
    return { at, type: 'unary', operator: key, operand: parseValue(c, SIGN, number) };
  });
}
