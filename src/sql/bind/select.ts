import { literal } from '../duckdb/text';
import { type Position, SqlError } from '../errors';
import { extractScanPredicates } from '../rewrite/extractScanPredicates';
import type { Expression } from '../syntax/ast/expression';
import type { Query, Select, SelectItem } from '../syntax/ast/query';
import { fieldKey } from '../types/typeRules';
import type { ExpressionAnalyzer } from './expression';
import { errorPosition, formatExpression } from './formatExpression';
import { assertScalar, groups, holdsAggregate } from './grouping';
import { type FrameColumn, lower, matching, type NameScope } from './nameScope';
import { ordinal, sortKey, tail } from './order';
import type { AnalyzedQuery, QueryAnalyzer } from './query';
import type { RelationAnalyzer } from './relation';
import type { Typed } from './typed';

/** Analyzes single SELECTs: what their clauses see, and what they put out. */
export class SelectAnalyzer {
  constructor(
    private readonly expressions: ExpressionAnalyzer,
    private readonly relations: RelationAnalyzer,
    private readonly queries: QueryAnalyzer,
  ) {}

  /** A SELECT, with the ORDER BY, OFFSET and LIMIT of the query that it is the whole of. */
  select(
    select: Select,
    around: { ctes: NameScope['ctes']; outer?: NameScope },
    query?: Query,
  ): AnalyzedQuery {
    const block: NameScope = { columns: [], ctes: around.ctes, outer: around.outer, lambdas: [] };
    const from = select.from.map((table) => {
      const relation = this.relations.relation(table, block);
      block.columns = [...block.columns, ...relation.columns];
      return relation.sql;
    });
    if (select.where) assertScalar(select.where, 'WHERE clause');
    const where = select.where && this.expressions.condition(select.where, block, 'WHERE clause').sql;
    if (select.where) extractScanPredicates(select.where, block, this.queries.scope.parameters);
    const sortExpressions = query?.orderBy.map((item) => item.expression) ?? [];
    const isAggregated =
      select.groupBy !== undefined ||
      select.having !== undefined ||
      [
        ...select.items.flatMap((item) => (item.type === 'expression' ? [item.expression] : [])),
        ...sortExpressions,
      ].some(holdsAggregate);
    const grouping = groups(select, block, this.expressions);
    const inner: NameScope = {
      ...block,
      windows: new Map(select.windows.map(({ name, window }) => [lower(name.name), window])),
      aggregation: isAggregated ? { groups: grouping.keys, violations: [], inside: 0 } : undefined,
    };
    const items = select.items.flatMap((item) => this.#item(item, inner, select));
    const { having: havingNode } = select;
    const having =
      havingNode &&
      asWhole(havingNode, inner, () => this.expressions.condition(havingNode, inner, 'HAVING clause')).sql;
    const [violation] = inner.aggregation?.violations ?? [];
    if (violation) throw violation;

    const outputs = new Map<string, Typed>();
    for (const item of items)
      if (item.name !== undefined && !outputs.has(item.name))
        outputs.set(item.name, { ...item, at: item.at });
    const sorting: NameScope = { ...inner, outputs };
    const keys = (query?.orderBy ?? []).map((item) => {
      const place = ordinal(item.expression, items.length, (i) => `c${i}`);
      if (place) return sortKey(place, item);
      const value = asWhole(item.expression, sorting, () => this.expressions.typed(item.expression, sorting));
      const output = items.findIndex((other) => other.sql === value.sql);
      if (select.distinct && output < 0)
        throw new SqlError(
          'EXPRESSION_NOT_IN_DISTINCT',
          'For SELECT DISTINCT, ORDER BY expressions must appear in select list',
          select.at,
        );
      return sortKey(output >= 0 ? `c${output}` : value.sql, item);
    });
    const late = inner.aggregation?.violations[0];
    if (late) throw late;

    const sql = [
      `SELECT ${select.distinct ? 'DISTINCT ' : ''}${items.map((item, i) => `${item.sql} AS c${i}`).join(', ')}`,
      from.length > 0 ? `FROM ${from.join(', ')}` : '',
      where ? `WHERE ${where}` : '',
      grouping.sql,
      having ? `HAVING ${having}` : '',
    ].filter(Boolean);
    return {
      sql: `${sql.join(' ')}${query ? tail(query, keys, { ...block, columns: [] }, this.expressions) : ''}`,
      output: items.map(({ name, type, at }) => ({ name, type, at })),
    };
  }

  #item(item: SelectItem, block: NameScope, select: Select): (Typed & { name: string | undefined })[] {
    if (item.type === 'expression') {
      const value = asWhole(item.expression, block, () => this.expressions.typed(item.expression, block));
      return [{ ...value, at: item.at, name: item.alias ? lower(item.alias.name) : nameOf(item.expression) }];
    }
    if (item.of) return this.#starOf(item, block);
    if (select.from.length === 0)
      throw new SqlError('COLUMN_NOT_FOUND', 'SELECT * not allowed in queries without FROM clause', item.at);
    const columns = block.columns.filter((column) => !column.covered);
    if (columns.length === 0)
      throw new SqlError('COLUMN_NOT_FOUND', 'Relation contains no accessible columns', item.at);
    return columns.map((column) => this.#used(column, block, item.at));
  }

  #starOf(
    item: Extract<SelectItem, { type: 'star' }>,
    block: NameScope,
  ): (Typed & { name: string | undefined })[] {
    const parts = qualifierOf(item.of!);
    if (parts) {
      const columns = block.columns.filter((column) =>
        parts.every((part, i) => column.qualifier[column.qualifier.length - parts.length + i] === part),
      );
      if (columns.length > 0)
        return columns.map((column, i) => ({
          ...this.#used(column, block, item.at),
          ...(item.aliases ? { name: lower(item.aliases[i]?.name ?? '') } : {}),
        }));
    }
    if (parts?.length === 1 && matching(block, [], parts[0]!).length === 0)
      throw new SqlError('TABLE_NOT_FOUND', `Unable to resolve reference ${parts[0]}`, item.at);
    const row = this.expressions.typed(item.of!, block);
    if (row.type.kind !== 'row')
      throw new SqlError('TABLE_NOT_FOUND', `Unable to resolve reference ${parts?.join('.') ?? ''}`, item.at);
    return row.type.fields.map((field, i) => ({
      type: field.type,
      sql: `struct_extract(${row.sql}, ${literal(fieldKey(field.name, i))})`,
      at: item.at,
      name: item.aliases?.[i] ? lower(item.aliases[i].name) : field.name,
    }));
  }

  #used(column: FrameColumn, block: NameScope, at: Position): Typed & { name: string | undefined } {
    column.use?.();
    // One star may stand for a thousand columns.
    this.queries.scope.progress?.(0);
    if (block.aggregation && block.aggregation.inside === 0 && !block.aggregation.groups.has(column.sql))
      block.aggregation.violations.push(
        new SqlError(
          'EXPRESSION_NOT_AGGREGATE',
          `'${column.name ?? ''}' must be an aggregate expression or appear in GROUP BY clause`,
          at,
        ),
      );
    return { type: column.type, sql: column.sql, at, name: column.name };
  }
}

/** An output or condition is grouped by or not as a whole: the error is about all of it. Source: Trino. */
function asWhole(node: Expression, { aggregation }: NameScope, analyzed: () => Typed): Typed {
  const before = aggregation?.violations.length ?? 0;
  const value = analyzed();
  if (aggregation && aggregation.violations.length > before)
    aggregation.violations.splice(
      before,
      aggregation.violations.length,
      new SqlError(
        'EXPRESSION_NOT_AGGREGATE',
        `'${formatExpression(node)}' must be an aggregate expression or appear in GROUP BY clause`,
        errorPosition(node),
      ),
    );
  return value;
}

/** The name that an output gets without an alias: that of the column or field. */
function nameOf(node: Expression): string | undefined {
  if (node.type === 'column') return lower(node.name.name);
  return node.type === 'dereference' ? lower(node.field.name) : undefined;
}

function qualifierOf(node: Expression): string[] | undefined {
  if (node.type === 'column') return [lower(node.name.name)];
  if (node.type !== 'dereference') return undefined;
  const base = qualifierOf(node.base);
  return base && [...base, lower(node.field.name)];
}
