import {
  type Change,
  CommitConflict,
  CommitStateUnknown,
  ConcurrentRowChange,
  commit,
  type TableMetadata,
  type TablePointer,
} from '../../iceberg';
import { failure } from '../execution/failure';
import { pendingRemovals } from '../execution/pendingRemovals';
import type { Run } from '../execution/run';
import { tableFiles } from '../execution/tableFiles';
import { keptMetadataFiles } from './icebergProperties';

/**
 * Stages and commits a change of a table. On failure the files that were written for it are removed, unless the commit
 * may have happened: then the table may need them all.
 * @param written data and delete files that nothing names yet
 * @throws QueryFailure ICEBERG_COMMIT_ERROR when others came first; CommitStateUnknown
 */
export async function commitFiles(
  written: string[],
  stage: () => Promise<Change>,
  { metadata, pointer }: { metadata: TableMetadata; pointer: TablePointer },
  run: Run,
): Promise<void> {
  const files = tableFiles(run.call.account);
  try {
    run.signal.throwIfAborted();
    await commit(await stage(), pointer, files, {
      previousVersions: keptMetadataFiles(metadata.properties),
    });
  } catch (error) {
    if (error instanceof CommitStateUnknown) throw error;
    await pendingRemovals(run.call.account).discard(written, metadata.location);
    if (error instanceof CommitConflict || error instanceof ConcurrentRowChange) {
      throw failure('ICEBERG_COMMIT_ERROR', `Failed to commit Iceberg update to table: ${metadata.location}`);
    }
    throw error;
  }
}
