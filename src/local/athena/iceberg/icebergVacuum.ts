import {
  expireSnapshots,
  formerMetadataFiles,
  isInOrder,
  namedFiles,
  neededFiles,
  statisticsFiles,
  type TableMetadata,
  type TablePointer,
  type TableState,
} from '../../iceberg';
import { folderOf, plainAddress } from '../../s3/address';
import { parseS3Uri } from '../../s3/objectStore';
import type { Run } from '../execution/run';
import { sharedFiles } from '../execution/sharedFiles';
import { authorizeFiles } from '../execution/storageAccess';
import { tableFiles } from '../execution/tableFiles';
import { commitFiles } from './icebergCommit';
import { expiryRules } from './icebergProperties';
import type { ChangeableTable } from './icebergRowChange';

/**
 * A file that nothing names may be of a commit that is under way. After three days it is not: as long waits the
 * reference implementation, too (`remove_orphan_files`).
 */
const ORPHAN_AGE_MS = 3 * 24 * 3600 * 1000;
/** Objects are removed in steps of S3's DeleteObjects. */
const STEP = 1000;

/**
 * Forgets old snapshots by one commit, and then removes files: those that only forgotten snapshots needed, and those that
 * nothing has named for days. A crash in between leaves files that the next VACUUM finds. Only files in the table's own
 * folder are removed, and none that a snapshot, or another table, still needs.
 * @throws QueryFailure, CommitStateUnknown: then nothing is removed
 */
export async function vacuumTable(open: ChangeableTable, pointer: TablePointer, run: Run): Promise<void> {
  const files = tableFiles(run.call.account);
  const forgotten = new Set<string>();
  const { metadata } = open.iceberg;
  const { now } = run.call;
  const rules = expiryRules(metadata.properties);
  if (!isInOrder(metadata, rules, now)) {
    const expiry = expireSnapshots(rules);
    let base = metadata;
    const change: typeof expiry = {
      ...expiry,
      // Ages are of the moment when the statement began, however often it has to be tried.
      apply: (state, io) => {
        base = state;
        return expiry.apply(state, io, now);
      },
    };
    await commitFiles([], async () => change, { metadata, pointer }, run);
    const after = (await pointer.read()).metadata;
    for (const uri of await forgottenFiles(base, after, run)) forgotten.add(plainAddress(uri));
  }
  const state = await pointer.read();
  // Another table that has taken the name, and maybe the folder, is none of this statement's business.
  if (state.metadata['table-uuid'] !== metadata['table-uuid']) return;
  const removable = await removableFiles(forgotten, state, open, run);
  await authorizeFiles('s3:DeleteObject', removable, open.table.storage, run);
  for (let i = 0; i < removable.length; i += STEP) {
    run.signal.throwIfAborted();
    await files.remove?.(removable.slice(i, i + STEP));
  }
}

/** Files that a state of a table named, of snapshots and metadata files that a later one does not have. */
async function forgottenFiles(base: TableMetadata, after: TableMetadata, run: Run): Promise<string[]> {
  const files = tableFiles(run.call.account);
  const kept = new Set(after.snapshots.map((snapshot) => snapshot['snapshot-id']));
  const found = [...formerMetadataFiles(base), ...statisticsFiles(base)];
  for (const snapshot of base.snapshots)
    if (!kept.has(snapshot['snapshot-id'])) found.push(...(await namedFiles(snapshot, base, files)));
  return found;
}

/** Forgotten files, and orphans, that may be removed. */
async function removableFiles(
  forgotten: ReadonlySet<string>,
  state: TableState,
  { table }: ChangeableTable,
  run: Run,
): Promise<string[]> {
  const { objects } = run.call.account;
  const location = folderOf(table.location);
  const files = tableFiles(run.call.account);
  const needed = new Set([...(await neededFiles(state, files))].map(plainAddress));
  const found: string[] = [];
  const { bucket, key: prefix } = parseS3Uri(location);
  for await (const { key, lastModified } of objects.list(bucket, prefix)) {
    const uri = `s3://${bucket}/${key}`;
    const isOrphan =
      run.call.now.getTime() - lastModified.getTime() > ORPHAN_AGE_MS && !isHidden(key, prefix);
    if (!needed.has(uri) && (forgotten.has(uri) || isOrphan)) found.push(uri);
  }
  if (found.length === 0) return [];
  const isOthers = await sharedFiles({ database: table.database, table: table.name }, location, run);
  return found.filter((uri) => !isOthers(uri));
}

/** Names with `_` or `.` in front are somebody's own, as in the reference implementation. */
const isHidden = (key: string, prefix: string): boolean => /(^|\/)[_.]/.test(key.slice(prefix.length));
