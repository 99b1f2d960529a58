import type { Expression } from '../ast/expression';
import type { Identifier, Name } from '../ast/node';
import type {
  GroupingElement,
  Query,
  QueryBody,
  Select,
  SelectItem,
  TableExpression,
  Values,
} from '../ast/query';
import { identifier, scanMark } from '../duckdb/text';
import { type Position, SqlError } from '../errors';
import { AGGREGATES } from '../functions/aggregates';
import { parse, parseExpression } from '../parse';
import type { RelationColumn, Scan, Scope, TableRelation } from '../scope';
import type { OutputColumn } from '../typed';
import { commonType, duckType, fieldKey, isInteger, T } from '../typeRules';
import { formatType, type Type } from '../types';
import { type Block, type CommonTableEntry, type FrameColumn, lower } from './block';
import { coerced } from './cast';
import { ExpressionAnalyzer, sortKey } from './expression';
import type { Typed } from './typed';

/** A query that was analyzed: DuckDB SQL with marks where scans go, whose columns are `c0, c1, …`. */
export interface AnalyzedQuery {
  sql: string;
  output: (Omit<OutputColumn, 'name'> & { name: string | undefined; at: Position })[];
}

/** A relation of FROM: its SQL, with its alias, and the columns that it brings. */
interface Relation {
  sql: string;
  columns: FrameColumn[];
}

/** Views may name views; deeper than this they name themselves. */
const VIEW_DEPTH = 20;

/** Analyzes the queries of one statement against what its caller may see. */
export class QueryAnalyzer {
  readonly scans: Scan[] = [];
  readonly #expressions = new ExpressionAnalyzer(this);
  #count = 0;
  #views = 0;
  /** Inside of a view: names without a database are in the view's. */
  #viewDatabase: string | undefined;

  constructor(readonly scope: Scope) {}

  /** A name that the statement has not used yet. */
  fresh(prefix: string): string {
    return `${prefix}${this.#count++}_`;
  }

  /** The value given for a `?`. @throws SqlError INVALID_PARAMETER_USAGE */
  parameter(index: number, block: Block, at: Position): Typed {
    const text = this.scope.parameters?.[index];
    if (text === undefined)
      throw new SqlError(
        'INVALID_PARAMETER_USAGE',
        `Incorrect number of parameters: expected at least ${index + 1} but found ${this.scope.parameters?.length ?? 0}`,
      );
    return {
      ...this.#expressions.typed(parseExpression(text), { columns: [], ctes: block.ctes, lambdas: [] }),
      at,
    };
  }

  /** A query inside of an expression: it may name the columns of the block around it. */
  nested(query: Query, outer: Block): AnalyzedQuery {
    return this.query(query, { ctes: outer.ctes, outer });
  }

  query(query: Query, around: { ctes: Block['ctes']; outer?: Block }): AnalyzedQuery {
    const ctes = new Map(around.ctes);
    const withs = query.with.map((common) => {
      const sqlName = this.fresh('w');
      const analyzed = query.recursive
        ? this.#recursive(common, sqlName, ctes, around.outer)
        : this.query(common.query, { ctes, outer: around.outer });
      const columns = named(analyzed.output, common.columns);
      ctes.set(lower(common.name.name), { sqlName, columns });
      return `${sqlName}(${columns.map((_, i) => `c${i}`).join(', ')}) AS (${analyzed.sql})`;
    });
    const body = this.#body(query.body, { ctes, outer: around.outer }, query);
    const prefix = withs.length > 0 ? `WITH ${query.recursive ? 'RECURSIVE ' : ''}${withs.join(', ')} ` : '';
    return { sql: `${prefix}${body.sql}`, output: body.output };
  }

  #recursive(
    common: Query['with'][number],
    sqlName: string,
    ctes: ReadonlyMap<string, CommonTableEntry>,
    outer: Block | undefined,
  ): AnalyzedQuery {
    const { body } = common.query;
    const refersToItself =
      body.type === 'setOperation' && body.operator === 'union' && common.columns !== undefined;
    if (!refersToItself) return this.query(common.query, { ctes, outer });
    const start = this.#body(body.left, { ctes, outer });
    const within = new Map(ctes).set(lower(common.name.name), {
      sqlName,
      columns: named(start.output, common.columns),
    });
    const step = this.#body(body.right, { ctes: within, outer });
    return { sql: `(${start.sql}) UNION ${body.distinct ? '' : 'ALL '}(${step.sql})`, output: start.output };
  }

  /** A body with the ORDER BY, OFFSET and LIMIT of the query that it is the whole of. */
  #body(body: QueryBody, around: { ctes: Block['ctes']; outer?: Block }, query?: Query): AnalyzedQuery {
    if (body.type === 'select') return this.#select(body, around, query);
    const inner = this.#plainBody(body, around);
    if (!query || (query.orderBy.length === 0 && !query.limit && !query.offset)) return inner;
    const alias = this.fresh('r');
    const columns = inner.output.map((o, i) => ({
      name: o.name,
      qualifier: [],
      type: o.type,
      sql: `${alias}.c${i}`,
    }));
    const block: Block = { columns, ctes: around.ctes, outer: around.outer, lambdas: [] };
    const keys = query.orderBy.map((item) =>
      sortKey(
        this.#ordinal(item.expression, columns.length, (i) => `${alias}.c${i}`) ??
          this.#expressions.typed(item.expression, block).sql,
        item,
      ),
    );
    const select = `SELECT ${columns.map((c, i) => `${c.sql} AS c${i}`).join(', ')} FROM (${inner.sql}) AS ${alias}`;
    return { sql: `${select}${this.#tail(query, keys, block)}`, output: inner.output };
  }

  #plainBody(
    body: Exclude<QueryBody, Select>,
    around: { ctes: Block['ctes']; outer?: Block },
  ): AnalyzedQuery {
    switch (body.type) {
      case 'query':
        return this.query(body, around);
      case 'values':
        return this.#values(body, around);
      case 'tableQuery': {
        const star: Select = {
          type: 'select',
          at: body.at,
          distinct: false,
          items: [{ type: 'star', at: body.at }],
          from: [{ type: 'table', at: body.at, name: body.name }],
          windows: [],
        };
        return this.#select(star, around);
      }
      case 'setOperation': {
        const [left, right] = [this.#body(body.left, around), this.#body(body.right, around)];
        if (left.output.length !== right.output.length)
          throw new SqlError(
            'TYPE_MISMATCH',
            `${body.operator.toUpperCase()} query has different number of fields: ${left.output.length}, ${right.output.length}`,
            body.at,
          );
        const types = left.output.map((column, i) => {
          const type = commonType(column.type, right.output[i]!.type);
          if (!type)
            throw new SqlError(
              'TYPE_MISMATCH',
              `column ${i + 1} in ${body.operator.toUpperCase()} query has incompatible types: ${formatType(column.type)}, ${formatType(right.output[i]!.type)}`,
              body.at,
            );
          return type;
        });
        const side = (part: AnalyzedQuery) => this.#as(part, types);
        return {
          sql: `(${side(left)}) ${body.operator.toUpperCase()}${body.distinct ? '' : ' ALL'} (${side(right)})`,
          output: left.output.map((column, i) => ({ ...column, type: types[i]! })),
        };
      }
    }
  }

  /** A query with its columns cast to wider types. */
  #as(query: AnalyzedQuery, types: Type[]): string {
    if (
      query.output.every(
        (column, i) => duckType(column.type) === duckType(types[i]!) && column.type.kind !== 'unknown',
      )
    )
      return query.sql;
    const alias = this.fresh('r');
    return `SELECT ${query.output.map((column, i) => `${coerced({ ...column, sql: `${alias}.c${i}` }, types[i]!)} AS c${i}`).join(', ')} FROM (${query.sql}) AS ${alias}`;
  }

  #values(body: Values, around: { ctes: Block['ctes']; outer?: Block }): AnalyzedQuery {
    const block: Block = { columns: [], ctes: around.ctes, outer: around.outer, lambdas: [] };
    const rows = body.rows.map((row) =>
      (row.type === 'row' ? row.elements : [row]).map((value) => this.#expressions.typed(value, block)),
    );
    const width = rows[0]!.length;
    if (rows.some((row) => row.length !== width))
      throw new SqlError('TYPE_MISMATCH', 'Values rows have mismatched sizes', body.at);
    const types = Array.from({ length: width }, (_, i) =>
      rows.reduce<Type>((type, row) => {
        const both = commonType(type, row[i]!.type);
        if (!both)
          throw new SqlError(
            'TYPE_MISMATCH',
            `Values rows have mismatched types: ${formatType(type)} vs ${formatType(row[i]!.type)}`,
            body.at,
          );
        return both;
      }, T.unknown),
    );
    const alias = this.fresh('v');
    const list = rows
      .map((row) => `(${row.map((value, i) => coerced(value, types[i]!)).join(', ')})`)
      .join(', ');
    return {
      sql: `SELECT * FROM (VALUES ${list}) AS ${alias}(${types.map((_, i) => `c${i}`).join(', ')})`,
      output: types.map((type) => ({ name: undefined, type, at: body.at })),
    };
  }

  // ---- SELECT ----------------------------------------------------------------------------------------------------

  #select(select: Select, around: { ctes: Block['ctes']; outer?: Block }, query?: Query): AnalyzedQuery {
    const block: Block = { columns: [], ctes: around.ctes, outer: around.outer, lambdas: [] };
    const from = select.from.map((table) => {
      const relation = this.#relation(table, block);
      block.columns = [...block.columns, ...relation.columns];
      return relation.sql;
    });
    const where = select.where && this.#expressions.condition(select.where, block, 'WHERE clause').sql;
    const sortExpressions = query?.orderBy.map((item) => item.expression) ?? [];
    const isAggregated =
      select.groupBy !== undefined ||
      select.having !== undefined ||
      [
        ...select.items.flatMap((item) => (item.type === 'expression' ? [item.expression] : [])),
        ...sortExpressions,
      ].some(holdsAggregate);
    const groups = this.#groups(select, block);
    const inner: Block = {
      ...block,
      windows: new Map(select.windows.map(({ name, window }) => [lower(name.name), window])),
      aggregation: isAggregated ? { groups: groups.keys, violations: [], inside: 0 } : undefined,
    };
    const items = select.items.flatMap((item) => this.#item(item, inner, select));
    const having = select.having && this.#expressions.condition(select.having, inner, 'HAVING clause').sql;
    const [violation] = inner.aggregation?.violations ?? [];
    if (violation) throw violation;

    const outputs = new Map<string, Typed>();
    for (const item of items)
      if (item.name !== undefined && !outputs.has(item.name))
        outputs.set(item.name, { ...item, at: item.at });
    const sorting: Block = { ...inner, outputs };
    const keys = (query?.orderBy ?? []).map((item) => {
      const ordinal = this.#ordinal(item.expression, items.length, (i) => `c${i}`);
      if (ordinal) return sortKey(ordinal, item);
      const value = this.#expressions.typed(item.expression, sorting);
      const output = items.findIndex((other) => other.sql === value.sql);
      if (select.distinct && output < 0)
        throw new SqlError(
          'EXPRESSION_NOT_IN_DISTINCT',
          'For SELECT DISTINCT, ORDER BY expressions must appear in select list',
          item.at,
        );
      return sortKey(output >= 0 ? `c${output}` : value.sql, item);
    });
    const late = inner.aggregation?.violations[0];
    if (late) throw late;

    const sql = [
      `SELECT ${select.distinct ? 'DISTINCT ' : ''}${items.map((item, i) => `${item.sql} AS c${i}`).join(', ')}`,
      from.length > 0 ? `FROM ${from.join(', ')}` : '',
      where ? `WHERE ${where}` : '',
      groups.sql,
      having ? `HAVING ${having}` : '',
    ].filter(Boolean);
    return {
      sql: `${sql.join(' ')}${query ? this.#tail(query, keys, { ...block, columns: [] }) : ''}`,
      output: items.map(({ name, type, at }) => ({ name, type, at })),
    };
  }

  /** ORDER BY, OFFSET, LIMIT. WITH TIES keeps the rows that sort the same as the last one. */
  #tail(query: Query, keys: string[], block: Block): string {
    const order = keys.length > 0 ? ` ORDER BY ${keys.join(', ')}` : '';
    const count = query.limit?.count && this.#expressions.typed(query.limit.count, block).sql;
    if (query.limit?.withTies && count) return ` QUALIFY rank() OVER (${order.trim()}) <= ${count}${order}`;
    const offset = query.offset ? ` OFFSET ${this.#expressions.typed(query.offset, block).sql}` : '';
    return `${order}${count ? ` LIMIT ${count}` : ''}${offset}`;
  }

  /** `ORDER BY 2`: the SQL of the second output. @throws SqlError INVALID_COLUMN_REFERENCE */
  #ordinal(node: Expression, width: number, sql: (index: number) => string): string | undefined {
    if (node.type !== 'literal' || node.kind !== 'integer') return undefined;
    const index = Number(node.text);
    if (index < 1 || index > width)
      throw new SqlError(
        'INVALID_COLUMN_REFERENCE',
        `ORDER BY position ${node.text} is not in select list`,
        node.at,
      );
    return sql(index - 1);
  }

  #groups(select: Select, block: Block): { sql: string; keys: Set<string> } {
    const keys = new Set<string>();
    if (!select.groupBy) return { sql: '', keys };
    const key = (node: Expression): string => {
      let target = node;
      if (node.type === 'literal' && node.kind === 'integer') {
        const item = select.items[Number(node.text) - 1];
        if (item?.type !== 'expression')
          throw new SqlError(
            'INVALID_COLUMN_REFERENCE',
            `GROUP BY position ${node.text} is not in select list`,
            node.at,
          );
        target = item.expression;
      }
      const { sql } = this.#expressions.typed(target, block);
      keys.add(sql);
      return sql;
    };
    const element = (of: GroupingElement): string => {
      switch (of.type) {
        case 'simple':
          return of.expressions.map(key).join(', ');
        case 'rollup':
        case 'cube':
          return `${of.type.toUpperCase()} (${of.expressions.map(key).join(', ')})`;
        case 'sets':
          return `GROUPING SETS (${of.sets.map((set) => `(${set.map(key).join(', ')})`).join(', ')})`;
      }
    };
    return { sql: `GROUP BY ${select.groupBy.elements.map(element).join(', ')}`, keys };
  }

  #item(item: SelectItem, block: Block, select: Select): (Typed & { name: string | undefined })[] {
    if (item.type === 'expression') {
      const value = this.#expressions.typed(item.expression, block);
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
    block: Block,
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
    const row = this.#expressions.typed(item.of!, block);
    if (row.type.kind !== 'row')
      throw new SqlError('TABLE_NOT_FOUND', `Unable to resolve reference ${parts?.join('.') ?? ''}`, item.at);
    return row.type.fields.map((field, i) => ({
      type: field.type,
      sql: `struct_extract(${row.sql}, '${fieldKey(field.name, i).replaceAll("'", "''")}')`,
      at: item.at,
      name: item.aliases?.[i] ? lower(item.aliases[i].name) : field.name,
    }));
  }

  #used(column: FrameColumn, block: Block, at: Position): Typed & { name: string | undefined } {
    column.use?.();
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

  // ---- FROM ------------------------------------------------------------------------------------------------------

  #relation(table: TableExpression, block: Block): Relation {
    switch (table.type) {
      case 'table':
        return this.#table(table, block);
      case 'subqueryTable': {
        const query = this.query(table.query, {
          ctes: block.ctes,
          outer: table.lateral ? block : block.outer,
        });
        const alias = this.fresh('r');
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
        const inner = this.#relation(table.table, block);
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
        const inner = this.#relation(table.table, block);
        const share = this.#expressions.typed(table.percentage, { ...block, columns: [] });
        if (typeof share.constant !== 'number' || share.constant < 0 || share.constant > 100)
          throw new SqlError(
            'NUMERIC_VALUE_OUT_OF_RANGE',
            'Sample percentage must be between 0 and 100',
            table.at,
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

  #join(join: Extract<TableExpression, { type: 'join' }>, block: Block): Relation {
    const left = this.#relation(join.left, block);
    // A lateral right side sees the columns of the left one.
    const right = this.#relation(join.right, { ...block, columns: [...block.columns, ...left.columns] });
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
      const on = this.#expressions.condition(condition.on, { ...block, columns }, 'JOIN ON clause').sql;
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

  #unnest(node: Extract<TableExpression, { type: 'unnest' }>, block: Block): Relation {
    const values = node.expressions.map((expression) => this.#expressions.typed(expression, block));
    const alias = this.fresh('u');
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
        sql: `unnest(list_transform(${value.sql}, lambda e_: struct_extract(e_, '${fieldKey(field.name, i).replaceAll("'", "''")}')))`,
      }));
    });
    if (node.withOrdinality) {
      const [first] = values;
      const length = first!.type.kind === 'map' ? `cardinality(${first!.sql})` : `len(${first!.sql})`;
      columns.push({ type: T.bigint, sql: `unnest(range(1, CAST(${length} AS BIGINT) + 1))` });
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

  #table(node: Extract<TableExpression, { type: 'table' }>, block: Block): Relation {
    const parts = node.name.parts.map((part) => lower(part.name));
    const cte = parts.length === 1 ? block.ctes.get(parts[0]!) : undefined;
    const alias = this.fresh('r');
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
    const relation = this.scope.relation(
      name.database === undefined && this.#viewDatabase !== undefined
        ? { ...name, database: this.#viewDatabase }
        : name,
      node.at,
    );
    const qualifier = [relation.catalog, relation.database, relation.name].map(lower);
    if (relation.kind === 'view')
      return this.#view(relation.sql, relation.columns, qualifier, alias, node.at);
    const asOf = node.asOf && this.#asOf(node.asOf, block);
    return this.#scan(relation, qualifier, alias, asOf);
  }

  #scan(relation: TableRelation, qualifier: string[], alias: string, asOf: Scan['asOf']): Relation {
    const used = new Set<string>();
    const scan: Scan = { id: this.fresh('s'), relation, columns: [], ...(asOf ? { asOf } : {}) };
    this.scans.push(scan);
    const columns = relation.columns.map(
      (column): FrameColumn => ({
        name: lower(column.name),
        qualifier,
        type: column.type,
        sql: `${alias}.${identifier(column.name)}`,
        use: () => {
          used.add(column.name);
          scan.columns = relation.columns.filter(({ name }) => used.has(name)).map(({ name }) => name);
        },
      }),
    );
    return { sql: `${scanMark(scan.id)} AS ${alias}`, columns };
  }

  /** A view's own query, with the caller's rights; its columns by the view's names. */
  #view(sql: string, declared: RelationColumn[], qualifier: string[], alias: string, at: Position): Relation {
    if (++this.#views > VIEW_DEPTH) throw new SqlError('VIEW_IS_RECURSIVE', 'View is recursive', at);
    const statement = parse(sql);
    if (statement.type !== 'query') throw new SqlError('INVALID_VIEW', 'View does not hold a query', at);
    const before = this.#viewDatabase;
    this.#viewDatabase = qualifier[1];
    const query = this.query(statement, { ctes: new Map() });
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

  #asOf(
    asOf: NonNullable<Extract<TableExpression, { type: 'table' }>['asOf']>,
    block: Block,
  ): NonNullable<Scan['asOf']> {
    const value = this.#expressions.typed(asOf.value, { ...block, columns: [] });
    if (asOf.kind === 'version') {
      if (
        value.constant === undefined ||
        value.constant === null ||
        !(isInteger(value.type) || value.type.kind === 'varchar')
      )
        throw new SqlError('NOT_SUPPORTED', 'The version must be a constant', value.at);
      return { version: isInteger(value.type) ? value.sql : String(value.constant) };
    }
    const text =
      typeof value.constant === 'string' ? value.constant.replace(' ', 'T').replace(/ ?UTC$/, 'Z') : '';
    const timestamp = new Date(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
    if (Number.isNaN(timestamp.getTime()))
      throw new SqlError('NOT_SUPPORTED', 'The time must be a constant', value.at);
    return { timestamp };
  }
}

const named = (
  output: AnalyzedQuery['output'],
  columns: Identifier[] | undefined,
): CommonTableEntry['columns'] =>
  output.map((column, i) => ({
    name: columns?.[i] ? lower(columns[i].name) : column.name,
    type: column.type,
  }));

const qualified = (name: Name) => {
  const [table, database, catalog] = name.parts.map((part) => lower(part.name)).reverse();
  return {
    name: table!,
    ...(database !== undefined ? { database } : {}),
    ...(catalog !== undefined ? { catalog } : {}),
  };
};

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

/** Does an expression hold an aggregate of its own block? Subqueries and window functions have their own. */
function holdsAggregate(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(holdsAggregate);
  if (typeof node !== 'object' || node === null) return false;
  const { type } = node as { type?: string };
  if (type === 'query') return false;
  if (type === 'grouping') return true;
  if (type === 'call') {
    const call = node as Extract<Expression, { type: 'call' }>;
    if (
      !call.over &&
      (call.star ||
        AGGREGATES.has(
          call.name.parts
            .map((part) => part.name)
            .join('.')
            .toLowerCase(),
        ))
    )
      return true;
  }
  return Object.values(node).some(holdsAggregate);
}
