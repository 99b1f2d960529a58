/** The library `lakehouse`: what the notebooks are written with. */
import type { QueryResult } from './athena/query';
import { type ChartOptions, chartView } from './notebook/chart';
import { show } from './notebook/display';

export type { AccessRow } from './access/accessRows';
export type { Cell, Column } from './athena/cells';
export { QueryFailed, type QueryResult, type QueryStatistics } from './athena/query';
export { type AccessOptions, access } from './notebook/access';
export { bucketName, inventory, load } from './notebook/data';
export { exercise } from './notebook/exercise';
export { deregister, type GrantOptions, grant, register, revoke } from './notebook/grants';
export { layers } from './notebook/layersApi';
export { Answer, clients, LakehouseError, type SqlOptions, sql, target } from './notebook/session';
export { start } from './notebook/start';
export type { ChartOptions };

/**
 * Draws a query's answer.
 * @throws RangeError for a column that it does not have
 */
export async function chart(result: QueryResult, options: ChartOptions = {}): Promise<void> {
  show(await chartView(result, options));
}
