import type { ConformanceCase } from './case';
import { athenaMetadata } from './cases/athenaMetadata';
import { athenaQueries } from './cases/athenaQueries';
import { athenaSaved } from './cases/athenaSaved';
import { budgets } from './cases/budgets';
import { glue } from './cases/glue';
import { hive } from './cases/hive';
import { iceberg } from './cases/iceberg';
import { icebergMaintenance } from './cases/icebergMaintenance';
import { identity } from './cases/identity';
import { lakeFormation } from './cases/lakeFormation';
import { s3 } from './cases/s3';
import { sql } from './cases/sql';

/** Every case, in the order in which they run. */
export const CASES: readonly ConformanceCase[] = [
  ...athenaQueries,
  ...athenaSaved,
  ...athenaMetadata,
  ...sql,
  ...iceberg,
  ...icebergMaintenance,
  ...hive,
  ...glue,
  ...lakeFormation,
  ...s3,
  ...budgets,
  ...identity,
];
