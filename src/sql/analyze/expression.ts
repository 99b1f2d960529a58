import type { Expression, FunctionCall } from '../ast/expression';
import type { SortItem, Window } from '../ast/query';
import { identifier, literal } from '../duckdb/text';
import { SqlError } from '../errors';
import { AGGREGATES, WINDOWS } from '../functions/aggregates';
import { common } from '../functions/conditional';
import { field } from '../functions/date';
import { SCALARS } from '../functions/scalars';
import { array, commonType, fieldKey, isNumber, isText, T, timestamp, typeOfName } from '../typeRules';
import { formatType, type Type } from '../types';
import { type Block, lower, matching, notResolved } from './block';
import { castTo, coerced } from './cast';
import { literalValue } from './literal';
import { arithmetic, comparison, concatenation, subscript } from './operators';
import type { QueryAnalyzer } from './query';
import type { Typed } from './typed';

/** Resolves and types expressions. One for a statement; what names mean comes with each block. */
export class ExpressionAnalyzer {
  constructor(private readonly queries: QueryAnalyzer) {}

  /** An expression that must be a truth value. @throws SqlError TYPE_MISMATCH */
  condition(node: Expression, block: Block, clause: string): Typed {
    const value = this.typed(node, block);
    if (value.type.kind !== 'boolean' && value.type.kind !== 'unknown')
      throw new SqlError(
        'TYPE_MISMATCH',
        `${clause} must evaluate to a boolean: actual type ${formatType(value.type)}`,
        node.at,
      );
    return value;
  }

  typed(node: Expression, block: Block): Typed {
    const { aggregation } = block;
    const before = aggregation?.violations.length ?? 0;
    const value = this.#dispatch(node, block);
    // What is grouped by as a whole may hold any column.
    if (aggregation?.groups.has(value.sql)) aggregation.violations.length = before;
    return value;
  }

  #dispatch(node: Expression, block: Block): Typed {
    const { at } = node;
    const of = (inner: Expression) => this.typed(inner, block);
    switch (node.type) {
      case 'literal':
        return literalValue(node);
      case 'column':
        return this.#name([node.name.name], block, at);
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
        // The smallest bigint is a minus over a number that alone is too large.
        return {
          type: x.constant === 2147483648 ? T.integer : x.type,
          sql: /^\d+$/.test(x.sql) ? `(-${x.sql})` : `(- ${x.sql})`,
          at,
          constant: minus,
        };
      }
      case 'binary':
        return node.operator === '||'
          ? concatenation(of(node.left), of(node.right), node.operatorAt ?? at)
          : arithmetic(node.operator, of(node.left), of(node.right), node.operatorAt ?? at);
      case 'comparison':
        return comparison(node.operator, of(node.left), of(node.right), node.operatorAt ?? at);
      case 'quantified': {
        const [left, { sql }] = [of(node.left), this.queries.nested(node.query, block)];
        return {
          type: T.boolean,
          sql: `(${left.sql} ${node.operator} ${node.quantifier.toUpperCase()} (${sql}))`,
          at,
        };
      }
      case 'logical': {
        const operands = node.operands.map((operand) =>
          this.condition(operand, block, `Logical expression term`),
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
          sql: `(NOT ${this.condition(node.operand, block, 'Value of logical NOT expression').sql})`,
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
        const sql = `(${comparison('>=', x, low, at).sql} AND ${comparison('<=', x, high, at).sql})`;
        return { type: T.boolean, sql: node.negated ? `(NOT ${sql})` : sql, at };
      }
      case 'inList': {
        const [x, list] = [of(node.operand), node.list.map(of)];
        for (const item of list) comparison('=', x, item, item.at);
        return {
          type: T.boolean,
          sql: `(${x.sql} ${node.negated ? 'NOT ' : ''}IN (${list.map((item) => item.sql).join(', ')}))`,
          at,
        };
      }
      case 'inSubquery': {
        const [x, { sql, output }] = [of(node.operand), this.queries.nested(node.query, block)];
        if (output.length !== 1)
          throw new SqlError(
            'NOT_SUPPORTED',
            'Multiple columns returned by subquery are not yet supported',
            at,
          );
        if (!commonType(x.type, output[0]!.type))
          throw new SqlError(
            'TYPE_MISMATCH',
            `Value expression and result of subquery must be of the same type: ${formatType(x.type)} vs ${formatType(output[0]!.type)}`,
            at,
          );
        return { type: T.boolean, sql: `(${x.sql} ${node.negated ? 'NOT ' : ''}IN (${sql}))`, at };
      }
      case 'like': {
        const [x, pattern] = [of(node.operand), of(node.pattern)];
        for (const value of [x, pattern])
          if (!isText(value.type) && value.type.kind !== 'unknown')
            throw new SqlError(
              'TYPE_MISMATCH',
              `Left side of LIKE expression must evaluate to a varchar (actual: ${formatType(value.type)})`,
              value.at,
            );
        const escaped = node.escape ? ` ESCAPE ${of(node.escape).sql}` : '';
        return {
          type: T.boolean,
          sql: `(${x.sql} ${node.negated ? 'NOT ' : ''}LIKE ${pattern.sql}${escaped})`,
          at,
        };
      }
      case 'exists':
        return { type: T.boolean, sql: `EXISTS (${this.queries.nested(node.query, block).sql})`, at };
      case 'subquery': {
        const { sql, output } = this.queries.nested(node.query, block);
        if (output.length !== 1)
          throw new SqlError(
            'NOT_SUPPORTED',
            'Multiple columns returned by subquery are not yet supported',
            at,
          );
        return { type: output[0]!.type, sql: `(${sql})`, at };
      }
      case 'case':
        return this.#case(node, block);
      case 'cast':
        return { ...castTo(of(node.operand), typeOfName(node.to), node.safe), at };
      case 'call':
        return { ...this.#call(node, block), at };
      case 'lambda':
        throw new SqlError('TYPE_MISMATCH', 'Lambda expression should always be used inside a function', at);
      case 'array': {
        const elements = node.elements.map(of);
        const type = common(elements);
        return {
          type: array(type),
          sql:
            elements.length === 0
              ? 'CAST([] AS INTEGER[])'
              : `[${elements.map((x) => coerced(x, type)).join(', ')}]`,
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
        if (!sql) throw new SqlError('NOT_SUPPORTED', `Unexpected extract field: ${node.field}`, at);
        return { type: T.bigint, sql, at };
      }
      case 'atTimeZone': {
        const x = of(node.operand);
        return {
          type: timestamp(x.type.kind === 'timestamp' ? x.type.precision : 3, true),
          sql: x.type.kind === 'timestamp' && x.type.withTimeZone ? x.sql : `CAST(${x.sql} AS TIMESTAMPTZ)`,
          at,
        };
      }
      case 'current':
        return this.#current(node, at);
      case 'grouping':
        return {
          type: T.integer,
          sql: `CAST(grouping(${node.columns.map((column) => this.#grouped(column, block)).join(', ')}) AS INTEGER)`,
          at,
        };
    }
  }

  /** A grouped column inside of GROUPING(): it is no value there, so it violates nothing. */
  #grouped(column: Expression, block: Block): string {
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

  #case(node: Extract<Expression, { type: 'case' }>, block: Block): Typed {
    const operand = node.operand && this.typed(node.operand, block);
    const branches = node.branches.map(({ when, then }) => {
      const test = operand
        ? comparison('=', operand, this.typed(when, block), when.at)
        : this.condition(when, block, 'CASE WHEN clause');
      return { test, result: this.typed(then, block) };
    });
    const otherwise = node.otherwise && this.typed(node.otherwise, block);
    const results = [...branches.map(({ result }) => result), ...(otherwise ? [otherwise] : [])];
    const type = results.reduce<Type>((sofar, result) => {
      const both = commonType(sofar, result.type);
      if (!both)
        throw new SqlError(
          'TYPE_MISMATCH',
          `All CASE results must be the same type or coercible to a common type. Cannot find common type between ${formatType(sofar)} and ${formatType(result.type)}, all types (without duplicates): [${[...new Set(results.map((r) => formatType(r.type)))].join(', ')}]`,
          result.at,
        );
      return both;
    }, T.unknown);
    const sql = branches
      .map(({ test, result }) => `WHEN ${test.sql} THEN ${coerced(result, type)}`)
      .join(' ');
    return {
      type,
      sql: `CASE ${sql}${otherwise ? ` ELSE ${coerced(otherwise, type)}` : ''} END`,
      at: node.at,
    };
  }

  // ---- names -----------------------------------------------------------------------------------------------------

  #dereference(node: Extract<Expression, { type: 'dereference' }>, block: Block): Typed {
    const parts = nameParts(node);
    if (parts) return this.#name(parts, block, node.at);
    return this.#field(this.typed(node.base, block), node.field.name, node.at);
  }

  /** `a`, `t.a`, `db.t.a`, or a field of a row in one of them. */
  #name(parts: string[], block: Block, at: Typed['at']): Typed {
    const names = parts.map(lower);
    if (names.length === 1) {
      const output = block.outputs?.get(names[0]!);
      if (output) return { ...output, at };
    }
    for (const lambda of [...block.lambdas].reverse()) {
      const parameter = lambda.get(names[0]!);
      if (parameter)
        return names.slice(1).reduce((value, part) => this.#field(value, part, at), { ...parameter, at });
    }
    for (let within: Block | undefined = block; within; within = within.outer) {
      for (let last = names.length - 1; last >= 0; last--) {
        const found = matching(within, names.slice(0, last), names[last]!);
        if (found.length > 1)
          throw new SqlError(
            'AMBIGUOUS_NAME',
            `Column '${parts.slice(0, last + 1).join('.')}' is ambiguous`,
            at,
          );
        const [column] = found;
        if (!column) continue;
        column.use?.();
        // A column of an outer block is one value for all rows of this one.
        if (
          within === block &&
          block.aggregation &&
          block.aggregation.inside === 0 &&
          !block.aggregation.groups.has(column.sql)
        )
          block.aggregation.violations.push(
            new SqlError(
              'EXPRESSION_NOT_AGGREGATE',
              `'${parts.join('.')}' must be an aggregate expression or appear in GROUP BY clause`,
              at,
            ),
          );
        return names.slice(last + 1).reduce((value, part) => this.#field(value, part, at), {
          type: column.type,
          sql: column.sql,
          at,
        } as Typed);
      }
    }
    throw notResolved(parts.join('.'), at);
  }

  #field(base: Typed, name: string, at: Typed['at']): Typed {
    if (base.type.kind !== 'row') throw new SqlError('TYPE_MISMATCH', `Expression is not of type ROW`, at);
    const index = base.type.fields.findIndex((f) => f.name !== undefined && lower(f.name) === lower(name));
    const found = base.type.fields[index];
    if (!found) throw notResolved(name, at);
    return {
      type: found.type,
      sql: `struct_extract(${base.sql}, ${literal(found.name ?? fieldKey(undefined, index))})`,
      at,
    };
  }

  // ---- calls -----------------------------------------------------------------------------------------------------

  #call(node: FunctionCall, block: Block): Typed {
    const name = node.name.parts
      .map((part) => part.name)
      .join('.')
      .toLowerCase();
    const at = node.at;
    if (WINDOWS.has(name) || AGGREGATES.has(name) || (name === 'count' && node.star))
      return this.#aggregate(name, node, block);
    if (!SCALARS.has(name)) throw new SqlError('FUNCTION_NOT_FOUND', `Function '${name}' not registered`, at);
    if (node.over || node.filter || node.distinct)
      throw new SqlError('FUNCTION_NOT_AGGREGATE', `Function '${name}' is not an aggregate function`, at);
    if (node.trim) return this.#trim(node, block);
    const args = this.#arguments(name, node.arguments, block);
    return { ...SCALARS.find(name, args, at)(args), at };
  }

  #trim(node: FunctionCall, block: Block): Typed {
    const name = { leading: 'ltrim', trailing: 'rtrim', both: 'trim' }[node.trim!];
    const args = this.#arguments(name, node.arguments, block);
    return { ...SCALARS.find(name, args, node.at)(args), at: node.at };
  }

  /** The arguments of a call; a lambda is typed by the arguments before it. */
  #arguments(name: string, nodes: Expression[], block: Block): Typed[] {
    const args: Typed[] = [];
    for (const node of nodes)
      args.push(node.type === 'lambda' ? this.#lambda(name, node, args, block) : this.typed(node, block));
    return args;
  }

  #lambda(name: string, node: Extract<Expression, { type: 'lambda' }>, before: Typed[], block: Block): Typed {
    const [first, second] = before.map((x) => x.type);
    const element = first?.kind === 'array' ? first.element : T.unknown;
    const state = second ?? T.unknown;
    const reduceTypes =
      before.filter((x) => x.type.kind === 'function').length === 0 ? [state, element] : [state];
    const types: Type[] =
      name === 'reduce' ? reduceTypes : first?.kind === 'map' ? [first.key, first.value] : [element];
    const names = node.parameters.map(() => this.queries.fresh('l'));
    const parameters = new Map(
      node.parameters.map((p, i) => [
        lower(p.name),
        { type: types[i] ?? T.unknown, sql: names[i]!, at: p.at } as Typed,
      ]),
    );
    const body = this.typed(node.body, { ...block, lambdas: [...block.lambdas, parameters] });
    const isEntry = first?.kind === 'map';
    return {
      type: { kind: 'function', parameters: types, result: body.type },
      sql: isEntry ? body.sql : `lambda ${names.join(', ')}: ${body.sql}`,
      at: node.at,
      lambda: { parameters: names },
    };
  }

  #aggregate(name: string, node: FunctionCall, block: Block): Typed {
    const { at } = node;
    const { aggregation } = block;
    const windowed = node.over !== undefined;
    if (windowed && !block.windows)
      throw new SqlError('EXPRESSION_NOT_SCALAR', 'Window functions cannot stand here', at);
    if (!windowed && WINDOWS.has(name))
      throw new SqlError('MISSING_OVER', `Window function ${name} requires an OVER clause`, at);
    if (!windowed && !aggregation)
      throw new SqlError(
        'EXPRESSION_NOT_SCALAR',
        `WHERE clause cannot contain aggregations, window functions or grouping operations: [${name}]`,
        at,
      );
    if (!windowed && aggregation!.inside > 0)
      throw new SqlError('NESTED_AGGREGATION', `Cannot nest aggregations inside aggregation '${name}'`, at);
    if (aggregation && !windowed) aggregation.inside++;
    try {
      const args = node.star ? [] : this.#arguments(name, node.arguments, block);
      const order = [...node.orderBy, ...(node.withinGroup ?? [])];
      const filter = node.filter
        ? ` FILTER (WHERE ${this.condition(node.filter, block, 'FILTER clause').sql})`
        : '';
      const orderSql = order.length > 0 ? ` ORDER BY ${this.sortSql(order, block)}` : '';
      if (aggregation && !windowed) aggregation.inside--;
      const over = node.over ? ` OVER (${this.#window(node.over, block)})` : '';
      if (aggregation && !windowed) aggregation.inside++;
      const nulls = node.nullTreatment === 'ignore' ? ' IGNORE NULLS' : '';
      const how = {
        distinct: node.distinct ? 'DISTINCT ' : '',
        order: WINDOWS.has(name) ? nulls : orderSql,
        tail: `${filter}${over}`,
      };
      if (name === 'count' && (node.star || args.length === 0))
        return { type: T.bigint, sql: `count(*)${how.tail}`, at };
      const rule = WINDOWS.has(name) ? WINDOWS.find(name, args, at) : AGGREGATES.find(name, args, at);
      return { ...rule(args, how), at };
    } finally {
      if (aggregation && !windowed) aggregation.inside--;
    }
  }

  #window(over: NonNullable<FunctionCall['over']>, block: Block): string {
    const named = (name: string, at: Typed['at']): Window => {
      const found = block.windows!.get(lower(name));
      if (!found) throw new SqlError('INVALID_WINDOW_REFERENCE', `Cannot resolve WINDOW name ${name}`, at);
      return found;
    };
    const merged = (window: Window): Window => {
      if (!window.base) return window;
      const base = merged(named(window.base.name, window.base.at));
      return {
        ...window,
        partitionBy: window.partitionBy.length > 0 ? window.partitionBy : base.partitionBy,
        orderBy: window.orderBy.length > 0 ? window.orderBy : base.orderBy,
        frame: window.frame ?? base.frame,
      };
    };
    const window = merged('name' in over ? named(over.name, over.at) : over);
    const parts: string[] = [];
    if (window.partitionBy.length > 0)
      parts.push(`PARTITION BY ${window.partitionBy.map((x) => this.typed(x, block).sql).join(', ')}`);
    if (window.orderBy.length > 0) parts.push(`ORDER BY ${this.sortSql(window.orderBy, block)}`);
    if (window.frame) {
      const bound = (b: NonNullable<Window['frame']>['start']): string =>
        'value' in b ? `${this.typed(b.value, block).sql} ${b.bound.toUpperCase()}` : b.bound.toUpperCase();
      const { unit, start, end } = window.frame;
      parts.push(`${unit.toUpperCase()} ${end ? `BETWEEN ${bound(start)} AND ${bound(end)}` : bound(start)}`);
    }
    return parts.join(' ');
  }

  /** Sort keys; NULLs come last unless it is said otherwise, whichever the direction. */
  sortSql(items: SortItem[], block: Block): string {
    return items.map((item) => sortKey(this.typed(item.expression, block).sql, item)).join(', ');
  }
}

export const sortKey = (sql: string, item: SortItem): string =>
  `${sql} ${item.descending ? 'DESC' : 'ASC'} NULLS ${(item.nulls ?? 'last').toUpperCase()}`;

/** The parts of `a.b.c`, when it is made of names only. */
function nameParts(node: Expression): string[] | undefined {
  if (node.type === 'column') return [node.name.name];
  if (node.type !== 'dereference') return undefined;
  const base = nameParts(node.base);
  return base && [...base, node.field.name];
}
