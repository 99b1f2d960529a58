import { setImmediate } from 'node:timers/promises';
import type { Inputs, Scan } from '../../../sql/catalog/catalogResolver';
import { hiveSource } from '../hive/hiveSource';
import { icebergSource } from '../iceberg/icebergSource';
import type { CallerScope, OpenTable } from './callerScope';
import { failure, insufficientPermissions } from './failure';
import type { Run } from './run';

/** Milliseconds after which others have their turn on the event loop. */
const LONGEST_TURN_MS = 10;

/** The source of every scan: which files are read, with the caller's rights. @throws QueryFailure, BytesScannedCutoff */
export async function scanSources(scans: Scan[], scope: CallerScope, run: Run): Promise<Inputs> {
  const sources = new Map<string, string>();
  let since = performance.now();
  for (const scan of scans) {
    // What is remembered is planned without a wait: a thousand scans of one table would be one long turn.
    if (performance.now() - since > LONGEST_TURN_MS) {
      await setImmediate();
      run.signal.throwIfAborted();
      since = performance.now();
    }
    const inline = scope.inline(scan.relation);
    if (inline) {
      sources.set(scan.id, inline.source);
      continue;
    }
    const open = scope.table(scan.relation);
    if (!open)
      throw new Error(`scan of ${scan.relation.database}.${scan.relation.name}, which is not in the scope`);
    sources.set(scan.id, await tableSource(scan, open, run));
  }
  return sources;
}

async function tableSource(scan: Scan, { table, relation, iceberg }: OpenTable, run: Run): Promise<string> {
  // A table whose columns are all hidden must not tell how many rows it has either.
  if (relation.columns.length === 0 && !table.seesAll) {
    throw insufficientPermissions(
      `Insufficient Lake Formation permission(s): Required Select on ${table.name}`,
    );
  }
  if (table.rowFilter !== undefined) {
    throw failure('NOT_SUPPORTED', `Row filters are not supported: ${table.database}.${table.name}`);
  }
  return iceberg ? icebergSource(scan, table, iceberg, run) : hiveSource(scan, table, run);
}
