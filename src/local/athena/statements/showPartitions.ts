import type { Statement } from '../../../sql/syntax/ast/statement';
import { QueryFailure } from '../execution/failure';
import type { StatementRunner } from '../execution/run';
import { hiveTable, lines } from '../hive/hiveErrors';

/** `SHOW PARTITIONS t`: `k=v/k2=v2`, by value. Who may not see all partition keys may not see their values. */
export const showPartitions: StatementRunner<Extract<Statement, { type: 'showPartitions' }>> = async (
  statement,
  run,
) => {
  const table = await hiveTable(run, statement.name);
  if (table.kind === 'ICEBERG')
    throw new QueryFailure('Query type not supported by Athena Iceberg at this time', 2, 1200);
  const keys = table.partitionKeys;
  if (keys.length === 0) {
    throw new QueryFailure(
      `FAILED: SemanticException [Error 10241]: Table ${table.name} is not a partitioned table`,
      1,
      1003,
      {
        hive: true,
      },
    );
  }
  const shown = new Set(table.shownKeys.map(({ Name = '' }) => Name.toLowerCase()));
  const partitions = run.call.account.catalog.partitions(table.database, table.name);
  const lineOf = (values: string[]) =>
    keys.flatMap((key, i) => (shown.has(key) ? [`${key}=${values[i] ?? ''}`] : [])).join('/');
  return lines(
    ['partition'],
    [...new Set(partitions.map((partition) => lineOf(partition.Values ?? [])))].sort(),
  );
};
