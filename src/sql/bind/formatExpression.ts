/** How errors tell an expression: its text as Trino prints it, and the place that it is formatExpression at. */

import type { Position } from '../errors';
import type { Expression, FunctionCall, Literal } from '../syntax/ast/expression';
import type { SortItem, Window } from '../syntax/ast/query';

/** Infix expressions are formatExpression at their operator, all others at their first token. Source: Trino's parser. */
export const errorPosition = (node: Expression): Position =>
  ('operatorAt' in node ? node.operatorAt : undefined) ?? node.at;

const list = (nodes: Expression[]): string => nodes.map(formatExpression).join(', ');
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const not = (node: { negated: boolean }, text: string): string => (node.negated ? `(NOT ${text})` : text);

/** An expression as Trino prints it: infix ones in parentheses, names of functions as written. */
export function formatExpression(node: Expression): string {
  switch (node.type) {
    case 'literal':
      return toldLiteral(node);
    case 'column':
      return name(node.name);
    case 'dereference':
      return `${formatExpression(node.base)}.${name(node.field)}`;
    case 'parameter':
      return '?';
    case 'unary':
      return `${node.operator}${formatExpression(node.operand)}`;
    case 'binary':
      return node.operator === '||'
        ? `concat(${formatExpression(node.left)}, ${formatExpression(node.right)})`
        : `(${formatExpression(node.left)} ${node.operator} ${formatExpression(node.right)})`;
    case 'comparison':
      return `(${formatExpression(node.left)} ${node.operator} ${formatExpression(node.right)})`;
    case 'quantified':
      return `(${formatExpression(node.left)} ${node.operator} ${node.quantifier.toUpperCase()} (<query>))`;
    case 'logical':
      return `(${node.operands.map(formatExpression).join(` ${node.operator.toUpperCase()} `)})`;
    case 'not':
      return `(NOT ${formatExpression(node.operand)})`;
    case 'isNull':
      return `(${formatExpression(node.operand)} IS ${node.negated ? 'NOT ' : ''}NULL)`;
    case 'isDistinctFrom':
      return not(node, `(${formatExpression(node.left)} IS DISTINCT FROM ${formatExpression(node.right)})`);
    case 'between':
      return not(
        node,
        `(${formatExpression(node.operand)} BETWEEN ${formatExpression(node.low)} AND ${formatExpression(node.high)})`,
      );
    case 'inList':
      return not(node, `(${formatExpression(node.operand)} IN (${list(node.list)}))`);
    case 'inSubquery':
      return not(node, `(${formatExpression(node.operand)} IN (<query>))`);
    case 'like':
      return not(
        node,
        `(${formatExpression(node.operand)} LIKE ${formatExpression(node.pattern)}${node.escape ? ` ESCAPE ${formatExpression(node.escape)}` : ''})`,
      );
    case 'exists':
      return '(EXISTS (<query>))';
    case 'subquery':
      return '(<query>)';
    case 'case': {
      const branches = node.branches.map(
        ({ when, then }) => `WHEN ${formatExpression(when)} THEN ${formatExpression(then)}`,
      );
      const otherwise = node.otherwise ? [`ELSE ${formatExpression(node.otherwise)}`] : [];
      return `(${['CASE', ...(node.operand ? [formatExpression(node.operand)] : []), ...branches, ...otherwise, 'END'].join(' ')})`;
    }
    case 'cast':
      return `${node.safe ? 'TRY_CAST' : 'CAST'}(${formatExpression(node.operand)} AS ${node.to.text})`;
    case 'call':
      return call(node);
    case 'lambda':
      return `(${node.parameters.map((parameter) => name(parameter)).join(', ')}) -> ${formatExpression(node.body)}`;
    case 'array':
      return `ARRAY[${node.elements.map(formatExpression).join(',')}]`;
    case 'row':
      return `ROW (${list(node.elements)})`;
    case 'subscript':
      return `${formatExpression(node.base)}[${formatExpression(node.index)}]`;
    case 'extract':
      return `EXTRACT(${node.field.toUpperCase()} FROM ${formatExpression(node.operand)})`;
    case 'atTimeZone':
      return `${formatExpression(node.operand)} AT TIME ZONE ${formatExpression(node.zone)}`;
    case 'current':
      return (node.value.startsWith('local') ? node.value : `current_${node.value}`).toUpperCase();
    case 'grouping':
      return `GROUPING (${list(node.columns)})`;
  }
}

function toldLiteral(node: Literal): string {
  switch (node.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(node.value);
    case 'integer':
    case 'decimal':
    case 'double':
      return node.text;
    case 'string':
      return quoted(node.value);
    case 'binary':
      return `X'${node.hex}'`;
    case 'typed':
      return `${node.typeName.text.toUpperCase()} ${quoted(node.value)}`;
    case 'interval':
      return `INTERVAL ${node.negative ? '-' : ''}'${node.value}' ${node.from.toUpperCase()}${node.to ? ` TO ${node.to.toUpperCase()}` : ''}`;
  }
}

const name = (identifier: { name: string; quoted: boolean }): string =>
  identifier.quoted ? `"${identifier.name.replaceAll('"', '""')}"` : identifier.name;

function call(node: FunctionCall): string {
  const args = node.star ? '*' : `${node.distinct ? 'DISTINCT ' : ''}${list(node.arguments)}`;
  const order = node.orderBy.length > 0 ? ` ${orderBy(node.orderBy)}` : '';
  const filter = node.filter ? ` FILTER (WHERE ${formatExpression(node.filter)})` : '';
  const over = node.over ? ` OVER ${'name' in node.over ? name(node.over) : `(${window(node.over)})`}` : '';
  return `${node.name.parts.map(name).join('.')}(${args}${order})${filter}${over}`;
}

const orderBy = (items: SortItem[]): string =>
  `ORDER BY ${items.map((item) => `${formatExpression(item.expression)} ${item.descending ? 'DESC' : 'ASC'}${item.nulls ? ` NULLS ${item.nulls.toUpperCase()}` : ''}`).join(', ')}`;

const window = (over: Window): string =>
  [
    ...(over.partitionBy.length > 0 ? [`PARTITION BY ${list(over.partitionBy)}`] : []),
    ...(over.orderBy.length > 0 ? [orderBy(over.orderBy)] : []),
  ].join(' ');
