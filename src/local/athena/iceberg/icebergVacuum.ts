import {
  expireSnapshots,
  formerMetadataFiles,
  isInOrder,
  namedFiles,
  neededFiles,
  statisticsFiles,
  type TableMetadata,
} from '../../iceberg';
import { folderOf, plainAddress } from '../../s3/address';
import { parseS3Uri } from '../../s3/objectStore';
import { pendingRemovals } from '../execution/pendingRemovals';
import type { Run } from '../execution/run';
import { sharedFiles } from '../execution/sharedFiles';
import { authorizeFiles } from '../execution/storageAccess';
import { tableFiles } from '../execution/tableFiles';
import { tablePointer } from '../execution/tablePointer';
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
 * nothing has named for days. The commit notes the former, so that a crash in between leaves none; the latter are found
 * again by the next VACUUM. Only files in the table's own folder are removed, and none that a snapshot, or another table,
 * still needs.
 * @throws QueryFailure, CommitStateUnknown: then nothing is removed
 */
export async function vacuumTable(open: ChangeableTable, run: Run): Promise<void> {
  const { metadata } = open.iceberg;
  const { database, name } = open.table;
  const { now } = run.call;
  const rules = expiryRules(metadata.properties);
  if (!isInOrder(metadata, rules, now)) {
    const expiry = expireSnapshots(rules);
    const removals = pendingRemovals(run.call.account);
    let files: string[] = [];
    let noted: string | undefined;
    const change: typeof expiry = {
      ...expiry,
      // Ages are of the moment when the statement began, however often it has to be tried.
      apply: async (base, io) => {
        const applied = await expiry.apply(base, io, now);
        files = await forgottenFiles(base, applied.metadata, open, run);
        return applied;
      },
    };
    const pointer = tablePointer(database, name, run, () => {
      noted = removals.note({ location: open.table.location, files });
    });
    await commitFiles([], async () => change, { metadata, pointer }, run);
    if (noted !== undefined) await removals.carryOut([noted]);
  }
  const state = await tablePointer(database, name, run).read();
  // Another table that has taken the name, and maybe the folder, is none of this statement's business.
  if (state.metadata['table-uuid'] !== metadata['table-uuid']) return;
  await removeOrphans(open, run);
}

/** Files in the table's folder that a state of it named, of snapshots and metadata files that a later one does not have. */
async function forgottenFiles(
  base: TableMetadata,
  after: TableMetadata,
  { table }: ChangeableTable,
  run: Run,
): Promise<string[]> {
  const io = tableFiles(run.call.account);
  const kept = new Set(after.snapshots.map((snapshot) => snapshot['snapshot-id']));
  const gone = base.snapshots.filter((snapshot) => !kept.has(snapshot['snapshot-id']));
  // The location of the metadata file does not matter: the commit keeps the one it comes from.
  const needed = await neededFiles({ location: '', metadata: after }, io);
  const found = [
    ...formerMetadataFiles(base),
    ...statisticsFiles(base),
    ...(await namedFiles(gone, base, io)),
  ];
  const location = folderOf(table.location);
  const isNeeded = new Set([...needed].map(plainAddress));
  const files = [...new Set(found.map(plainAddress))].filter(
    (uri) => uri.startsWith(location) && !isNeeded.has(uri),
  );
  await authorizeFiles('s3:DeleteObject', files, table.storage, run);
  return files;
}

/** Removes files of the table's folder that nothing names, when they are old. */
async function removeOrphans({ table }: ChangeableTable, run: Run): Promise<void> {
  const { account, now } = run.call;
  const { objects } = account;
  const location = folderOf(table.location);
  const { bucket, key: prefix } = parseS3Uri(location);
  const old: string[] = [];
  for await (const { key, lastModified } of objects.list(bucket, prefix))
    if (now.getTime() - lastModified.getTime() > ORPHAN_AGE_MS && !isHidden(key, prefix))
      old.push(`s3://${bucket}/${key}`);
  if (old.length === 0) return;
  const isNeeded = await sharedFiles(account, location);
  const orphans = old.filter((uri) => !isNeeded(uri));
  await authorizeFiles('s3:DeleteObject', orphans, table.storage, run);
  for (let i = 0; i < orphans.length; i += STEP) {
    run.signal.throwIfAborted();
    await tableFiles(account).remove?.(orphans.slice(i, i + STEP));
  }
}

/** Names with `_` or `.` in front are somebody's own, as in the reference implementation. */
const isHidden = (key: string, prefix: string): boolean => /(^|\/)[_.]/.test(key.slice(prefix.length));
