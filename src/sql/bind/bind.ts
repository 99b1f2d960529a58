import type { CatalogResolver, TableRelation } from '../catalog/catalogResolver';
import { SqlError } from '../errors';
import type { OutputColumn, TypedStatement } from '../ir/typedStatement';
import type { Expression } from '../syntax/ast/expression';
import type { Query } from '../syntax/ast/query';
import type { Statement } from '../syntax/ast/statement';
import { coercible } from '../types/typeRules';
import { formatType, type Type } from '../types/types';
import { coerced } from './cast';
import { analyzeDelete } from './delete';
import { analyzeMerge } from './merge';
import { type AnalyzedQuery, QueryAnalyzer } from './query';
import { analyzeUpdate } from './update';

/** What `generate` needs of an analyzed query: its SQL with marks for the scans, and the names of its outputs. */
export interface Plan {
  sql: string;
}

type Analyzable =
  | Query
  | Extract<
      Statement,
      | { type: 'insert' }
      | { type: 'createTableAs' }
      | { type: 'unload' }
      | { type: 'createView' }
      | { type: 'explain' }
      | { type: 'delete' }
      | { type: 'update' }
      | { type: 'merge' }
    >;

/**
 * Resolves the names of a statement against what its caller may see, and types every expression by Trino's rules.
 * @throws SqlError with Athena's name, text and position
 */
export function analyze(statement: Statement, scope: CatalogResolver): TypedStatement {
  const node = statement as Analyzable;
  if (node.type === 'explain') return { ...analyze(node.statement, scope), source: statement };
  const analyzer = new QueryAnalyzer(scope);
  if (node.type === 'delete') return analyzeDelete(node, analyzer);
  if (node.type === 'update') return analyzeUpdate(node, analyzer);
  if (node.type === 'merge') return analyzeMerge(node, analyzer);
  const query = node.type === 'query' ? node : node.query;
  const analyzed = analyzer.query(query, { ctes: new Map() });
  if (node.type === 'insert') return insert(statement, node, query, analyzed, analyzer, scope);
  const declared = node.type === 'createTableAs' || node.type === 'createView' ? node.columns : undefined;
  const output = analyzed.output.map(
    (column, i): OutputColumn => ({
      name: declared?.[i]?.name.toLowerCase() ?? column.name ?? `_col${i}`,
      type: column.type,
    }),
  );
  if (node.type === 'createTableAs' || node.type === 'createView')
    assertNames(analyzed, declared !== undefined, output);
  return {
    source: statement,
    query: { source: query, output, scans: analyzer.scans, plan: { sql: analyzed.sql } satisfies Plan },
  };
}

/** An expression that names no columns: its type, and SQL for its value. @throws SqlError */
export function analyzeConstant(expression: Expression, scope: CatalogResolver): { type: Type; sql: string } {
  const block = { columns: [], ctes: new Map(), lambdas: [] };
  return new QueryAnalyzer(scope).expressions.typed(expression, block);
}

/** A table's columns must have names, and different ones. */
function assertNames(analyzed: AnalyzedQuery, declared: boolean, output: OutputColumn[]): void {
  const nameless = analyzed.output.findIndex((column) => column.name === undefined);
  if (!declared && nameless >= 0)
    throw new SqlError(
      'MISSING_COLUMN_NAME',
      `Column name not specified at position ${nameless + 1}`,
      analyzed.output[nameless]!.at,
    );
  const seen = new Set<string>();
  output.forEach(({ name }, i) => {
    if (seen.has(name))
      throw new SqlError(
        'DUPLICATE_COLUMN_NAME',
        `Column name '${name}' specified more than once`,
        analyzed.output[i]!.at,
      );
    seen.add(name);
  });
}

function insert(
  statement: Statement,
  node: Extract<Statement, { type: 'insert' }>,
  query: Query,
  analyzed: AnalyzedQuery,
  analyzer: QueryAnalyzer,
  scope: CatalogResolver,
): TypedStatement {
  const parts = node.target.parts.map((part) => part.name.toLowerCase()).reverse();
  const target = scope.relation({ name: parts[0]!, database: parts[1], catalog: parts[2] }, node.target.at);
  if (target.kind !== 'table')
    throw new SqlError('NOT_SUPPORTED', 'Inserting into views is not supported', node.at);
  const columns = targetColumns(target, node);
  const describe = (types: string[]) => types.join(', ');
  const mismatch = () =>
    new SqlError(
      'TYPE_MISMATCH',
      `Insert query has mismatched column types: Table: [${describe(columns.map((c) => formatType(c.type)))}], Query: [${describe(analyzed.output.map((c) => formatType(c.type)))}]`,
      node.at,
    );
  if (
    columns.length !== analyzed.output.length ||
    !columns.every((column, i) => coercible(analyzed.output[i]!.type, column.type))
  )
    throw mismatch();
  const sql = `SELECT ${columns.map((column, i) => `${coerced({ ...analyzed.output[i]!, sql: `q_.c${i}` }, column.type)} AS c${i}`).join(', ')} FROM (${analyzed.sql}) AS q_`;
  return {
    source: statement,
    query: {
      source: query,
      output: columns.map(({ name, type }) => ({ name, type })),
      scans: analyzer.scans,
      plan: { sql } satisfies Plan,
    },
    insert: { target, columns: columns.map(({ name }) => name) },
  };
}

function targetColumns(
  target: TableRelation,
  node: Extract<Statement, { type: 'insert' }>,
): TableRelation['columns'] {
  if (!node.columns) return target.columns;
  const seen = new Set<string>();
  return node.columns.map((identifier) => {
    const name = identifier.name.toLowerCase();
    const column = target.columns.find((c) => c.name.toLowerCase() === name);
    if (!column)
      throw new SqlError(
        'COLUMN_NOT_FOUND',
        `Insert column name does not exist in target table: ${name}`,
        identifier.at,
      );
    if (seen.has(name))
      throw new SqlError(
        'DUPLICATE_COLUMN_NAME',
        `Insert column name is specified more than once: ${name}`,
        identifier.at,
      );
    seen.add(name);
    return column;
  });
}
