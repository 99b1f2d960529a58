import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { type Files, IcebergError } from '../files';
import { parseJson } from '../json';
import { ParsedFiles } from '../parsedFiles';
import { metadataText } from './metadataText';
import type { TableMetadata } from './tableMetadata';
import { upgrade } from './upgrade';

/** Metadata of a hundred thousand snapshots is smaller; a file that unpacks to more is no metadata. Bytes. */
const MOST_BYTES = 128 * 1024 * 1024;

function unpacked(bytes: Buffer, uri: string): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (cause) {
    throw new IcebergError(`${uri} cannot be unpacked`, { cause });
  }
}

const parsed = new ParsedFiles({ files: 256, bytes: 64 * 1024 * 1024 }, (bytes, uri) => {
  const text = unpacked(bytes, uri).toString('utf8');
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (cause) {
    throw new IcebergError(`${uri} is not JSON`, { cause });
  }
  return upgrade(json, uri);
});

/**
 * Table metadata by the address of its file (plain or gzip). The value is shared: never change it in place.
 * @throws IcebergError when the file is no metadata or of an unsupported version; what `files.read` throws
 */
export function readMetadata(uri: string, files: Files): Promise<TableMetadata> {
  return parsed.get(uri, files);
}

/**
 * Writes a new metadata file beside the former one and returns its address: `<table>/metadata/NNNNN-<uuid>.metadata.json`,
 * numbered after `previous` (the address of the former metadata file; none for a new table). From here on the value is
 * shared: never change it in place.
 */
export async function writeMetadata(
  metadata: TableMetadata,
  files: Files,
  options: { previous?: string } = {},
): Promise<string> {
  const version = options.previous === undefined ? 0 : versionOf(options.previous) + 1;
  const uri = `${metadataFolder(metadata)}/${String(version).padStart(5, '0')}-${randomUUID()}.metadata.json`;
  const bytes = Buffer.from(metadataText(metadata));
  await files.write(uri, bytes);
  parsed.put(uri, metadata, bytes.length, files);
  return uri;
}

/** Whether an address has the name of a metadata file. */
export const isMetadataFile = (uri: string): boolean => versionOf(uri) >= 0;

/** The number in a metadata file's name: `00012-<uuid>.metadata.json`, or `v12.metadata.json` of a Hadoop table. */
function versionOf(uri: string): number {
  const match = /(?:^|\/)v?(\d+)(?:-[^/]*)?(?:\.gz)?\.metadata\.json(?:\.gz)?$/.exec(uri);
  return match ? Number(match[1]) : -1;
}

/** Where a table's metadata, manifests and manifest lists go. */
export function metadataFolder(metadata: TableMetadata): string {
  return (metadata.properties['write.metadata.path'] ?? `${metadata.location}/metadata`).replace(/\/+$/, '');
}

/** Where a table's data files go. */
export function dataFolder(metadata: TableMetadata): string {
  return (metadata.properties['write.data.path'] ?? `${metadata.location}/data`).replace(/\/+$/, '');
}
