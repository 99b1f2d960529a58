import fs from 'node:fs';
import path from 'node:path';
import type { ObjectFiles } from '../s3/objects/objectFiles';
import type { ObjectIndex } from '../s3/objects/objectIndex';
import { isKeyFile, type ObjectName, objectNameOf } from '../s3/objects/objectNames';
import type { AccountReport } from './report';
import { md5Of } from './verifyObjects';

interface LostFile {
  /** Relative to the folder `lost+found`, and where it stood in the store's folder. */
  file: string;
  name: ObjectName;
  size: number;
  mtime: Date;
}

/**
 * Gives the files of `lost+found` their rows back: bucket and key by the name of the file, size and time by the file system,
 * the ETag by MD5. Of several files of one object the newest is taken, and an object that has a row keeps it.
 */
export async function restoreObjects(
  index: ObjectIndex,
  files: ObjectFiles,
  report: AccountReport,
): Promise<void> {
  const { byObject, nameless } = lostFiles(files.lostAndFound);
  const restored: string[] = [];
  const guessed: string[] = [];
  let superseded = 0;
  for (const candidates of byObject.values()) {
    candidates.sort((a, b) => b.mtime.getTime() - a.mtime.getTime());
    const [newest, ...older] = candidates;
    if (!newest) continue;
    const { bucket, key, certain } = newest.name;
    superseded += older.length;
    if (index.hasBucket(bucket) && index.get(bucket, key)) {
      superseded++;
      continue;
    }
    const source = path.join(files.lostAndFound, newest.file);
    const etag = `"${await md5Of(source)}"`;
    await files.takeBack(newest.file);
    await index.createBucket(bucket);
    await index.put(bucket, key, {
      file: newest.file,
      size: newest.size,
      etag,
      lastModified: newest.mtime,
      metadata: {},
      tags: {},
      settings: {},
    });
    (certain ? restored : guessed).push(`s3://${bucket}/${key}`);
  }
  if (restored.length + guessed.length > 0) {
    report.repaired.push(
      `${restored.length + guessed.length} objects were restored from their files. An object that was deleted just before the damage may be among them.`,
    );
    report.problems.push(
      `content types, metadata, tags and checksums of ${restored.length + guessed.length} restored objects are lost: ${[...restored, ...guessed].join(', ')}.`,
    );
  }
  if (guessed.length > 0)
    report.problems.push(
      `the keys of ${guessed.length} restored objects are guesses, made from names of files of a former version: ${guessed.join(', ')}.`,
    );
  if (nameless.length > 0)
    report.problems.push(
      `${nameless.length} files belong to no object that can be told by their names; they stay in ${files.lostAndFound}: ${nameless.join(', ')}.`,
    );
  if (superseded > 0)
    report.repaired.push(
      `${superseded} files are former versions of objects that exist; they stay in ${files.lostAndFound}. Remove them when you do not need them.`,
    );
}

function lostFiles(folder: string): { byObject: Map<string, LostFile[]>; nameless: string[] } {
  const byObject = new Map<string, LostFile[]>();
  const nameless: string[] = [];
  if (!fs.existsSync(folder)) return { byObject, nameless };
  const readKey = (keyFile: string): string | undefined => {
    const file = path.join(folder, keyFile);
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
  };
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    if (!entry.isFile() || isKeyFile(file)) continue;
    const name = objectNameOf(file, readKey);
    if (!name) {
      nameless.push(file);
      continue;
    }
    const { size, mtime } = fs.statSync(path.join(folder, file));
    const id = `${name.bucket}/${name.key}`;
    byObject.set(id, [...(byObject.get(id) ?? []), { file, name, size, mtime }]);
  }
  return { byObject, nameless };
}
