import type { RelationColumn } from '../catalog/catalogResolver';
import { literal } from '../duckdb/text';
import { type Position, SqlError } from '../errors';
import type { Name } from '../syntax/ast/node';
import type { TableExpression } from '../syntax/ast/query';
import { parse } from '../syntax/parse';
import { commonType, fieldKey, T } from '../types/typeRules';
import { formatType, type Type } from '../types/types';
import type { ExpressionAnalyzer } from './expression';
import { assertScalar } from './grouping';
import { type FrameColumn, lower, type NameScope } from './nameScope';
import type { QueryAnalyzer } from './query';
import { scanOf } from './scan';

/** A relation of FROM: its SQL, with its alias, and the columns that it brings. */
interface Relation {
  sql: string;
  columns: FrameColumn[];
}

/** Views may name views; deeper than this they name themselves. */
const VIEW_DEPTH = 20;

/** Analyzes what stands in FROM: tables, views, joins, subqueries, UNNEST. */
export class RelationAnalyzer {
  #views = 0;
  /** Inside of a view: names without a database are in the view's. */
  #viewDatabase: string | undefined;

  constructor(
    private readonly queries: QueryAnalyzer,
    private readonly expressions: ExpressionAnalyzer,
  ) {}

  relation(table: TableExpression, block: NameScope): Relation {
    switch (table.type) {
      case 'table':
        return this.#table(table, block);
      case 'subqueryTable': {
        const query = this.queries.query(table.query, {
          ctes: block.ctes,
          outer: table.lateral ? block : block.outer,
        });
        const alias = this.queries.fresh('r');
        return {
          sql: `${table.lateral ? 'LATERAL ' : ''}(${query.sql}) AS ${alias}`,
          columns: query.output.map((o, i) => ({
            name: o.name,
            qualifier: [],
            type: o.type,
            sql: `${alias}.c${i}`,
          })),
        };
      }
      case 'unnest':
        return this.#unnest(table, block);
      case 'aliased': {
        const inner = this.relation(table.table, block);
        const qualifier = [lower(table.alias.name)];
        if (table.columns && table.columns.length !== inner.columns.length)
          throw new SqlError(
            'MISMATCHED_COLUMN_ALIASES',
            `Column alias list has ${table.columns.length} entries but '${table.alias.name}' has ${inner.columns.length} columns available`,
            table.at,
          );
        return {
          sql: inner.sql,
          columns: inner.columns.map((column, i) => ({
            ...column,
            qualifier,
            covered: false,
            name: table.columns ? lower(table.columns[i]!.name) : column.name,
          })),
        };
      }
      case 'sampled': {
        const inner = this.relation(table.table, block);
        const share = this.expressions.typed(table.percentage, { ...block, columns: [] });
        if (typeof share.constant !== 'number' || share.constant < 0 || share.constant > 100)
          throw new SqlError(
            'NUMERIC_VALUE_OUT_OF_RANGE',
            'Sample percentage must be between 0 and 100',
            table.percentage.at,
          );
        return {
          sql: `${inner.sql} TABLESAMPLE ${table.method.toUpperCase()} (${share.constant} PERCENT)`,
          columns: inner.columns,
        };
      }
      case 'join':
        return this.#join(table, block);
    }
  }

  #join(join: Extract<TableExpression, { type: 'join' }>, block: NameScope): Relation {
    const { left, right } = this.#sides(join, block);
    const kind = {
      inner: 'JOIN',
      left: 'LEFT JOIN',
      right: 'RIGHT JOIN',
      full: 'FULL JOIN',
      cross: 'CROSS JOIN',
    }[join.kind];
    const columns = [...left.columns, ...right.columns];
    const { condition } = join;
    if (!condition) return { sql: `(${left.sql} ${kind} ${right.sql})`, columns };
    if ('on' in condition) {
      assertScalar(condition.on, 'JOIN clause');
      const on = this.expressions.condition(condition.on, { ...block, columns }, 'JOIN ON clause').sql;
      return { sql: `(${left.sql} ${kind} ${right.sql} ON ${on})`, columns };
    }
    const shared =
      'using' in condition
        ? condition.using.map((name) => ({ name: lower(name.name), at: name.at }))
        : left.columns.flatMap(({ name }) =>
            name !== undefined && right.columns.some((c) => c.name === name) ? [{ name, at: join.at }] : [],
          );
    const merged = shared.map(({ name, at }) => {
      const [a, b] = [left, right].map((side) =>
        side.columns.find((column) => column.name === name && !column.covered),
      );
      if (!a || !b)
        throw new SqlError(
          'COLUMN_NOT_FOUND',
          `Column '${name}' is missing from ${a ? 'right' : 'left'} side of join`,
          at,
        );
      const type = commonType(a.type, b.type);
      if (!type)
        throw new SqlError(
          'TYPE_MISMATCH',
          `Column types of left and right side of join are incompatible: ${formatType(a.type)} and ${formatType(b.type)}`,
          at,
        );
      a.use?.();
      b.use?.();
      const sql =
        join.kind === 'full' ? `coalesce(${a.sql}, ${b.sql})` : join.kind === 'right' ? b.sql : a.sql;
      return { name, qualifier: [], type, sql, on: `${a.sql} = ${b.sql}` };
    });
    const names = new Set(shared.map(({ name }) => name));
    const rest = columns.map((column) =>
      column.name !== undefined && names.has(column.name) ? { ...column, covered: true } : column,
    );
    const on = merged.length > 0 ? ` ON ${merged.map((m) => m.on).join(' AND ')}` : ' ON true';
    return { sql: `(${left.sql} ${kind} ${right.sql}${on})`, columns: [...merged, ...rest] };
  }

  #sides(
    join: Extract<TableExpression, { type: 'join' }>,
    block: NameScope,
  ): { left: Relation; right: Relation } {
    const left = this.relation(join.left, block);
    // A lateral right side sees the columns of the left one.
    const right = this.relation(join.right, { ...block, columns: [...block.columns, ...left.columns] });
    return {
      left: join.kind === 'right' || join.kind === 'full' ? optional(left) : left,
      right: join.kind === 'left' || join.kind === 'full' ? optional(right) : right,
    };
  }

  #unnest(node: Extract<TableExpression, { type: 'unnest' }>, block: NameScope): Relation {
    const values = node.expressions.map((expression) => this.expressions.typed(expression, block));
    const alias = this.queries.fresh('u');
    const columns: { type: Type; sql: string }[] = values.flatMap((value) => {
      if (value.type.kind === 'map')
        return [
          { type: value.type.key, sql: `unnest(map_keys(${value.sql}))` },
          { type: value.type.value, sql: `unnest(map_values(${value.sql}))` },
        ];
      if (value.type.kind !== 'array')
        throw new SqlError('TYPE_MISMATCH', `Cannot unnest type: ${formatType(value.type)}`, value.at);
      const { element } = value.type;
      if (element.kind !== 'row') return [{ type: element, sql: `unnest(${value.sql})` }];
      return element.fields.map((field, i) => ({
        type: field.type,
        sql: `unnest(list_transform(${value.sql}, lambda e_: struct_extract(e_, ${literal(fieldKey(field.name, i))})))`,
      }));
    });
    if (node.withOrdinality) {
      // The shorter ones are filled up with NULLs.
      const lengths = values.map(({ type, sql }) =>
        type.kind === 'map' ? `cardinality(${sql})` : `len(${sql})`,
      );
      columns.push({
        type: T.bigint,
        sql: `unnest(range(1, CAST(greatest(${lengths.join(', ')}) AS BIGINT) + 1))`,
      });
    }
    return {
      sql: `LATERAL (SELECT ${columns.map((column, i) => `${column.sql} AS c${i}`).join(', ')}) AS ${alias}`,
      columns: columns.map(({ type }, i) => ({
        name: undefined,
        qualifier: [],
        type,
        sql: `${alias}.c${i}`,
      })),
    };
  }

  #table(node: Extract<TableExpression, { type: 'table' }>, block: NameScope): Relation {
    const parts = node.name.parts.map((part) => lower(part.name));
    const cte = parts.length === 1 ? block.ctes.get(parts[0]!) : undefined;
    const alias = this.queries.fresh('r');
    if (cte && node.asOf) throw new SqlError('NOT_SUPPORTED', 'A WITH query has no versions', node.at);
    if (cte)
      return {
        sql: `${cte.sqlName} AS ${alias}`,
        columns: cte.columns.map((column, i) => ({
          ...column,
          qualifier: [parts[0]!],
          sql: `${alias}.c${i}`,
        })),
      };
    const name = qualified(node.name);
    const relation = this.queries.scope.relation(
      name.database === undefined && this.#viewDatabase !== undefined
        ? { ...name, database: this.#viewDatabase }
        : name,
      node.at,
      node.asOf,
    );
    const qualifier = [relation.catalog, relation.database, relation.name].map(lower);
    if (relation.kind === 'view')
      return this.#view(relation.sql, relation.columns, qualifier, alias, node.at);
    return scanOf(this.queries, relation, { qualifier, alias });
  }

  /** A view's own query, with the caller's rights; its columns by the view's names. */
  #view(sql: string, declared: RelationColumn[], qualifier: string[], alias: string, at: Position): Relation {
    if (++this.#views > VIEW_DEPTH) throw new SqlError('VIEW_IS_RECURSIVE', 'View is recursive', at);
    const statement = parse(sql);
    if (statement.type !== 'query') throw new SqlError('INVALID_VIEW', 'View does not hold a query', at);
    const before = this.#viewDatabase;
    this.#viewDatabase = qualifier[1];
    const query = this.queries.query(statement, { ctes: new Map() });
    this.#viewDatabase = before;
    this.#views--;
    if (query.output.length !== declared.length)
      throw new SqlError(
        'VIEW_IS_STALE',
        `View '${qualifier.join('.')}' is stale or in invalid state: it must be re-created`,
        at,
      );
    return {
      sql: `(${query.sql}) AS ${alias}`,
      columns: declared.map((column, i) => ({
        name: lower(column.name),
        qualifier,
        type: query.output[i]!.type,
        sql: `${alias}.c${i}`,
      })),
    };
  }
}

/** The side of an outer join that can be absent: then its columns are NULL, which no row of its scans says. */
const optional = ({ sql, columns }: Relation): Relation => ({
  sql,
  columns: columns.map((column) => ({ ...column, scanned: undefined })),
});

export const qualified = (name: Name) => {
  const [table, database, catalog] = name.parts.map((part) => lower(part.name)).reverse();
  return {
    name: table!,
    ...(database !== undefined ? { database } : {}),
    ...(catalog !== undefined ? { catalog } : {}),
  };
};
