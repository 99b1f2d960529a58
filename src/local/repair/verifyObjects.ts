import fs from 'node:fs';
import { Digests, multipartEtag } from '../s3/objects/digests';
import { READ_SIZE } from '../s3/objects/objectFiles';
import type { ObjectRow } from '../s3/objects/objectIndex';

/** @returns why the bytes of an object's file are not those that were put; undefined when they are */
export async function fileProblem(file: string, row: ObjectRow): Promise<string | undefined> {
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) return 'its file is missing';
  if (size !== row.size) return `its file has ${size} bytes instead of ${row.size}`;
  try {
    const etag = await etagOf(file, row);
    return etag === row.etag
      ? undefined
      : `its bytes have changed: they make the ETag ${etag}, not ${row.etag}`;
  } catch (error) {
    return `its file cannot be read (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** The ETag that a file's bytes make, in the parts in which they were put. */
async function etagOf(file: string, row: ObjectRow): Promise<string> {
  if (!row.etag.includes('-') || !row.multipart) return `"${await md5Of(file)}"`;
  const parts: { etag: string }[] = [];
  let start = 0;
  for (const { size } of row.multipart.parts) {
    parts.push({ etag: `"${await md5Of(file, start, size)}"` });
    start += size;
  }
  return multipartEtag(parts);
}

/** MD5 of a range, hexadecimal. @param size bytes; all behind `start` unless given */
export async function md5Of(file: string, start = 0, size?: number): Promise<string> {
  const digests = new Digests([]);
  if (size !== 0) {
    const end = size === undefined ? Number.POSITIVE_INFINITY : start + size - 1;
    for await (const piece of fs.createReadStream(file, { start, end, highWaterMark: READ_SIZE }))
      digests.update(piece as Buffer);
  }
  return digests.md5().toString('hex');
}
