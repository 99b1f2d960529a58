import { identifier, literal } from '../duckdb/text';
import { SqlError } from '../errors';
import { common } from '../functions/conditional';
import { field } from '../functions/date';
import { assertZone } from '../functions/timeZone';
import type { Expression } from '../syntax/ast/expression';
import type { Query } from '../syntax/ast/query';
import {
  array,
  commonType,
  fieldKey,
  isInteger,
  isNumber,
  isText,
  T,
  timestamp,
  typeOfName,
} from '../types/typeRules';
import { formatType, type Type } from '../types/types';
import { CallAnalyzer } from './call';
import { castTo, coerced } from './cast';
import { assertExtractable } from './extract';
import { errorPosition, formatExpression } from './formatExpression';
import { literalValue } from './literal';
import { fieldOf, resolved } from './name';
import type { NameScope } from './nameScope';
import { arithmetic, comparison, concatenation, negated, subscript } from './operators';
import type { QueryAnalyzer } from './query';
import type { Typed } from './typed';

/** Resolves and types expressions. One for a statement; what names mean comes with each block. */
export class ExpressionAnalyzer {
  readonly #calls: CallAnalyzer;

  constructor(private readonly queries: QueryAnalyzer) {
    this.#calls = new CallAnalyzer(queries, this);
  }

  /** A clause that must be a truth value. @throws SqlError TYPE_MISMATCH */
  condition(node: Expression, block: NameScope, clause: string): Typed {
    return this.#boolean(
      node,
      block,
      (actual) => `${clause} must evaluate to a boolean: actual type ${actual}`,
    );
  }

  /** A part of an expression that must be a truth value. */
  #term(node: Expression, block: NameScope, what: string): Typed {
    return this.#boolean(node, block, (actual) => `${what} must evaluate to a boolean (actual: ${actual})`);
  }

  #boolean(node: Expression, block: NameScope, text: (actual: string) => string): Typed {
    const value = this.typed(node, block);
    if (value.type.kind !== 'boolean' && value.type.kind !== 'unknown')
      throw new SqlError('TYPE_MISMATCH', text(formatType(value.type)), errorPosition(node));
    return value;
  }

  typed(node: Expression, block: NameScope): Typed {
    const { aggregation } = block;
    const before = aggregation?.violations.length ?? 0;
    const value = this.#dispatch(node, block);
    this.queries.made(value.sql);
    // What is grouped by as a whole may hold any column.
    if (aggregation?.groups.has(value.sql)) aggregation.violations.length = before;
    return value;
  }

  #dispatch(node: Expression, block: NameScope): Typed {
    const at = errorPosition(node);
    const of = (inner: Expression) => this.typed(inner, block);
    switch (node.type) {
      case 'literal':
        return literalValue(node);
      case 'column':
        return resolved([node.name.name], block, at);
      case 'dereference':
        return this.#dereference(node, block);
      case 'parameter':
        return this.queries.parameter(node.index, block, at);
      case 'unary': {
        const x = of(node.operand);
        if (!isNumber(x.type) && x.type.kind !== 'unknown' && !x.type.kind.startsWith('interval'))
          throw new SqlError('TYPE_MISMATCH', `Cannot negate ${formatType(x.type)}`, at);
        const minus = typeof x.constant === 'number' ? -x.constant : undefined;
        if (node.operator === '+') return { ...x, at };
        if (isInteger(x.type) && x.constant === undefined) return { type: x.type, sql: negated(x), at };
        // The smallest bigint is a minus over a number that alone is too large.
        return {
          type: x.constant === 2147483648 ? T.integer : x.type,
          sql:
            x.constant === 2147483648
              ? 'CAST(-2147483648 AS INTEGER)'
              : /^\d+$/.test(x.sql)
                ? `(-${x.sql})`
                : `(- ${x.sql})`,
          at,
          constant: minus,
        };
      }
      case 'binary':
        return node.operator === '||'
          ? concatenation(of(node.left), of(node.right), at)
          : arithmetic(node.operator, of(node.left), of(node.right), at);
      case 'comparison':
        return comparison(node.operator, of(node.left), of(node.right), at);
      case 'quantified': {
        const left = of(node.left);
        const { sql } = this.#comparable(left, node.query, block, at);
        return {
          type: T.boolean,
          sql: `(${left.sql} ${node.operator} ${node.quantifier.toUpperCase()} (${sql}))`,
          at,
        };
      }
      case 'logical': {
        const operands = node.operands.map((operand) =>
          this.#term(operand, block, 'Logical expression term'),
        );
        return {
          type: T.boolean,
          sql: `(${operands.map((x) => x.sql).join(` ${node.operator.toUpperCase()} `)})`,
          at,
        };
      }
      case 'not':
        return {
          type: T.boolean,
          sql: `(NOT ${this.#term(node.operand, block, 'Value of logical NOT expression').sql})`,
          at,
        };
      case 'isNull':
        return { type: T.boolean, sql: `(${of(node.operand).sql} IS ${node.negated ? 'NOT ' : ''}NULL)`, at };
      case 'isDistinctFrom': {
        const [left, right] = [of(node.left), of(node.right)];
        if (!commonType(left.type, right.type))
          throw new SqlError(
            'TYPE_MISMATCH',
            `Cannot apply operator: ${formatType(left.type)} IS DISTINCT FROM ${formatType(right.type)}`,
            at,
          );
        return {
          type: T.boolean,
          sql: `(${left.sql} IS ${node.negated ? 'NOT ' : ''}DISTINCT FROM ${right.sql})`,
          at,
        };
      }
      case 'between': {
        const [x, low, high] = [of(node.operand), of(node.low), of(node.high)];
        if (!commonType(x.type, low.type) || !commonType(x.type, high.type))
          throw new SqlError(
            'TYPE_MISMATCH',
            `Cannot check if ${formatType(x.type)} is BETWEEN ${formatType(low.type)} and ${formatType(high.type)}`,
            at,
          );
        const bounds = [comparison('>=', x, low, at).sql, comparison('<=', x, high, at).sql];
        // Where nothing is converted the operand is written once: nested, its doubles would be thousands.
        const isPlain =
          bounds[0] === `(${x.sql} >= ${low.sql})` &&
          bounds[1] === `(${x.sql} <= ${high.sql})` &&
          [low, high].every(({ type }) => formatType(type) === formatType(x.type));
        const sql = isPlain ? `(${x.sql} BETWEEN ${low.sql} AND ${high.sql})` : `(${bounds.join(' AND ')})`;
        return { type: T.boolean, sql: node.negated ? `(NOT ${sql})` : sql, at };
      }
      case 'inList': {
        const [x, list] = [of(node.operand), node.list.map(of)];
        common([x, ...list], 'IN value and list items');
        return {
          type: T.boolean,
          sql: `(${x.sql} ${node.negated ? 'NOT ' : ''}IN (${list.map((item) => item.sql).join(', ')}))`,
          at,
        };
      }
      case 'inSubquery': {
        const x = of(node.operand);
        const { sql } = this.#comparable(x, node.query, block, at);
        return { type: T.boolean, sql: `(${x.sql} ${node.negated ? 'NOT ' : ''}IN (${sql}))`, at };
      }
      case 'like': {
        const [x, pattern] = [of(node.operand), of(node.pattern)];
        const escaping = node.escape && of(node.escape);
        for (const [value, what] of [
          [x, 'Left side of'],
          [pattern, 'Pattern for'],
          [escaping, 'Escape for'],
        ] as const)
          if (value && !isText(value.type) && value.type.kind !== 'unknown')
            throw new SqlError(
              'TYPE_MISMATCH',
              `${what} LIKE expression must evaluate to a varchar (actual: ${formatType(value.type)})`,
              value.at,
            );
        const text = (value: Typed) => (value.type.kind === 'unknown' ? 'CAST(NULL AS VARCHAR)' : value.sql);
        const escaped = escaping ? ` ESCAPE t_escape(${text(pattern)}, ${text(escaping)})` : '';
        return {
          type: T.boolean,
          sql: `(${x.sql} ${node.negated ? 'NOT ' : ''}LIKE ${pattern.sql}${escaped})`,
          at,
        };
      }
      case 'exists':
        return { type: T.boolean, sql: `EXISTS (${this.queries.nested(node.query, block).sql})`, at };
      case 'subquery': {
        const { sql, type } = this.#singleColumn(node.query, block, at);
        return { type, sql: `(${sql})`, at };
      }
      case 'case':
        return this.#case(node, block);
      case 'cast':
        return { ...castTo(of(node.operand), typeOfName(node.to), node.safe), at };
      case 'call':
        return { ...this.#calls.call(node, block), at };
      case 'lambda':
        throw new SqlError('TYPE_MISMATCH', 'Lambda expression should always be used inside a function', at);
      case 'array': {
        const elements = node.elements.map(of);
        const type = common(elements, 'All ARRAY elements');
        return {
          type: array(type),
          sql: elements.length === 0 ? '[]' : `[${elements.map((x) => coerced(x, type)).join(', ')}]`,
          at,
        };
      }
      case 'row': {
        const parts = node.elements.map(of);
        return {
          type: { kind: 'row', fields: parts.map((x) => ({ type: x.type })) },
          sql: `struct_pack(${parts.map((x, i) => `${identifier(fieldKey(undefined, i))} := ${x.sql}`).join(', ')})`,
          at,
          parts,
        };
      }
      case 'subscript':
        return subscript(of(node.base), of(node.index), at);
      case 'extract': {
        const x = of(node.operand);
        const sql = field(node.field, x.sql);
        assertExtractable(node.field, x);
        if (!sql) throw new SqlError('NOT_SUPPORTED', `Unexpected extract field: ${node.field}`, at);
        return { type: T.bigint, sql, at };
      }
      case 'atTimeZone': {
        const x = of(node.operand);
        if (x.type.kind === 'time')
          throw new SqlError('NOT_SUPPORTED', 'AT TIME ZONE of a time is not supported', at);
        if (x.type.kind !== 'timestamp')
          throw new SqlError(
            'TYPE_MISMATCH',
            `Type of value must be a time or timestamp with or without time zone (actual ${formatType(x.type)})`,
            errorPosition(node.operand),
          );
        assertZone(of(node.zone));
        return {
          type: timestamp(x.type.precision, true),
          sql: x.type.withTimeZone ? x.sql : `CAST(${x.sql} AS TIMESTAMPTZ)`,
          at,
        };
      }
      case 'current':
        return this.#current(node, at);
      case 'grouping':
        if (!block.aggregation || block.aggregation.groups.size === 0)
          throw new SqlError(
            'MISSING_GROUP_BY',
            'A GROUPING() operation can only be used with a corresponding GROUPING SET/CUBE/ROLLUP/GROUP BY clause',
            at,
          );
        return {
          type: T.integer,
          sql: `CAST(grouping(${node.columns.map((column) => this.#grouped(column, block)).join(', ')}) AS INTEGER)`,
          at,
        };
    }
  }

  /** A subquery of one column. @throws SqlError NOT_SUPPORTED */
  #singleColumn(query: Query, block: NameScope, at: Typed['at']): { sql: string; type: Type } {
    const { sql, output } = this.queries.nested(query, block);
    if (output.length !== 1)
      throw new SqlError('NOT_SUPPORTED', 'Multiple columns returned by subquery are not yet supported', at);
    return { sql, type: output[0]!.type };
  }

  /** A subquery whose values a value is compared with. @throws SqlError TYPE_MISMATCH */
  #comparable(value: Typed, query: Query, block: NameScope, at: Typed['at']): { sql: string } {
    const { sql, type } = this.#singleColumn(query, block, at);
    if (!commonType(value.type, type))
      throw new SqlError(
        'TYPE_MISMATCH',
        `Value expression and result of subquery must be of the same type: ${formatType(value.type)} vs ${formatType(type)}`,
        at,
      );
    return { sql };
  }

  #whenEqual(operand: Typed, when: Expression, block: NameScope): Typed {
    const value = this.typed(when, block);
    if (!commonType(operand.type, value.type))
      throw new SqlError(
        'TYPE_MISMATCH',
        `CASE operand type does not match WHEN clause operand type: ${formatType(operand.type)} vs ${formatType(value.type)}`,
        errorPosition(when),
      );
    return comparison('=', operand, value, errorPosition(when));
  }

  /** A grouped column inside of GROUPING(): it is no value there, so it violates nothing. */
  #grouped(column: Expression, block: NameScope): string {
    return this.typed(column, { ...block, aggregation: undefined }).sql;
  }

  #current(node: Extract<Expression, { type: 'current' }>, at: Typed['at']): Typed {
    const now = this.queries.scope.now.toISOString();
    switch (node.value) {
      case 'date':
        return { type: T.date, sql: `CAST('${now.slice(0, 10)}' AS DATE)`, at };
      case 'time':
        return {
          type: { kind: 'time', precision: node.precision ?? 3, withTimeZone: true },
          sql: `CAST('${now.slice(11, 23)}' AS TIME)`,
          at,
        };
      case 'timestamp':
        return { type: timestamp(node.precision ?? 3, true), sql: `CAST('${now}' AS TIMESTAMPTZ)`, at };
      case 'localtime':
        return {
          type: { kind: 'time', precision: node.precision ?? 3, withTimeZone: false },
          sql: `CAST('${now.slice(11, 23)}' AS TIME)`,
          at,
        };
      case 'localtimestamp':
        return {
          type: timestamp(node.precision ?? 3),
          sql: `CAST('${now.replace('Z', '')}' AS TIMESTAMP)`,
          at,
        };
      case 'catalog':
        return { type: T.varchar, sql: literal(this.queries.scope.catalog), at };
      case 'schema':
        return { type: T.varchar, sql: literal(this.queries.scope.database ?? ''), at };
      case 'user':
        throw new SqlError('NOT_SUPPORTED', 'current_user is not supported', at);
    }
  }

  #case(node: Extract<Expression, { type: 'case' }>, block: NameScope): Typed {
    const operand = node.operand && this.typed(node.operand, block);
    const branches = node.branches.map(({ when, then }) => {
      const test = operand
        ? this.#whenEqual(operand, when, block)
        : this.#term(when, block, 'CASE WHEN clause');
      return { test, result: this.typed(then, block) };
    });
    const otherwise = node.otherwise && this.typed(node.otherwise, block);
    const results = [...branches.map(({ result }) => result), ...(otherwise ? [otherwise] : [])];
    const type = common(results, 'All CASE results');
    const sql = branches
      .map(({ test, result }) => `WHEN ${test.sql} THEN ${coerced(result, type)}`)
      .join(' ');
    return {
      type,
      sql: `CASE ${sql}${otherwise ? ` ELSE ${coerced(otherwise, type)}` : ''} END`,
      at: node.at,
    };
  }

  #dereference(node: Extract<Expression, { type: 'dereference' }>, block: NameScope): Typed {
    const parts = nameParts(node);
    if (parts) return resolved(parts, block, node.at);
    return fieldOf(this.typed(node.base, block), node.field.name, formatExpression(node.base), node.at);
  }
}

/** The parts of `a.b.c`, when it is made of names only. */
function nameParts(node: Expression): string[] | undefined {
  if (node.type === 'column') return [node.name.name];
  if (node.type !== 'dereference') return undefined;
  const base = nameParts(node.base);
  return base && [...base, node.field.name];
}
