import { QueryFailure } from '../execution/failure';
import type { Run } from '../execution/run';

/**
 * "DDL operations on Iceberg tables are not supported for locations registered with Lake Formation" (Athena user guide):
 * CREATE, CTAS, ALTER, DROP, OPTIMIZE and VACUUM are refused there; rows are written by INSERT and its like. AWS
 * documents the rule and not its text, so the text is this project's own.
 * @throws QueryFailure
 */
export function refuseGovernedDdl(location: string, run: Run): void {
  if (run.call.account.lakeFormation.registeredLocation(location) === undefined) return;
  throw new QueryFailure(
    `NOT_SUPPORTED: Athena does not support DDL operations on Iceberg tables in locations that are registered with Lake Formation: ${location}`,
    2,
    1200,
  );
}
