import fs from 'node:fs';
import path from 'node:path';

/** What the launcher answers to `checkpoint`. */
export interface CheckpointAnswer {
  /** A call was inside for too long: try again. */
  busy?: boolean;
  /** The number of the last call that the checkpoint holds. */
  entry?: number;
  file?: string;
  bytes?: number;
  /** Seconds for which calls were held back. */
  held?: number;
  /** The service whose state cannot be written, and why. */
  unpicklable?: string;
  error?: string;
}

const NAME = /^(\d{12})\.checkpoint$/;
const UNREADABLE = '.unreadable';
const KEPT = 2;

/** The files of checkpoints, `moto/checkpoints/<number of the last call>.checkpoint`. The two newest are kept. */
export class CheckpointFiles {
  readonly folder: string;

  constructor(motoFolder: string) {
    this.folder = path.join(motoFolder, 'checkpoints');
    fs.mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    // A process that ended amid a checkpoint left it half written.
    for (const name of fs.readdirSync(this.folder))
      if (name.endsWith('.new')) fs.rmSync(path.join(this.folder, name), { force: true });
  }

  /** All files, the newest first. */
  list(): { file: string; entry: number }[] {
    return fs
      .readdirSync(this.folder)
      .flatMap((name) => {
        const found = NAME.exec(name);
        return found ? [{ file: path.join(this.folder, name), entry: Number(found[1]) }] : [];
      })
      .sort((a, b) => b.entry - a.entry);
  }

  /** Removes all but the two newest. @returns the number of the last call that the older one of them holds, if there are two */
  prune(): number | undefined {
    const files = this.list();
    for (const { file } of files.slice(KEPT)) fs.rmSync(file, { force: true });
    const unreadable = fs.readdirSync(this.folder).filter((name) => name.endsWith(UNREADABLE));
    for (const name of unreadable.sort().slice(0, -KEPT))
      fs.rmSync(path.join(this.folder, name), { force: true });
    return files[KEPT - 1]?.entry;
  }

  /** Puts a file out of the way that cannot be read here; the version of moto that wrote it could. */
  setAside(file: string): void {
    fs.renameSync(file, `${file}${UNREADABLE}`);
  }
}
