import type { QueryStatistics } from './query';

/** Athena's price of a scan: USD 5 a TB in most regions, rounded up to the MB, 10 MB at the least. Source: Athena pricing. */
const USD_PER_TB = 5;
const MB = 2 ** 20;
const TB = 2 ** 40;

/** @param scannedBytes of one query @returns USD */
export function scanCost(scannedBytes: number): number {
  return (Math.max(10, Math.ceil(scannedBytes / MB)) * MB * USD_PER_TB) / TB;
}

/**
 * The price of a finished statement, USD. Definitions and SHOW cost nothing; CREATE TABLE AS and OPTIMIZE, which count as
 * definitions too, cost what they read.
 */
export function statementCost({ statementType, scannedBytes }: QueryStatistics): number {
  return statementType === 'DML' || scannedBytes > 0 ? scanCost(scannedBytes) : 0;
}
