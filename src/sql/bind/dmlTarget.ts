/** The table that DELETE, UPDATE and MERGE change. */

import type { Scan, TableRelation } from '../catalog/catalogResolver';
import { identifier } from '../duckdb/text';
import { type Position, SqlError } from '../errors';
import type { OutputColumn, RowChange, TypedStatement } from '../ir/typedStatement';
import type { Identifier, Name } from '../syntax/ast/node';
import type { Statement } from '../syntax/ast/statement';
import { T } from '../types/typeRules';
import { type FrameColumn, lower } from './nameScope';
import type { QueryAnalyzer } from './query';
import { qualified } from './relation';
import { scanOf } from './scan';

/** Names that no table has for its columns. */
const PLACES = { file: '$row_file', position: '$row_position' };

export interface Target {
  relation: TableRelation;
  scan: Scan;
  sql: string;
  columns: FrameColumn[];
  /** SQL of a row's file and of its position there. */
  place: [file: string, position: string];
}

/** @throws SqlError NOT_SUPPORTED `<doing> views is not supported` */
export function dmlTarget(
  queries: QueryAnalyzer,
  statement: { target: Name; alias?: Identifier; at: Position },
  doing: string,
): Target {
  const relation = queries.scope.relation(qualified(statement.target), statement.target.at);
  if (relation.kind !== 'table')
    throw new SqlError('NOT_SUPPORTED', `${doing} views is not supported`, statement.at);
  const alias = queries.fresh('r');
  const qualifier = statement.alias
    ? [lower(statement.alias.name)]
    : [relation.catalog, relation.database, relation.name].map(lower);
  const scanned = scanOf(queries, relation, { qualifier, alias }, { places: PLACES });
  const place = [PLACES.file, PLACES.position].map((name) => `${alias}.${identifier(name)}`);
  return { relation, ...scanned, place: place as Target['place'] };
}

/** The typed statement of a query of places, actions and (where rows are made) values. */
export function rowChange(
  source: Statement,
  sql: string,
  { relation: target, scan }: Target,
  actions: RowChange['actions'],
  queries: QueryAnalyzer,
): TypedStatement {
  const output: OutputColumn[] = [
    { name: PLACES.file, type: T.varchar },
    { name: PLACES.position, type: T.bigint },
    { name: '$action', type: T.integer },
  ];
  const makesRows = actions.some((action) => action !== 'delete');
  if (makesRows) output.push(...target.columns.map(({ name, type }) => ({ name, type })));
  return {
    source,
    query: { source, output, scans: queries.scans, plan: { sql } },
    rowChange: { target, scan, actions },
  };
}
