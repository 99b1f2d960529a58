/** How errors tell an expression: its text as Trino prints it, and the place that it is told at. */
import type { Expression, FunctionCall, Literal } from '../ast/expression';
import type { SortItem, Window } from '../ast/query';
import type { Position } from '../errors';

/** Infix expressions are told at their operator, all others at their first token. Source: Trino's parser. */
export const placeOf = (node: Expression): Position =>
  ('operatorAt' in node ? node.operatorAt : undefined) ?? node.at;

const list = (nodes: Expression[]): string => nodes.map(told).join(', ');
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const not = (node: { negated: boolean }, text: string): string => (node.negated ? `(NOT ${text})` : text);

/** An expression as Trino prints it: infix ones in parentheses, names of functions as written. */
export function told(node: Expression): string {
  switch (node.type) {
    case 'literal':
      return toldLiteral(node);
    case 'column':
      return name(node.name);
    case 'dereference':
      return `${told(node.base)}.${name(node.field)}`;
    case 'parameter':
      return '?';
    case 'unary':
      return `${node.operator}${told(node.operand)}`;
    case 'binary':
      return node.operator === '||'
        ? `concat(${told(node.left)}, ${told(node.right)})`
        : `(${told(node.left)} ${node.operator} ${told(node.right)})`;
    case 'comparison':
      return `(${told(node.left)} ${node.operator} ${told(node.right)})`;
    case 'quantified':
      return `(${told(node.left)} ${node.operator} ${node.quantifier.toUpperCase()} (<query>))`;
    case 'logical':
      return `(${node.operands.map(told).join(` ${node.operator.toUpperCase()} `)})`;
    case 'not':
      return `(NOT ${told(node.operand)})`;
    case 'isNull':
      return `(${told(node.operand)} IS ${node.negated ? 'NOT ' : ''}NULL)`;
    case 'isDistinctFrom':
      return not(node, `(${told(node.left)} IS DISTINCT FROM ${told(node.right)})`);
    case 'between':
      return not(node, `(${told(node.operand)} BETWEEN ${told(node.low)} AND ${told(node.high)})`);
    case 'inList':
      return not(node, `(${told(node.operand)} IN (${list(node.list)}))`);
    case 'inSubquery':
      return not(node, `(${told(node.operand)} IN (<query>))`);
    case 'like':
      return not(
        node,
        `(${told(node.operand)} LIKE ${told(node.pattern)}${node.escape ? ` ESCAPE ${told(node.escape)}` : ''})`,
      );
    case 'exists':
      return '(EXISTS (<query>))';
    case 'subquery':
      return '(<query>)';
    case 'case': {
      const branches = node.branches.map(({ when, then }) => `WHEN ${told(when)} THEN ${told(then)}`);
      const otherwise = node.otherwise ? [`ELSE ${told(node.otherwise)}`] : [];
      return `(${['CASE', ...(node.operand ? [told(node.operand)] : []), ...branches, ...otherwise, 'END'].join(' ')})`;
    }
    case 'cast':
      return `${node.safe ? 'TRY_CAST' : 'CAST'}(${told(node.operand)} AS ${node.to.text})`;
    case 'call':
      return call(node);
    case 'lambda':
      return `(${node.parameters.map((parameter) => name(parameter)).join(', ')}) -> ${told(node.body)}`;
    case 'array':
      return `ARRAY[${node.elements.map(told).join(',')}]`;
    case 'row':
      return `ROW (${list(node.elements)})`;
    case 'subscript':
      return `${told(node.base)}[${told(node.index)}]`;
    case 'extract':
      return `EXTRACT(${node.field.toUpperCase()} FROM ${told(node.operand)})`;
    case 'atTimeZone':
      return `${told(node.operand)} AT TIME ZONE ${told(node.zone)}`;
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
  const filter = node.filter ? ` FILTER (WHERE ${told(node.filter)})` : '';
  const over = node.over ? ` OVER ${'name' in node.over ? name(node.over) : `(${window(node.over)})`}` : '';
  return `${node.name.parts.map(name).join('.')}(${args}${order})${filter}${over}`;
}

const orderBy = (items: SortItem[]): string =>
  `ORDER BY ${items.map((item) => `${told(item.expression)} ${item.descending ? 'DESC' : 'ASC'}${item.nulls ? ` NULLS ${item.nulls.toUpperCase()}` : ''}`).join(', ')}`;

const window = (over: Window): string =>
  [
    ...(over.partitionBy.length > 0 ? [`PARTITION BY ${list(over.partitionBy)}`] : []),
    ...(over.orderBy.length > 0 ? [orderBy(over.orderBy)] : []),
  ].join(' ');
