import { SqlError } from '../errors';
import { AGGREGATES, WINDOWS } from '../functions/aggregates';
import { SCALARS } from '../functions/scalars';
import type { Expression, FunctionCall } from '../syntax/ast/expression';
import type { SortItem, Window } from '../syntax/ast/query';
import { T } from '../types/typeRules';
import type { Type } from '../types/types';
import type { ExpressionAnalyzer } from './expression';
import { formatExpression } from './formatExpression';
import { frameSql } from './frame';
import { assertScalar, operationsIn } from './grouping';
import { lower, type NameScope } from './nameScope';
import { sortKey } from './order';
import type { QueryAnalyzer } from './query';
import type { Typed } from './typed';

/** Functions whose lambdas take a key and a value. */
const OF_ENTRIES = new Set(['map_filter', 'transform_keys', 'transform_values']);

/** Types calls of functions: scalars, lambdas, aggregates, windows. */
export class CallAnalyzer {
  constructor(
    private readonly queries: QueryAnalyzer,
    private readonly expressions: ExpressionAnalyzer,
  ) {}

  /** A call of a scalar, aggregate or window function. @throws SqlError FUNCTION_NOT_FOUND and by the function's own rules */
  call(node: FunctionCall, block: NameScope): Typed {
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
    return { ...SCALARS.find(name, args, at)(args, at), at };
  }

  #trim(node: FunctionCall, block: NameScope): Typed {
    const name = { leading: 'ltrim', trailing: 'rtrim', both: 'trim' }[node.trim!];
    const args = this.#arguments(name, node.arguments, block);
    return { ...SCALARS.find(name, args, node.at)(args, node.at), at: node.at };
  }

  /** The arguments of a call; a lambda is typed by the arguments before it. */
  #arguments(name: string, nodes: Expression[], block: NameScope): Typed[] {
    const args: Typed[] = [];
    for (const node of nodes)
      args.push(
        node.type === 'lambda' ? this.#lambda(name, node, args, block) : this.expressions.typed(node, block),
      );
    return args;
  }

  #lambda(
    name: string,
    node: Extract<Expression, { type: 'lambda' }>,
    before: Typed[],
    block: NameScope,
  ): Typed {
    const [first, second] = before.map((x) => x.type);
    const element = first?.kind === 'array' ? first.element : T.unknown;
    const entry = first?.kind === 'map' ? first : undefined;
    const isEntry = entry !== undefined || OF_ENTRIES.has(name);
    const state = second ?? T.unknown;
    const reduceTypes =
      before.filter((x) => x.type.kind === 'function').length === 0 ? [state, element] : [state];
    const types: Type[] =
      name === 'reduce'
        ? reduceTypes
        : isEntry
          ? [entry?.key ?? T.unknown, entry?.value ?? T.unknown]
          : [element];
    if (node.parameters.length !== types.length)
      throw new SqlError(
        'INVALID_PARAMETER_USAGE',
        `Expected a lambda that takes ${types.length} argument(s) but got ${node.parameters.length}`,
        node.at,
      );
    const names = node.parameters.map(() => this.queries.fresh('l'));
    const parameters = new Map(
      node.parameters.map((p, i) => [
        lower(p.name),
        { type: types[i] ?? T.unknown, sql: names[i]!, at: p.at } as Typed,
      ]),
    );
    const body = this.expressions.typed(node.body, { ...block, lambdas: [...block.lambdas, parameters] });
    return {
      type: { kind: 'function', parameters: types, result: body.type },
      sql: isEntry ? body.sql : `lambda ${names.join(', ')}: ${body.sql}`,
      at: node.at,
      lambda: { parameters: names },
    };
  }

  #aggregate(name: string, node: FunctionCall, block: NameScope): Typed {
    const { at } = node;
    const { aggregation } = block;
    const windowed = node.over !== undefined;
    if (!windowed && WINDOWS.has(name))
      throw new SqlError('MISSING_OVER', `Window function ${name} requires an OVER clause`, at);
    if (windowed ? !block.windows : !aggregation) assertScalar(node, 'Expression');
    if (!windowed) assertNotNested(name, node);
    if (aggregation && !windowed) aggregation.inside++;
    try {
      const args = node.star ? [] : this.#arguments(name, node.arguments, block);
      const order = [...node.orderBy, ...(node.withinGroup ?? [])];
      const filter = node.filter
        ? ` FILTER (WHERE ${this.expressions.condition(node.filter, block, 'FILTER clause').sql})`
        : '';
      const orderSql = order.length > 0 ? ` ORDER BY ${this.#sortSql(order, block)}` : '';
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

  #window(over: NonNullable<FunctionCall['over']>, block: NameScope): string {
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
      parts.push(
        `PARTITION BY ${window.partitionBy.map((x) => this.expressions.typed(x, block).sql).join(', ')}`,
      );
    if (window.orderBy.length > 0) parts.push(`ORDER BY ${this.#sortSql(window.orderBy, block)}`);
    if (window.frame) {
      const sorted = window.orderBy.map((item) => this.expressions.typed(item.expression, block));
      parts.push(frameSql(window.frame, sorted, (value) => this.expressions.typed(value, block)));
    }
    return parts.join(' ');
  }

  /** Sort keys; NULLs come last unless it is said otherwise, whichever the direction. */
  #sortSql(items: SortItem[], block: NameScope): string {
    return items.map((item) => sortKey(this.expressions.typed(item.expression, block).sql, item)).join(', ');
  }
}

/** @throws SqlError NESTED_AGGREGATION, NESTED_WINDOW */
function assertNotNested(name: string, node: FunctionCall): void {
  const { aggregates, windows } = operationsIn([node.arguments, node.filter, node.orderBy]);
  if (aggregates.length > 0)
    throw new SqlError(
      'NESTED_AGGREGATION',
      `Cannot nest aggregations inside aggregation '${name}': [${aggregates.map(formatExpression).join(', ')}]`,
      node.at,
    );
  if (windows.length > 0)
    throw new SqlError(
      'NESTED_WINDOW',
      `Cannot nest window functions or row pattern measures inside aggregation '${name}': [${windows.map(formatExpression).join(', ')}]`,
      node.at,
    );
}
