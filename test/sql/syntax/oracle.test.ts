import { beforeAll, describe, expect, it } from 'vitest';
import type { Expression } from '../../../src/sql/syntax/ast/expression';
import { parse, parseExpression } from '../../../src/sql/syntax/parse';
import { seeded, snippets, tpch, tricky } from './corpus';
import { loadOracle, type Oracle, type OracleNode } from './oracle';

let oracle: Oracle;
beforeAll(async () => {
  oracle = await loadOracle();
});

function accepts(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the parser and an ANTLR parser of Trino’s grammar', () => {
  it('both read the 130 snippets', () => {
    expect(snippets).toHaveLength(130);
    for (const text of snippets) {
      expect(oracle.validate(`${text};`), text).toEqual([]);
      expect(() => parse(text), text).not.toThrow();
    }
  });

  it('both read the 22 queries of TPC-H', () => {
    expect(tpch).toHaveLength(22);
    for (const [name, text] of tpch) {
      expect(oracle.validate(text), name).toEqual([]);
      expect(() => parse(text), name).not.toThrow();
    }
  });

  it('agree on which of the tricky statements can be read', () => {
    const disagreements = tricky
      .map((text) => ({ text, oracle: oracle.validate(`${text};`).length === 0, ours: accepts(text) }))
      .filter((verdict) => verdict.oracle !== verdict.ours);
    expect(disagreements).toEqual([]);
    expect(tricky.length).toBeGreaterThan(300);
  });

  it('agree on how tight operators bind', () => {
    const random = seeded(7);
    const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;
    for (let round = 0; round < 300; round++) {
      const text = randomExpression(pick, random);
      const statement = oracle.parse(`SELECT ${text};`);
      const item = find(statement, 'ExpressionContext');
      expect(sketch(parseExpression(text)), text).toBe(item && sketchOracle(item));
    }
  });
});

const OPERATORS = ['+', '-', '*', '/', '%', '||', 'AND', 'OR'] as const;

/** `a + - b AND NOT c = d * e AT TIME ZONE 'z'`: no parentheses, at most one predicate between AND and OR. */
function randomExpression(pick: <T>(items: readonly T[]) => T, random: (n: number) => number): string {
  const operand = (): string =>
    `${pick(['', '', '', '- ', '+ '])}${pick(['a', 'b', 'c', 'd'])}${pick(['', '', '', " AT TIME ZONE 'z'", '[1]', '.f'])}`;
  const words: string[] = [pick(['', 'NOT ']) + operand()];
  let predicate = false;
  for (let n = random(7); n >= 0; n--) {
    const operator = !predicate && random(4) === 0 ? pick(['=', '<', '<>']) : pick(OPERATORS);
    const logical = operator === 'AND' || operator === 'OR';
    if (logical) predicate = false;
    if (operator === '=' || operator === '<' || operator === '<>') predicate = true;
    words.push(operator, (logical ? pick(['', '', 'NOT ']) : '') + operand());
  }
  return words.join(' ');
}

/** An expression with parentheses around every operation. */
function sketch(e: Expression): string {
  switch (e.type) {
    case 'column':
      return e.name.name;
    case 'literal':
      return e.kind === 'integer' ? e.text : e.kind === 'string' ? `'${e.value}'` : e.kind;
    case 'dereference':
      return `(${sketch(e.base)} . ${e.field.name})`;
    case 'subscript':
      return `(${sketch(e.base)} [ ${sketch(e.index)} ])`;
    case 'unary':
      return `(${e.operator} ${sketch(e.operand)})`;
    case 'binary':
    case 'comparison':
      return `(${sketch(e.left)} ${e.operator} ${sketch(e.right)})`;
    case 'not':
      return `(NOT ${sketch(e.operand)})`;
    case 'atTimeZone':
      return `(${sketch(e.operand)} AT TIME ZONE ${sketch(e.zone)})`;
    case 'logical':
      return e.operands.map(sketch).reduce((left, right) => `(${left} ${e.operator.toUpperCase()} ${right})`);
    default:
      return e.type;
  }
}

function find(node: OracleNode, rule: string): OracleNode | undefined {
  if (node.constructor.name === rule) return node;
  for (const child of node.children ?? []) {
    const found = find(child, rule);
    if (found) return found;
  }
  return undefined;
}

/** The same of the oracle's tree: parentheses around every rule of several parts, but for two that only group words. */
function sketchOracle(node: OracleNode): string {
  const parts = flatten(node);
  return parts.length === 1 ? (parts[0] as string) : `(${parts.join(' ')})`;
}

function flatten(node: OracleNode): string[] {
  if (!node.children || node.children.length === 0) return [node.getText()];
  return node.children.flatMap((child) =>
    /^(Comparison|TimeZoneString|TimeZoneSpecifier)Context$/.test(child.constructor.name)
      ? flatten(child)
      : [sketchOracle(child)],
  );
}
