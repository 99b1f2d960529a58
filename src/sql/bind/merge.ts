import { SqlError } from '../errors';
import type { TypedStatement } from '../ir/typedStatement';
import { extractScanPredicates } from '../rewrite/extractScanPredicates';
import type { Expression } from '../syntax/ast/expression';
import type { Merge, MergeCase } from '../syntax/ast/statement';
import { coercible, duckType } from '../types/typeRules';
import { formatType } from '../types/types';
import { coerced } from './cast';
import { dmlTarget, rowChange, type Target } from './dmlTarget';
import { assertScalar } from './grouping';
import { type FrameColumn, lower, type NameScope } from './nameScope';
import type { QueryAnalyzer } from './query';
import type { Typed } from './typed';

/**
 * `MERGE INTO t USING s ON … WHEN …`. The source is joined to the target, then each joined row meets the first case
 * that applies, and the case's values are computed for it: three queries, one in the other, so that a case is decided
 * once even where it depends on chance. Rules and error texts are Trino's.
 */
export function analyzeMerge(node: Merge, queries: QueryAnalyzer): TypedStatement {
  const target = dmlTarget(queries, node, 'Merging into');
  const source = queries.relations.relation(node.source, { columns: [], ctes: new Map(), lambdas: [] });
  const columns = [...target.columns, ...source.columns];
  const joining: NameScope = { columns, ctes: new Map(), lambdas: [] };
  const on = condition(node.on, joining, 'The MERGE predicate', queries);
  // A row of the target for which it is not true meets no case; one of the source may.
  extractScanPredicates(node.on, joining, queries.scope.parameters, target.scan);

  const merged = queries.fresh('m');
  const used = new Set<number>();
  const block: NameScope = {
    columns: columns.map((column, i) => ({
      ...column,
      sql: `${merged}.x${i}`,
      use: () => {
        used.add(i);
        column.use?.();
      },
    })),
    ctes: new Map(),
    lambdas: [],
  };
  const isNew = `${merged}.position IS NULL`;
  const cases = node.cases.map((mergeCase, i) => {
    const values = caseValues(mergeCase, i, { node, target, block, queries });
    const and = mergeCase.and && condition(mergeCase.and, block, 'WHERE clause predicate', queries);
    const met = `${mergeCase.when === 'matched' ? `NOT ${isNew}` : isNew}${and ? ` AND ${and}` : ''}`;
    return { when: `WHEN ${met} THEN ${i}`, values };
  });

  // No case is for a source row that matches nothing: then it need not be in the join.
  const join = node.cases.some(({ when }) => when === 'not matched') ? 'LEFT JOIN' : 'JOIN';
  const [file, position] = target.place;
  const joined = [
    `${file} AS file`,
    `${position} AS position`,
    ...[...used].map((i) => `${columns[i]!.sql} AS x${i}`),
  ];
  const joinedSql = `SELECT ${joined.join(', ')} FROM ${source.sql} ${join} ${target.sql} ON ${on}`;
  const decided = `SELECT *, CASE ${cases.map(({ when }) => when).join(' ')} END AS action FROM (${joinedSql}) AS ${merged}`;
  const outputs = node.cases.some(({ action }) => action !== 'delete')
    ? target.relation.columns.map(({ type }, place) => {
        const branches = cases.flatMap(({ values }, i) =>
          values ? [`WHEN ${i} THEN ${values[place]}`] : [],
        );
        return `CASE ${merged}.action ${branches.join(' ')} ELSE CAST(NULL AS ${duckType(type)}) END`;
      })
    : [];
  const items = [`${merged}.file`, `${merged}.position`, `${merged}.action`, ...outputs];
  // Matched rows that meet no case are kept: they still may be matched once only.
  const sql = `SELECT ${items.map((item, i) => `${item} AS c${i}`).join(', ')} FROM (${decided}) AS ${merged} WHERE ${merged}.action IS NOT NULL OR NOT (${isNew})`;
  return rowChange(
    node,
    sql,
    target,
    node.cases.map(({ action }) => action),
    queries,
  );
}

function condition(node: Expression, block: NameScope, clause: string, queries: QueryAnalyzer): string {
  assertScalar(node, clause);
  return queries.expressions.condition(node, block, clause).sql;
}

interface CaseContext {
  node: Merge;
  target: Target;
  block: NameScope;
  queries: QueryAnalyzer;
}

/** The SQL of a new row's values, one for each column of the target; undefined where the case makes no row. */
function caseValues(mergeCase: MergeCase, number: number, context: CaseContext): string[] | undefined {
  if (mergeCase.action === 'delete') return undefined;
  const { node, target, block, queries } = context;
  const all = target.relation.columns;
  const [names, expressions] =
    mergeCase.action === 'update'
      ? [
          mergeCase.assignments.map(({ column }) => lower(column.name)),
          mergeCase.assignments.map(({ value }) => value),
        ]
      : [
          mergeCase.columns.length > 0
            ? mergeCase.columns.map(({ name }) => lower(name))
            : all.map(({ name }) => lower(name)),
          mergeCase.values,
        ];
  if (names.length !== expressions.length)
    throw new SqlError(
      'GENERIC_INTERNAL_ERROR',
      `Number of merge columns (${names.length}) isn't equal to number of expressions (${expressions.length})`,
    );
  const places = names.map((name, i) => {
    const place = all.findIndex((column) => lower(column.name) === name);
    if (place < 0)
      throw new SqlError(
        'COLUMN_NOT_FOUND',
        `Merge column name does not exist in target table: ${name}`,
        node.at,
      );
    if (names.indexOf(name) < i)
      throw new SqlError(
        'DUPLICATE_COLUMN_NAME',
        `Merge column name is specified more than once: ${name}`,
        node.at,
      );
    return place;
  });
  const values = expressions.map((expression): Typed => {
    assertScalar(expression, 'MERGE SET clause');
    return queries.expressions.typed(expression, block);
  });
  const types = places.map((place) => all[place]!.type);
  if (!values.every((value, i) => coercible(value.type, types[i]!)))
    throw new SqlError(
      'TYPE_MISMATCH',
      `MERGE table column types don't match for MERGE case ${number}, SET expressions: Table: [${types.map(formatType).join(', ')}], Expressions: [${values.map((value) => formatType(value.type)).join(', ')}]`,
      mergeCase.at,
    );
  const kept = (column: FrameColumn): string => {
    column.use?.();
    return column.sql;
  };
  return all.map(({ type }, place) => {
    const set = places.indexOf(place);
    if (set >= 0) return coerced(values[set]!, types[set]!);
    // The target's columns are the first of the block.
    return mergeCase.action === 'update' ? kept(block.columns[place]!) : `CAST(NULL AS ${duckType(type)})`;
  });
}
