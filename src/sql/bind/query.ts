import type { CatalogResolver, Scan } from '../catalog/catalogResolver';
import { checkSize } from '../duckdb/size';
import { type Position, SqlError } from '../errors';
import type { OutputColumn } from '../ir/typedStatement';
import type { Identifier } from '../syntax/ast/node';
import type { Query, QueryBody, Select, Values } from '../syntax/ast/query';
import { parseExpression } from '../syntax/parse';
import { commonType, duckType, T } from '../types/typeRules';
import { formatType, type Type } from '../types/types';
import { coerced } from './cast';
import { ExpressionAnalyzer } from './expression';
import { type CommonTableEntry, lower, type NameScope } from './nameScope';
import { ordinal, sortKey, tail } from './order';
import { RelationAnalyzer } from './relation';
import { SelectAnalyzer } from './select';
import type { Typed } from './typed';

/** A query that was analyzed: DuckDB SQL with marks where scans go, whose columns are `c0, c1, …`. */
export interface AnalyzedQuery {
  sql: string;
  output: (Omit<OutputColumn, 'name'> & { name: string | undefined; at: Position })[];
}

/** Analyzes the queries of one statement against what its caller may see. */
export class QueryAnalyzer {
  readonly scans: Scan[] = [];
  readonly expressions = new ExpressionAnalyzer(this);
  readonly relations = new RelationAnalyzer(this, this.expressions);
  readonly #selects = new SelectAnalyzer(this.expressions, this.relations, this);
  #count = 0;
  #isInParameter = false;

  constructor(readonly scope: CatalogResolver) {}

  /** A name that the statement has not used yet. */
  fresh(prefix: string): string {
    return `${prefix}${this.#count++}_`;
  }

  /** The value given for a `?`. @throws SqlError INVALID_PARAMETER_USAGE */
  parameter(index: number, block: NameScope, at: Position): Typed {
    const text = this.scope.parameters?.[index];
    if (text === undefined)
      throw new SqlError(
        'INVALID_PARAMETER_USAGE',
        `Incorrect number of parameters: expected at least ${index + 1} but found ${this.scope.parameters?.length ?? 0}`,
      );
    if (this.#isInParameter)
      throw new SqlError('INVALID_PARAMETER_USAGE', 'The value of a parameter cannot contain a parameter');
    this.#isInParameter = true;
    try {
      const value = this.expressions.typed(parseExpression(text), {
        columns: [],
        ctes: block.ctes,
        lambdas: [],
      });
      return { ...value, at };
    } finally {
      this.#isInParameter = false;
    }
  }

  /** Every piece of SQL passes here when it was made: each may hold the one before more than once. @throws SqlError STACK_OVERFLOW */
  made(sql: string): void {
    checkSize(sql);
    this.scope.progress?.(sql.length);
  }

  /** A query inside of an expression: it may name the columns of the block around it. */
  nested(query: Query, outer: NameScope): AnalyzedQuery {
    if (this.#isInParameter)
      throw new SqlError('INVALID_PARAMETER_USAGE', 'The value of a parameter cannot contain a query');
    return this.query(query, { ctes: outer.ctes, outer });
  }

  query(query: Query, around: { ctes: NameScope['ctes']; outer?: NameScope }): AnalyzedQuery {
    const ctes = new Map(around.ctes);
    const seen = new Set<string>();
    const withs = query.with.map((common) => {
      const name = lower(common.name.name);
      if (seen.has(name))
        throw new SqlError(
          'DUPLICATE_NAMED_QUERY',
          `WITH query name '${name}' specified more than once`,
          common.at,
        );
      seen.add(name);
      const sqlName = this.fresh('w');
      const analyzed = query.recursive
        ? this.#recursive(common, sqlName, ctes, around.outer)
        : this.query(common.query, { ctes, outer: around.outer });
      if (common.columns && common.columns.length !== analyzed.output.length)
        throw new SqlError(
          'MISMATCHED_COLUMN_ALIASES',
          `WITH column alias list has ${common.columns.length} entries but WITH query(${name}) has ${analyzed.output.length} columns`,
          common.at,
        );
      const columns = named(analyzed.output, common.columns);
      ctes.set(name, { sqlName, columns });
      return `${sqlName}(${columns.map((_, i) => `c${i}`).join(', ')}) AS (${analyzed.sql})`;
    });
    const body = this.#body(query.body, { ctes, outer: around.outer }, query);
    const prefix = withs.length > 0 ? `WITH ${query.recursive ? 'RECURSIVE ' : ''}${withs.join(', ')} ` : '';
    const sql = `${prefix}${body.sql}`;
    this.made(sql);
    return { sql, output: body.output };
  }

  #recursive(
    common: Query['with'][number],
    sqlName: string,
    ctes: ReadonlyMap<string, CommonTableEntry>,
    outer: NameScope | undefined,
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
  #body(
    body: QueryBody,
    around: { ctes: NameScope['ctes']; outer?: NameScope },
    query?: Query,
  ): AnalyzedQuery {
    if (body.type === 'select') return this.#selects.select(body, around, query);
    const inner = this.#plainBody(body, around);
    if (!query || (query.orderBy.length === 0 && !query.limit && !query.offset)) return inner;
    const alias = this.fresh('r');
    const columns = inner.output.map((o, i) => ({
      name: o.name,
      qualifier: [],
      type: o.type,
      sql: `${alias}.c${i}`,
    }));
    const block: NameScope = { columns, ctes: around.ctes, outer: around.outer, lambdas: [] };
    const keys = query.orderBy.map((item) =>
      sortKey(
        ordinal(item.expression, columns.length, (i) => `${alias}.c${i}`) ??
          this.expressions.typed(item.expression, block).sql,
        item,
      ),
    );
    const select = `SELECT ${columns.map((c, i) => `${c.sql} AS c${i}`).join(', ')} FROM (${inner.sql}) AS ${alias}`;
    return { sql: `${select}${tail(query, keys, block, this.expressions)}`, output: inner.output };
  }

  #plainBody(
    body: Exclude<QueryBody, Select>,
    around: { ctes: NameScope['ctes']; outer?: NameScope },
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
        return this.#selects.select(star, around);
      }
      case 'setOperation': {
        const [left, right] = [this.#body(body.left, around), this.#body(body.right, around)];
        if (left.output.length !== right.output.length)
          throw new SqlError(
            'TYPE_MISMATCH',
            `${body.operator.toUpperCase()} query has different number of fields: ${left.output.length}, ${right.output.length}`,
            body.operatorAt,
          );
        const types = left.output.map((column, i) => {
          const type = commonType(column.type, right.output[i]!.type);
          if (!type)
            throw new SqlError(
              'TYPE_MISMATCH',
              `column ${i + 1} in ${body.operator.toUpperCase()} query has incompatible types: ${formatType(column.type)}, ${formatType(right.output[i]!.type)}`,
              body.operatorAt,
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

  #values(body: Values, around: { ctes: NameScope['ctes']; outer?: NameScope }): AnalyzedQuery {
    const block: NameScope = { columns: [], ctes: around.ctes, outer: around.outer, lambdas: [] };
    const rows = body.rows.map((row) =>
      (row.type === 'row' ? row.elements : [row]).map((value) => this.expressions.typed(value, block)),
    );
    const width = rows[0]!.length;
    const other = rows.find((row) => row.length !== width);
    if (other)
      throw new SqlError(
        'TYPE_MISMATCH',
        `Values rows have mismatched sizes: ${width} vs ${other.length}`,
        body.at,
      );
    const rowText = (row: Typed[]) => `row(${row.map((value) => formatType(value.type)).join(', ')})`;
    const types = Array.from({ length: width }, (_, i) =>
      rows.reduce<Type>((type, row) => {
        const both = commonType(type, row[i]!.type);
        if (!both)
          throw new SqlError(
            'TYPE_MISMATCH',
            `Values rows have mismatched types: ${rowText(rows[0]!)} vs ${rowText(row)}`,
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
}

const named = (
  output: AnalyzedQuery['output'],
  columns: Identifier[] | undefined,
): CommonTableEntry['columns'] =>
  output.map((column, i) => ({
    name: columns?.[i] ? lower(columns[i].name) : column.name,
    type: column.type,
  }));
