import {
  currentSchema,
  currentSnapshot,
  type DataFile,
  decodeValue,
  liveEntries,
  type PrimitiveType,
  primitiveFields,
  readManifestList,
} from '../../iceberg';
import type { Cell } from '../execution/inlineRows';
import { BIGINT, columns, INTEGER, type MetadataTable, VARCHAR } from './metadataTable';
import { humanText } from './valueText';

const COUNTS = { kind: 'map', key: INTEGER, value: BIGINT } as const;
const BOUNDS = { kind: 'map', key: INTEGER, value: VARCHAR } as const;
const CONTENT = { data: 0, 'position deletes': 1, 'equality deletes': 2 };

/** `"t$files"`: data and delete files of the current snapshot. Maps are by field id; bounds are those of today's columns. */
export const filesTable: MetadataTable = {
  columns: () =>
    columns({
      content: INTEGER,
      file_path: VARCHAR,
      file_format: VARCHAR,
      record_count: BIGINT,
      file_size_in_bytes: BIGINT,
      column_sizes: COUNTS,
      value_counts: COUNTS,
      null_value_counts: COUNTS,
      nan_value_counts: COUNTS,
      lower_bounds: BOUNDS,
      upper_bounds: BOUNDS,
      key_metadata: { kind: 'varbinary' },
      split_offsets: { kind: 'array', element: BIGINT },
      equality_ids: { kind: 'array', element: INTEGER },
    }),
  async rows(metadata, files) {
    const snapshot = currentSnapshot(metadata);
    if (!snapshot) return [];
    const types = primitiveFields(currentSchema(metadata));
    const entries = await liveEntries(await readManifestList(snapshot, files), metadata, files);
    return entries.map(({ file }) => [
      CONTENT[file.content],
      file.uri,
      file.format,
      file.rows,
      file.sizeInBytes,
      file.columnSizes,
      file.valueCounts,
      file.nullCounts,
      file.nanCounts,
      bounds(file.lowerBounds, types),
      bounds(file.upperBounds, types),
      file.keyMetadata,
      file.splitOffsets,
      file.equalityIds,
    ]);
  },
};

function bounds(of: DataFile['lowerBounds'], types: ReadonlyMap<number, PrimitiveType>): Cell {
  if (!of) return undefined;
  const texts = new Map<number, string>();
  for (const [id, bytes] of of) {
    const type = types.get(id);
    const value = type && decodeValue(type, bytes);
    const text = type && value !== undefined ? humanText(type, value) : undefined;
    if (text !== undefined) texts.set(id, text);
  }
  return texts;
}
