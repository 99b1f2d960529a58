/** A table where a query reads it. */

import type { Scan, TableRelation } from '../catalog/catalogResolver';
import { identifier, scanMark } from '../duckdb/text';
import { type FrameColumn, lower } from './nameScope';
import type { QueryAnalyzer } from './query';

/** A new scan of a table; the columns that are used of it get into the scan. */
export function scanOf(
  queries: QueryAnalyzer,
  relation: TableRelation,
  names: { qualifier: string[]; alias: string },
  options: Pick<Scan, 'places'> = {},
): { scan: Scan; sql: string; columns: FrameColumn[] } {
  const { qualifier, alias } = names;
  const used = new Set<string>();
  const scan: Scan = { id: queries.fresh('s'), relation, columns: [], ...options };
  queries.scans.push(scan);
  const columns = relation.columns.map(
    (column): FrameColumn => ({
      name: lower(column.name),
      qualifier,
      type: column.type,
      sql: `${alias}.${identifier(column.name)}`,
      scanned: { scan, name: column.name },
      use: () => {
        used.add(column.name);
        scan.columns = relation.columns.filter(({ name }) => used.has(name)).map(({ name }) => name);
      },
    }),
  );
  return { scan, sql: `${scanMark(scan.id)} AS ${alias}`, columns };
}
