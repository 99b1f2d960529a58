import { createHash, randomBytes } from 'node:crypto';
import { posix } from 'node:path';

/** Bytes of one name of a path, at most; file systems take 255. */
const LONGEST_NAME = 200;
/** Bytes of all folders of a key together, at most. */
const LONGEST_FOLDERS = 480;
const LONGEST_EXTENSION = 12;
/** Hexadecimal digits of an id: those of the key's hash, and random ones. */
const HASH_DIGITS = 8;
const RANDOM_DIGITS = 12;
/** Ends the name of a file that holds a key; no key can make a name that ends so. */
const KEY_FILE = '~key';

/** What a file's name says of the object that it was written for. */
export interface ObjectName {
  bucket: string;
  key: string;
  /** False of a file of a version whose names kept a part of the key only: the key is then a guess. */
  certain: boolean;
}

/**
 * A new file for an object, relative to the store's folder: `objects/<bucket>/<folders of the key>/<name>~<id>.<ext>`. The
 * index knows which file belongs to which key. The name tells the key, too, so that the index can be built anew
 * (`objectNameOf`), a person finds an object on disk, and a reader sees its extension. What is no letter, digit, `_`, `-` or
 * inner dot is `%` and its bytes: no key leaves the folder, and DuckDB does not take a folder `day=1` for a Hive partition.
 * The id makes each file another one, and holds a part of the key's hash: it tells when a file system has changed the case
 * of a folder. A key that is too long for a name is cut, and marked by `~~`; a file beside it holds the key.
 */
export function fileFor(bucket: string, key: string): string {
  const segments = key.split('/').map((segment) => encodeSegment(segment));
  const name = segments.pop() ?? '';
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= LONGEST_EXTENSION ? name.slice(dot) : '';
  const stem = name.slice(0, name.length - extension.length);
  const folders = segments.map((segment) => (segment === '' ? '%' : segment));
  const id = hashOf(bucket, key) + randomBytes(RANDOM_DIGITS / 2).toString('hex');
  const short =
    stem.length <= LONGEST_NAME &&
    folders.every((folder) => folder.length <= LONGEST_NAME) &&
    folders.join('/').length <= LONGEST_FOLDERS;
  if (short) return posix.join('objects', bucket, ...folders, `${stem}~${id}${extension}`);
  const kept: string[] = [];
  let room = LONGEST_FOLDERS;
  for (const folder of folders) {
    const cut = folder.slice(0, 80);
    room -= cut.length + 1;
    if (room < 0) break;
    kept.push(cut);
  }
  return posix.join('objects', bucket, ...kept, `${stem.slice(0, 80)}~~${id}${extension}`);
}

/** A new file for a part of an upload. */
export function fileForPart(uploadId: string, number: number): string {
  return `uploads/${uploadId}/${number}~${randomBytes(8).toString('hex')}`;
}

/** The file that holds the key of a file whose name does not; undefined when the name does. */
export function keyFileOf(file: string): string | undefined {
  return posix.basename(file).includes('~~') ? `${file}${KEY_FILE}` : undefined;
}

export const isKeyFile = (file: string): boolean => file.endsWith(KEY_FILE);

/**
 * The object that a file was written for, by its name.
 * @param readKey reads the file that holds the key of a long one; undefined when it cannot be read
 * @returns undefined when the name does not tell
 */
export function objectNameOf(
  file: string,
  readKey: (keyFile: string) => string | undefined,
): ObjectName | undefined {
  const [top, bucket, ...segments] = file.split('/');
  const name = segments.pop();
  if (top !== 'objects' || !bucket || name === undefined) return undefined;
  const parts = /^([^~]*)(~~?)([0-9a-f]{20}|[0-9a-f]{16})(\.[^~]*)?$/.exec(name);
  if (!parts) return undefined;
  const [, stem = '', mark, id = '', extension = ''] = parts;
  if (id.length === 16) return { bucket, key: [...segments, stem + extension].join('/'), certain: false };
  let key: string | undefined;
  if (mark === '~~') {
    key = readKey(`${file}${KEY_FILE}`);
  } else {
    const decoded = [...segments.map((one) => (one === '%' ? '' : one)), stem + extension].map(decodeSegment);
    key = decoded.every((one) => one !== undefined) ? decoded.join('/') : undefined;
  }
  if (key === undefined || hashOf(bucket, key) !== id.slice(0, HASH_DIGITS)) return undefined;
  return { bucket, key, certain: true };
}

const hashOf = (bucket: string, key: string): string =>
  createHash('sha256').update(`${bucket}/${key}`).digest('hex').slice(0, HASH_DIGITS);

function encodeSegment(segment: string): string {
  if (/^[\w-][\w.-]*$/.test(segment)) return segment;
  let encoded = '';
  for (const [i, byte] of Buffer.from(segment).entries()) {
    const letter = String.fromCharCode(byte);
    const plain = /[\w-]/.test(letter) || (letter === '.' && i > 0);
    encoded += plain ? letter : `%${byte.toString(16).padStart(2, '0')}`;
  }
  return encoded;
}

function decodeSegment(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
