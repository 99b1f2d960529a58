/**
 * Files that are to be removed, kept in the store until they are. What makes them needless (a commit, a DROP TABLE) notes
 * them in its own transaction, so that a crash, a full disk or an error later on leaves nothing behind for ever: what is
 * still noted is removed at the next start, or at the next try.
 */
import { randomUUID } from 'node:crypto';
import type { Account } from '../../account';
import type { Files } from '../../iceberg';
import { folderOf, plainAddress } from '../../s3/address';
import { parseS3Uri } from '../../s3/objectStore';
import { currentMetadataFiles, type IsNeeded, sharedFiles } from './sharedFiles';
import { tableFiles } from './tableFiles';

/** What is to be removed. None of it goes that a table of the catalog needs when it would go. */
export interface Removal {
  /** The folder of the table that it was of. */
  location: string;
  /** Addresses of files, or folders below the location: of these the objects that were there at `noted`. */
  files?: string[];
  folders?: string[];
  /** The files are former metadata files: they are needed only by a table that stands at one of them. */
  isFormerMetadata?: boolean;
  /** Milliseconds since the epoch, as `due`: not before it is anything removed. */
  noted: number;
  due: number;
}

interface Noted {
  id: string;
  removal: Removal;
}

const isFormer = ({ removal }: Noted): boolean => removal.isFormerMetadata === true;

/** How long readers may still be on their way to files that a table has just left. */
export const READER_GRACE_MS = 60_000;
/** Objects are removed in steps of S3's DeleteObjects. */
const STEP = 1000;
/** After a failure; it doubles up to an hour. */
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** Many commits in a row note one file each: these go together. */
const LEAST_SLEEP_MS = 5000;

/** The removals of one account. Nothing here asks for a caller's rights: who notes a removal does. */
export class PendingRemovals {
  /** Noted for work that is under way in this process: it decides. */
  private readonly held = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private wakes = Number.POSITIVE_INFINITY;
  private pause = FIRST_PAUSE_MS;
  private isClosed = false;
  private work: Promise<void> = Promise.resolve();

  constructor(private readonly account: Account) {}

  /** Notes a removal, in the transaction that is open, if one is. @returns its id */
  note(removal: Omit<Removal, 'noted' | 'due'> & { due?: number }): string {
    const id = randomUUID();
    const noted = Date.now();
    const due = removal.due ?? noted;
    this.table().put(id, { ...removal, noted, due });
    if (due > noted) this.wakeAt(due);
    return id;
  }

  /** Notes files that go unless what is under way comes to its end: see {@link UnfinishedFiles}. */
  hold(location: string): UnfinishedFiles {
    return new UnfinishedFiles(location, this);
  }

  /** Removes now what was noted. What cannot be removed now is tried again later; nobody is told. */
  async carryOut(ids: string[]): Promise<void> {
    for (const id of ids) {
      this.held.delete(id);
      const removal = this.found(id);
      if (removal) await this.tried([{ id, removal }]);
    }
  }

  /** Removes files that nothing refers to, leftovers of a failure. It never throws: that would hide what went wrong. */
  async discard(files: string[], location: string): Promise<void> {
    if (files.length === 0) return;
    try {
      await tableFiles(this.account).remove?.(files);
    } catch (error) {
      try {
        this.note({ location, files, due: Date.now() + this.pause });
      } catch (unnoted) {
        console.error(`athena: files of ${location} are left over:`, unnoted, error);
      }
    }
  }

  /** Removes all that is due; at the start, too, what work was under way in a process that is no more. Never throws. */
  carryOn(now = Date.now()): Promise<void> {
    const next = this.work.then(() => this.sweep(now));
    this.work = next;
    return next;
  }

  /** Stops; what is still noted waits for the next start. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.work;
  }

  /** For {@link UnfinishedFiles}. */
  keep(id: string, location: string, files: string[]): void {
    this.held.add(id);
    const now = Date.now();
    this.table().put(id, { location, files, noted: now, due: now });
  }

  /** For {@link UnfinishedFiles}. */
  forget(id: string): void {
    this.held.delete(id);
    this.table().remove(id);
  }

  private found(id: string): Removal | undefined {
    try {
      return this.table().get(id);
    } catch (error) {
      console.error('athena: a removal that is noted could not be read:', error);
      return undefined;
    }
  }

  private table() {
    return this.account.store.table<Removal>('athena.pendingRemovals');
  }

  private async sweep(now: number): Promise<void> {
    let failed = false;
    let next = Number.POSITIVE_INFINITY;
    try {
      const due: Noted[] = [];
      for (const { key: id, value: removal } of this.table().list()) {
        if (this.held.has(id)) continue;
        if (removal.due > now) next = Math.min(next, removal.due);
        else due.push({ id, removal });
      }
      // Each commit notes one former metadata file: they go together.
      const [former, others] = [due.filter(isFormer), due.filter((noted) => !isFormer(noted))];
      for (const group of [former, ...others.map((noted) => [noted])]) {
        if (this.isClosed) return;
        if (!(await this.tried(group))) failed = true;
      }
    } catch (error) {
      failed = true;
      console.error('athena: removals that are noted could not be read:', error);
    }
    if (!failed) this.pause = FIRST_PAUSE_MS;
    if (next < Number.POSITIVE_INFINITY) this.wakeAt(next);
  }

  /** @param group of one kind @returns whether all is removed, and forgotten */
  private async tried(group: Noted[]): Promise<boolean> {
    const [first] = group;
    if (!first) return true;
    try {
      const files = group.flatMap(({ removal }) => removal.files ?? []);
      await this.remove({ ...first.removal, files });
      this.account.store.transaction(() => {
        for (const { id } of group) this.forget(id);
      });
      return true;
    } catch (error) {
      const { location } = first.removal;
      console.error(`athena: files of ${location} could not be removed; this is tried again later:`, error);
      this.wakeAt(Date.now() + this.pause);
      this.pause = Math.min(2 * this.pause, LONGEST_PAUSE_MS);
      return false;
    }
  }

  private async remove(removal: Removal): Promise<void> {
    const isNeeded = await this.neededNow(removal);
    let uris: string[] = [];
    const flush = async () => {
      if (uris.length > 0) await tableFiles(this.account).remove?.(uris);
      uris = [];
    };
    for await (const uri of this.candidates(removal)) {
      if (isNeeded(uri)) continue;
      uris.push(uri);
      if (uris.length === STEP) await flush();
    }
    await flush();
  }

  private async neededNow({ location, isFormerMetadata }: Removal): Promise<IsNeeded> {
    if (!isFormerMetadata) return sharedFiles(this.account, folderOf(location));
    const current = currentMetadataFiles(this.account);
    return (uri) => current.has(uri);
  }

  /** Of folders the objects that were there when the removal was noted: what came later is somebody else's. */
  private async *candidates({ location, files = [], folders = [], noted }: Removal): AsyncGenerator<string> {
    const { objects } = this.account;
    for (const uri of files) yield plainAddress(uri);
    for (const folder of folders) {
      const { bucket, key: prefix } = parseS3Uri(`${folderOf(location)}${folder}`);
      if (!objects.bucketExists(bucket)) continue;
      for await (const { key, lastModified } of objects.list(bucket, prefix))
        if (lastModified.getTime() <= noted) yield `s3://${bucket}/${key}`;
    }
  }

  private wakeAt(due: number): void {
    if (this.isClosed || due >= this.wakes) return;
    clearTimeout(this.timer);
    this.wakes = due;
    this.timer = setTimeout(
      () => {
        this.wakes = Number.POSITIVE_INFINITY;
        void this.carryOn();
      },
      Math.max(LEAST_SLEEP_MS, due - Date.now()),
    );
    this.timer.unref();
  }
}

/** Files of work that is under way: when the process is killed, or the work fails, they go. */
export class UnfinishedFiles {
  private readonly id = randomUUID();
  private readonly files: string[] = [];

  constructor(
    private readonly location: string,
    private readonly removals: PendingRemovals,
  ) {}

  /** To be told before the files are written. */
  add(files: string[]): void {
    this.files.push(...files);
    this.removals.keep(this.id, this.location, this.files);
  }

  /** The account's files, each written only when it is noted here. */
  noting(files: Files): Files {
    return {
      ...files,
      write: (uri, bytes) => {
        this.add([uri]);
        return files.write(uri, bytes);
      },
    };
  }

  /** The files are needed from now on: in the transaction that makes it so. */
  settle(): void {
    this.removals.forget(this.id);
  }

  /** The work has failed. Never throws. */
  async undo(): Promise<void> {
    await this.removals.carryOut([this.id]);
  }
}

const byAccount = new WeakMap<Account, PendingRemovals>();

/** One value an account. */
export function pendingRemovals(account: Account): PendingRemovals {
  let removals = byAccount.get(account);
  if (!removals) {
    removals = new PendingRemovals(account);
    byAccount.set(account, removals);
  }
  return removals;
}
