/** Athena's price of a scan: USD 5 a TB in most regions, rounded up to the MB, 10 MB at the least. Source: Athena pricing. */
const USD_PER_TB = 5;
const MB = 2 ** 20;
const TB = 2 ** 40;

/** @param scannedBytes of one query; DDL and failed queries cost nothing: give `billed: false` for those. USD */
export function scanCost(scannedBytes: number, billed = true): number {
  if (!billed) return 0;
  return (Math.max(10, Math.ceil(scannedBytes / MB)) * MB * USD_PER_TB) / TB;
}
